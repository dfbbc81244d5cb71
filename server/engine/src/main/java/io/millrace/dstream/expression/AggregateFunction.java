package io.millrace.dstream.expression;

/** The aggregate functions that the engine computes incrementally. */
public enum AggregateFunction {
    /** Rows, or rows in which no argument is null. */
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
    BOOL_OR,
    /** Of pairs of a dependent value y and an independent one x, as all up to REGR_R2. */
    COVAR_POP,
    COVAR_SAMP,
    CORR,
    REGR_AVGX,
    REGR_AVGY,
    REGR_SXX,
    REGR_SYY,
    REGR_SXY,
    REGR_SLOPE,
    REGR_INTERCEPT,
    REGR_R2,
    BIT_AND,
    BIT_OR,
    BIT_XOR,
    LISTAGG,
    ARRAY_AGG,
    JSON_ARRAYAGG,
    JSON_OBJECTAGG,
    FIRST_VALUE,
    LAST_VALUE,
    /** The value of the row whose place in the order is least; the order is what it is least by. */
    MIN_BY,
    MAX_BY,
    PERCENTILE_CONT,
    PERCENTILE_DISC,
    /** The value that occurs most often; of several the first in order. */
    MODE;

    /** Whether it sees its rows in an order. */
    public boolean isArranged() {
        return switch (this) {
            case LISTAGG,
                    ARRAY_AGG,
                    JSON_ARRAYAGG,
                    JSON_OBJECTAGG,
                    FIRST_VALUE,
                    LAST_VALUE,
                    MIN_BY,
                    MAX_BY,
                    PERCENTILE_CONT,
                    PERCENTILE_DISC,
                    MODE -> true;
            case COUNT, SUM, SUM0, MIN, MAX, AVG, ANY_VALUE, SINGLE_VALUE -> false;
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP, BOOL_AND, BOOL_OR -> false;
            case COVAR_POP, COVAR_SAMP, CORR, REGR_AVGX, REGR_AVGY -> false;
            case REGR_SXX, REGR_SYY, REGR_SXY, REGR_SLOPE, REGR_INTERCEPT, REGR_R2 -> false;
            case BIT_AND, BIT_OR, BIT_XOR -> false;
        };
    }
}
