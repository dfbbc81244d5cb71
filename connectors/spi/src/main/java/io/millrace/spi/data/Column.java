package io.millrace.spi.data;

/**
 * An immutable run of values of one type.
 *
 * <p>Null rows hold the zero of their layout (0, false, an empty slice), so that arithmetic over them cannot fail by
 * accident. Nobody writes to the arrays of a column once it is built; columns may share arrays.
 */
public sealed interface Column
        permits BooleanColumn, IntColumn, LongColumn, DoubleColumn, BytesColumn, DecimalColumn, ArrayColumn {

    /** Number of rows; the arrays may be longer. */
    int size();

    /** The null bitmap (see {@link NullMask}), or {@code null} when no value is null. */
    long[] nulls();

    default boolean isNull(int row) {
        return NullMask.isNull(nulls(), row);
    }

    Layout layout();

    /** A column of the rows {@code rows[0..count)} of this one; a row may be taken several times. */
    Column gather(int[] rows, int count);

    /** An estimate of the heap bytes that this column alone keeps alive. */
    long retainedBytes();
}
