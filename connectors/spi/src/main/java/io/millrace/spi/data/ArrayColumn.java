package io.millrace.spi.data;

/** Arrays as slices of one element column: row {@code i} holds the elements {@code starts[i] .. starts[i] + lengths[i]}. */
public record ArrayColumn(int size, Column elements, int[] starts, int[] lengths, long[] nulls) implements Column {

    @Override
    public Layout layout() {
        return Layout.ARRAY;
    }

    @Override
    public ArrayColumn gather(int[] rows, int count) {
        int[] chosenStarts = new int[count];
        int[] chosenLengths = new int[count];
        for (int i = 0; i < count; i++) {
            chosenStarts[i] = starts[rows[i]];
            chosenLengths[i] = lengths[rows[i]];
        }
        return new ArrayColumn(count, elements, chosenStarts, chosenLengths, NullMask.gather(nulls, rows, count));
    }

    @Override
    public long retainedBytes() {
        return elements.retainedBytes() + starts.length * 8L + (nulls == null ? 0 : nulls.length * 8L);
    }
}
