package io.millrace.spi.data.builder;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import java.util.Arrays;

/** Builds a {@link DoubleColumn}. */
public final class DoubleColumnBuilder extends ColumnBuilder {

    private double[] values = new double[64];

    public void append(double value) {
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
        append(((DoubleColumn) column).values()[row]);
    }

    @Override
    protected DoubleColumn view(long[] mask) {
        return new DoubleColumn(size, values, mask);
    }

    @Override
    protected void reset() {
        values = new double[Math.max(64, size)];
    }
}
