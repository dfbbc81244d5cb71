package io.millrace.spi.data.builder;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import java.util.Arrays;

/** Builds a {@link LongColumn}. */
public final class LongColumnBuilder extends ColumnBuilder {

    private long[] values = new long[64];

    public void append(long value) {
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
        append(((LongColumn) column).values()[row]);
    }

    @Override
    protected LongColumn view(long[] mask) {
        return new LongColumn(size, values, mask);
    }

    @Override
    protected void reset() {
        values = new long[Math.max(64, size)];
    }
}
