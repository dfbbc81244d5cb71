package io.millrace.dstream.expression;

/** The aggregate functions that the engine computes incrementally. */
public enum AggregateFunction {
    /** Rows, or rows whose argument is not null. */
    COUNT,
    SUM,
    /** SUM that is 0 over no rows. */
    SUM0,
    MIN,
    MAX,
    AVG,
    /** Any one value; deterministic: the smallest. */
    ANY_VALUE,
    /** The value of a group that must have at most one row, else CARDINALITY_VIOLATION. */
    SINGLE_VALUE,
    VAR_POP,
    VAR_SAMP,
    STDDEV_POP,
    STDDEV_SAMP,
    BOOL_AND,
    BOOL_OR
}
