package io.millrace.engine.state;

import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.Column;
import java.util.Arrays;

/** A {@link ColumnStore} of {@code boolean} values. */
public final class BooleanStore extends ColumnStore {

    private boolean[] values = new boolean[0];

    public boolean[] values() {
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
        values[id] = ((BooleanColumn) column).values()[row];
    }

    @Override
    void putValues(Column column, int[] rows, int[] ids, int count) {
        boolean[] source = ((BooleanColumn) column).values();
        boolean[] target = values;
        for (int i = 0; i < count; i++) {
            target[ids[i]] = source[rows[i]];
        }
    }

    @Override
    BooleanColumn view() {
        return new BooleanColumn(values.length, values, nulls());
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        return values[id] == ((BooleanColumn) column).values()[row];
    }

    @Override
    public int compareValues(int left, int right) {
        return Boolean.compare(values[left], values[right]);
    }

    @Override
    public long prefix(int id) {
        return values[id] ? 1 : 0;
    }

    @Override
    long bytes() {
        return values.length * 1L;
    }
}
