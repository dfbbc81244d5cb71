package io.millrace.spi.error;

/** Who can mend an error; decides whether a retry makes sense. */
public enum Blame {
    /** The statement or the data is wrong: never retried. */
    USER,
    /** A system outside the server failed: may be retried. */
    EXTERNAL,
    /** Our bug: shown with an error id, logged once with its trace. */
    INTERNAL
}
