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
    AVG,
    /** From here on aggregates whose frames are computed one by one. */
    BOOL_AND,
    BOOL_OR,
    BIT_AND,
    BIT_OR,
    BIT_XOR,
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
    /** Of the rows in the order of the window, as the next one. */
    LISTAGG,
    ARRAY_AGG,
    MIN_BY,
    MAX_BY,
    MODE;

    /** How many columns it takes. */
    public int columns() {
        return switch (this) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE -> 0;
            case LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE, COUNT, SUM, SUM0, MIN, MAX, AVG -> 1;
            case BOOL_AND, BOOL_OR, BIT_AND, BIT_OR, BIT_XOR, LISTAGG, ARRAY_AGG, MODE -> 1;
            case COVAR_POP, COVAR_SAMP, CORR, REGR_AVGX, REGR_AVGY, REGR_SXX, REGR_SYY, REGR_SXY -> 2;
            case REGR_SLOPE, REGR_INTERCEPT, REGR_R2, MIN_BY, MAX_BY -> 2;
        };
    }

    /** Whether it is an aggregate for which each frame is computed by itself. */
    public boolean isFrameByFrame() {
        return compareTo(BOOL_AND) >= 0;
    }
}
