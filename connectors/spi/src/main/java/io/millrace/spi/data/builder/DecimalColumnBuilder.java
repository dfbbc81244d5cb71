package io.millrace.spi.data.builder;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import java.math.BigDecimal;
import java.util.Arrays;

/** Builds a {@link DecimalColumn}. */
public final class DecimalColumnBuilder extends ColumnBuilder {

    private BigDecimal[] values = new BigDecimal[64];

    public void append(BigDecimal value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
    }

    @Override
    protected void appendZero() {
        append(BigDecimal.ZERO);
    }

    @Override
    protected void appendValue(Column column, int row) {
        append(((DecimalColumn) column).values()[row]);
    }

    @Override
    protected DecimalColumn view(long[] mask) {
        return new DecimalColumn(size, values, mask);
    }

    @Override
    protected void reset() {
        values = new BigDecimal[Math.max(64, size)];
    }
}
