package io.millrace.spi.data;

import java.math.BigDecimal;

/** A column of DECIMALs of more than 18 digits; null rows hold {@code BigDecimal.ZERO}. */
public record DecimalColumn(int size, BigDecimal[] values, long[] nulls) implements Column {

    @Override
    public Layout layout() {
        return Layout.DECIMAL;
    }

    @Override
    public DecimalColumn gather(int[] rows, int count) {
        BigDecimal[] chosen = new BigDecimal[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = values[rows[i]];
        }
        return new DecimalColumn(count, chosen, NullMask.gather(nulls, rows, count));
    }

    @Override
    public long retainedBytes() {
        return (long) values.length * 48 + (nulls == null ? 0 : nulls.length * 8L);
    }
}
