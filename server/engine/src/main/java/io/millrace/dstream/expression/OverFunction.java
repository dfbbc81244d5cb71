package io.millrace.dstream.expression;

import java.util.Optional;

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
    MODE,
    ANY_VALUE,
    VAR_POP,
    VAR_SAMP,
    STDDEV_POP,
    STDDEV_SAMP,
    /** In the order of their values; the fraction is a constant. */
    PERCENTILE_CONT,
    PERCENTILE_CONT_DESC,
    PERCENTILE_DISC,
    PERCENTILE_DISC_DESC,
    /** Equal values of a frame count once. */
    COUNT_DISTINCT,
    SUM_DISTINCT,
    SUM0_DISTINCT,
    AVG_DISTINCT;

    private static final String DISTINCT = "_DISTINCT";
    private static final String DESCENDING = "_DESC";

    /** The aggregate that it is of the rows of a frame; only of aggregates. */
    public AggregateFunction aggregate() {
        return AggregateFunction.valueOf(name().replace(DISTINCT, "").replace(DESCENDING, ""));
    }

    /** The function of values each of which counts once; empty when there is none. */
    public Optional<OverFunction> distinct() {
        return switch (this) {
            case COUNT -> Optional.of(COUNT_DISTINCT);
            case SUM -> Optional.of(SUM_DISTINCT);
            case SUM0 -> Optional.of(SUM0_DISTINCT);
            case AVG -> Optional.of(AVG_DISTINCT);
            case MIN, MAX, ANY_VALUE, BOOL_AND, BOOL_OR, BIT_AND, BIT_OR, COUNT_DISTINCT -> Optional.of(this);
            default -> Optional.empty();
        };
    }

    /** Whether equal values of a frame count once. */
    public boolean isDistinct() {
        return name().endsWith(DISTINCT);
    }

    /** Whether it sees values from the greatest to the least. */
    public boolean isDescending() {
        return name().endsWith(DESCENDING);
    }

    /** How many columns it takes. */
    public int columns() {
        return switch (this) {
            case ROW_NUMBER, RANK, DENSE_RANK, PERCENT_RANK, CUME_DIST, NTILE -> 0;
            case LAG, LEAD, FIRST_VALUE, LAST_VALUE, NTH_VALUE, COUNT, SUM, SUM0, MIN, MAX, AVG -> 1;
            case BOOL_AND, BOOL_OR, BIT_AND, BIT_OR, BIT_XOR, LISTAGG, ARRAY_AGG, MODE, ANY_VALUE -> 1;
            case VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> 1;
            case PERCENTILE_CONT, PERCENTILE_CONT_DESC, PERCENTILE_DISC, PERCENTILE_DISC_DESC -> 1;
            case COUNT_DISTINCT, SUM_DISTINCT, SUM0_DISTINCT, AVG_DISTINCT -> 1;
            case COVAR_POP, COVAR_SAMP, CORR, REGR_AVGX, REGR_AVGY, REGR_SXX, REGR_SYY, REGR_SXY -> 2;
            case REGR_SLOPE, REGR_INTERCEPT, REGR_R2, MIN_BY, MAX_BY -> 2;
        };
    }

    /** Whether it is an aggregate for which each frame is computed by itself. */
    public boolean isFrameByFrame() {
        return compareTo(BOOL_AND) >= 0;
    }
}
