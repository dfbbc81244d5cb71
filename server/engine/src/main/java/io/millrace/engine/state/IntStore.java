package io.millrace.engine.state;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import java.util.Arrays;

/** A {@link ColumnStore} of {@code int} values. */
public final class IntStore extends ColumnStore {

    private int[] values = new int[0];

    public int[] values() {
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
        values[id] = ((IntColumn) column).values()[row];
    }

    @Override
    void putValues(Column column, int[] rows, int[] ids, int count) {
        int[] source = ((IntColumn) column).values();
        int[] target = values;
        for (int i = 0; i < count; i++) {
            target[ids[i]] = source[rows[i]];
        }
    }

    @Override
    IntColumn view() {
        return new IntColumn(values.length, values, nulls());
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        return values[id] == ((IntColumn) column).values()[row];
    }

    @Override
    public int compareValues(int left, int right) {
        return Integer.compare(values[left], values[right]);
    }

    @Override
    public long prefix(int id) {
        return values[id];
    }

    @Override
    long bytes() {
        return values.length * 4L;
    }
}
