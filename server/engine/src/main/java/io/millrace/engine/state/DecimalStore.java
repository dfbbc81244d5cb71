package io.millrace.engine.state;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import java.math.BigDecimal;
import java.util.Arrays;

/** A {@link ColumnStore} of decimals of more than 18 digits. */
public final class DecimalStore extends ColumnStore {

    private BigDecimal[] values = new BigDecimal[0];

    public BigDecimal[] values() {
        return values;
    }

    @Override
    int capacity() {
        return values.length;
    }

    @Override
    void grow(int capacity) {
        int before = values.length;
        values = Arrays.copyOf(values, capacity);
        Arrays.fill(values, before, capacity, BigDecimal.ZERO);
    }

    @Override
    void setValue(int id, Column column, int row) {
        values[id] = ((DecimalColumn) column).values()[row];
    }

    @Override
    void putValues(Column column, int[] rows, int[] ids, int count) {
        BigDecimal[] source = ((DecimalColumn) column).values();
        for (int i = 0; i < count; i++) {
            values[ids[i]] = source[rows[i]];
        }
    }

    @Override
    void forget(int id) {
        values[id] = BigDecimal.ZERO;
    }

    @Override
    DecimalColumn view() {
        return new DecimalColumn(values.length, values, nulls());
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        return values[id].compareTo(((DecimalColumn) column).values()[row]) == 0;
    }

    @Override
    public int compareValues(int left, int right) {
        return values[left].compareTo(values[right]);
    }

    @Override
    public long prefix(int id) {
        return DoubleStore.ordered(values[id].doubleValue());
    }

    @Override
    long bytes() {
        return values.length * 48L;
    }
}
