package io.millrace.codec;

/** What a frame holds, with the version in which it is written. Codes are never given to something else; R was one. */
public enum FrameKind {
    PAGE('P', 1),
    QUERY('Q', 1),
    CLASSES('C', 1),
    BATCH_PLAN('B', 2),
    BATCH_COMMIT('K', 2),
    MANIFEST('M', 1),
    CONTENT('T', 2),
    DEFINITIONS('D', 2),
    PLAN('L', 1);

    private final byte code;
    private final int version;

    FrameKind(char code, int version) {
        this.code = (byte) code;
        this.version = version;
    }

    byte code() {
        return code;
    }

    /** The version that is written; it and the one before it are read. */
    public int version() {
        return version;
    }

    boolean reads(int other) {
        return other == version || (other == version - 1 && other > 0);
    }
}
