package io.millrace.dstream.expression;

/** The functions that can stand before OVER. */
public enum OverFunction {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
    /** The share of the other rows that come before the row and its peers. */
    PERCENT_RANK,
    /** The share of the rows that come before the row or are its peers. */
    CUME_DIST,
    NTILE,
    LAG,
    LEAD,
    FIRST_VALUE,
    LAST_VALUE,
    NTH_VALUE,
    COUNT,
    SUM,
    SUM0,
    MIN,
    MAX,
    AVG
}
