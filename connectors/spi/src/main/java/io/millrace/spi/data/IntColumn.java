package io.millrace.spi.data;

/** A column of layout {@link Layout#INT}. */
public record IntColumn(int size, int[] values, long[] nulls) implements Column {

    @Override
    public Layout layout() {
        return Layout.INT;
    }

    @Override
    public IntColumn gather(int[] rows, int count) {
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = values[rows[i]];
        }
        return new IntColumn(count, chosen, NullMask.gather(nulls, rows, count));
    }

    @Override
    public long retainedBytes() {
        return (long) values.length * 4 + (nulls == null ? 0 : nulls.length * 8L);
    }
}
