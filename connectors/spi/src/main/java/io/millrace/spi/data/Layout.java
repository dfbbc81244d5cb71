package io.millrace.spi.data;

/** How the values of a column lie in memory; several SQL types share one layout. */
public enum Layout {
    /** {@code boolean[]}. */
    BOOLEAN,
    /** {@code int[]}: TINYINT to INTEGER, DATE (epoch day), TIME (millisecond of day), year-month intervals (months). */
    INT,
    /** {@code long[]}: BIGINT, TIMESTAMP (from the epoch, see {@link Ticks}), DECIMAL up to 18 digits (scaled), day-time intervals (ms). */
    LONG,
    /** {@code double[]}: REAL (values rounded to float) and DOUBLE. */
    DOUBLE,
    /** Slices of one {@code byte[]}: CHAR and VARCHAR in UTF-8, BINARY and VARBINARY, ROW, MAP and VARIANT in packed form. */
    BYTES,
    /** {@code BigDecimal[]}: DECIMAL of more than 18 digits. */
    DECIMAL,
    /** Slices of an element column. */
    ARRAY
}
