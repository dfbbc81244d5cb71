package io.millrace.journal.storage;

/** What can happen to an operation of a {@link FaultyStorage}. */
public enum Fault {
    /** The machine stops before it. */
    CRASH_BEFORE,
    /** The machine stops when it is done. */
    CRASH_AFTER,
    /** The machine stops in the middle of it: of a write, only a part is done. */
    TORN,
    /** It fails, and has done nothing, all or a part; of what a failed force was to make durable, nothing can be told. */
    ERROR,
    /** From here on, nothing can grow. */
    NO_SPACE,
    /** One bit of what is written is another. */
    BIT_FLIP
}
