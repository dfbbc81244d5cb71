package io.millrace.engine.state;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import java.util.Arrays;

/** A {@link ColumnStore} of {@code double} values. */
public final class DoubleStore extends ColumnStore {

    private double[] values = new double[0];

    public double[] values() {
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
        values[id] = ((DoubleColumn) column).values()[row];
    }

    @Override
    void putValues(Column column, int[] rows, int[] ids, int count) {
        double[] source = ((DoubleColumn) column).values();
        double[] target = values;
        for (int i = 0; i < count; i++) {
            target[ids[i]] = source[rows[i]];
        }
    }

    @Override
    DoubleColumn view() {
        return new DoubleColumn(values.length, values, nulls());
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        return Double.doubleToLongBits(values[id] + 0.0)
                == Double.doubleToLongBits(((DoubleColumn) column).values()[row] + 0.0);
    }

    @Override
    public int compareValues(int left, int right) {
        return Double.compare(values[left] + 0.0, values[right] + 0.0);
    }

    @Override
    public long prefix(int id) {
        return ordered(values[id]);
    }

    @Override
    long bytes() {
        return values.length * 8L;
    }

    /** The bits of a double as a number that orders as the double does, NaN last. */
    public static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }
}
