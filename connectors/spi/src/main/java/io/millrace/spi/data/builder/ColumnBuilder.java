package io.millrace.spi.data.builder;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import java.util.Arrays;

/**
 * Collects the values of one column row by row.
 *
 * <p>Not thread-safe. {@link #build()} hands over the arrays and leaves the builder empty, ready for the next page.
 */
public abstract sealed class ColumnBuilder
        permits BooleanColumnBuilder,
                IntColumnBuilder,
                LongColumnBuilder,
                DoubleColumnBuilder,
                BytesColumnBuilder,
                DecimalColumnBuilder,
                ArrayColumnBuilder {

    protected int size;
    protected long[] nulls;

    /** The builder for the layout of {@code type}. */
    public static ColumnBuilder of(Type type) {
        return switch (type.layout()) {
            case BOOLEAN -> new BooleanColumnBuilder();
            case INT -> new IntColumnBuilder();
            case LONG -> new LongColumnBuilder();
            case DOUBLE -> new DoubleColumnBuilder();
            case BYTES -> new BytesColumnBuilder();
            case DECIMAL -> new DecimalColumnBuilder();
            case ARRAY -> new ArrayColumnBuilder(of(((ArrayType) type).element()));
        };
    }

    public final int size() {
        return size;
    }

    /** Appends a null (and the zero of the layout in its place). */
    public final void appendNull() {
        appendZero();
        int row = size - 1;
        if (nulls == null) {
            nulls = NullMask.allocate(row + 1);
        } else if (nulls.length <= row >>> 6) {
            nulls = Arrays.copyOf(nulls, Math.max(NullMask.words(row + 1), nulls.length * 2));
        }
        NullMask.set(nulls, row);
    }

    protected abstract void appendZero();

    /** Appends row {@code row} of a column of the same layout. */
    public final void appendFrom(Column column, int row) {
        if (column.isNull(row)) {
            appendNull();
        } else {
            appendValue(column, row);
        }
    }

    protected abstract void appendValue(Column column, int row);

    /** Drops the rows from {@code newSize} on: what a parser does with a record that turned out to be bad. */
    public final void truncate(int newSize) {
        for (int row = newSize; nulls != null && row < size; row++) {
            if (row >>> 6 < nulls.length) {
                nulls[row >>> 6] &= ~(1L << row);
            }
        }
        truncateValues(newSize);
        size = newSize;
    }

    protected void truncateValues(int newSize) {}

    /** The column of all rows appended so far; the builder is empty afterwards. */
    public final Column build() {
        Column column = view(mask());
        reset();
        nulls = null;
        size = 0;
        return column;
    }

    /**
     * The column of all rows appended so far, which stay in the builder. It shares the builder's arrays and keeps its content
     * while rows are only appended.
     */
    public final Column peek() {
        return view(mask());
    }

    private long[] mask() {
        if (nulls == null) {
            return null;
        }
        int words = NullMask.words(size);
        return nulls.length >= words ? nulls : Arrays.copyOf(nulls, words);
    }

    protected abstract Column view(long[] mask);

    protected abstract void reset();
}
