package io.millrace.app.trouble;

/** What goes wrong in a call. */
public enum Fault {
    /** A mistake of the connector. */
    THROWS,
    /** A mistake of the connector that is no exception. */
    THROWS_ERROR,
    /** The outside system says no. */
    OUTSIDE_FAILS,
    /** The call does not come back before it is interrupted or the fault is over. */
    HANGS,
    /** The call does not come back before the fault is over, interrupted or not. */
    HANGS_DEAF,
    /** What comes back breaks the contract. */
    GARBAGE
}
