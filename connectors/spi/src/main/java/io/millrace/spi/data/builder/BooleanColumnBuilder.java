package io.millrace.spi.data.builder;

import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.Column;
import java.util.Arrays;

/** Builds a {@link BooleanColumn}. */
public final class BooleanColumnBuilder extends ColumnBuilder {

    private boolean[] values = new boolean[64];

    public void append(boolean value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    @Override
    protected void appendZero() {
        append(false);
    }

    @Override
    protected void appendValue(Column column, int row) {
        append(((BooleanColumn) column).values()[row]);
    }

    @Override
    protected BooleanColumn view(long[] mask) {
        return new BooleanColumn(size, values, mask);
    }

    @Override
    protected void reset() {
        values = new boolean[Math.max(64, size)];
    }
}
