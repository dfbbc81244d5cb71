package io.millrace.codec.page;

/** Counts the memory that what is written will take when it is read, as the reader does. */
final class MemoryBound {

    /** What a decimal takes besides its digits. */
    static final int DECIMAL = 96;

    /** Told when the bound is passed; what was written so far is of no use. */
    static final class Passed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Passed() {
            super("page too large", null, false, false);
        }
    }

    private final long most;
    private long counted;

    MemoryBound(long most) {
        this.most = most;
    }

    void add(long memory) {
        counted += memory;
        if (counted > most) {
            throw new Passed();
        }
    }
}
