package io.millrace.spi.data.builder;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.Column;
import java.util.Arrays;

/** Builds an {@link ArrayColumn}: append the elements to {@link #elements()}, then call {@link #endArray()}. */
public final class ArrayColumnBuilder extends ColumnBuilder {

    private final ColumnBuilder elements;
    private int[] starts = new int[64];
    private int[] lengths = new int[64];
    private int ended;

    ArrayColumnBuilder(ColumnBuilder elements) {
        this.elements = elements;
    }

    public ColumnBuilder elements() {
        return elements;
    }

    /** Ends the row: the elements appended since the last call are its array. */
    public void endArray() {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        starts[size] = ended;
        lengths[size++] = elements.size() - ended;
        ended = elements.size();
    }

    @Override
    protected void appendZero() {
        endArray();
    }

    @Override
    protected void appendValue(Column column, int row) {
        ArrayColumn array = (ArrayColumn) column;
        int start = array.starts()[row];
        for (int i = 0; i < array.lengths()[row]; i++) {
            elements.appendFrom(array.elements(), start + i);
        }
        endArray();
    }

    @Override
    protected void truncateValues(int newSize) {
        ended = newSize == 0 ? 0 : starts[newSize - 1] + lengths[newSize - 1];
        elements.truncate(ended);
    }

    @Override
    protected ArrayColumn view(long[] mask) {
        return new ArrayColumn(size, elements.peek(), starts, lengths, mask);
    }

    @Override
    protected void reset() {
        elements.build();
        starts = new int[Math.max(64, size)];
        lengths = new int[Math.max(64, size)];
        ended = 0;
    }
}
