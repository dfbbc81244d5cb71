package io.millrace.dstream.expression;

/** The functions that can stand before OVER. */
public enum OverFunction {
    ROW_NUMBER,
    RANK,
    DENSE_RANK,
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
