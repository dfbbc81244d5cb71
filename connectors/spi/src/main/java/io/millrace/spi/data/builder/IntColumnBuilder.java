package io.millrace.spi.data.builder;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import java.util.Arrays;

/** Builds a {@link IntColumn}. */
public final class IntColumnBuilder extends ColumnBuilder {

    private int[] values = new int[64];

    public void append(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    @Override
    protected void appendZero() {
        append(0);
    }

    @Override
    protected void appendValue(Column column, int row) {
        append(((IntColumn) column).values()[row]);
    }

    @Override
    protected IntColumn view(long[] mask) {
        return new IntColumn(size, values, mask);
    }

    @Override
    protected void reset() {
        values = new int[Math.max(64, size)];
    }
}
