package io.millrace.codec;

/** What a frame holds, with the version in which it is written. Codes are never given to something else; R was one. */
public enum FrameKind {
    PAGE('P', 1),
    QUERY('Q', 1),
    CLASSES('C', 1),
    BATCH_PLAN('B', 2),
    BATCH_COMMIT('K', 3, 1),
    MANIFEST('M', 1),
    CONTENT('T', 3, 1),
    DEFINITIONS('D', 2),
    PLAN('L', 1);

    private final byte code;
    private final int version;
    private final int oldest;

    FrameKind(char code, int version) {
        this(code, version, Math.max(1, version - 1));
    }

    FrameKind(char code, int version, int oldest) {
        this.code = (byte) code;
        this.version = version;
        this.oldest = oldest;
    }

    byte code() {
        return code;
    }

    /** The version that is written; it and at least the one before it are read. */
    public int version() {
        return version;
    }

    boolean reads(int other) {
        return other >= oldest && other <= version;
    }
}
