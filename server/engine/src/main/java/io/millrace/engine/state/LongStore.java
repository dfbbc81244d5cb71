package io.millrace.engine.state;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import java.util.Arrays;

/** A {@link ColumnStore} of {@code long} values. */
public final class LongStore extends ColumnStore {

    private long[] values = new long[0];

    public long[] values() {
        return values;
    }

    @Override
    int capacity() {
        return values.length;
    }

    @Override
    void grow(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    void setValue(int id, Column column, int row) {
        values[id] = ((LongColumn) column).values()[row];
    }

    @Override
    void putValues(Column column, int[] rows, int[] ids, int count) {
        long[] source = ((LongColumn) column).values();
        long[] target = values;
        for (int i = 0; i < count; i++) {
            target[ids[i]] = source[rows[i]];
        }
    }

    @Override
    LongColumn view() {
        return new LongColumn(values.length, values, nulls());
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        return values[id] == ((LongColumn) column).values()[row];
    }

    @Override
    public int compareValues(int left, int right) {
        return Long.compare(values[left], values[right]);
    }

    @Override
    public long prefix(int id) {
        return values[id];
    }

    @Override
    long bytes() {
        return values.length * 8L;
    }
}
