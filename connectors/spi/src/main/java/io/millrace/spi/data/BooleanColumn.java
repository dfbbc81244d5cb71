package io.millrace.spi.data;

/** A column of layout {@link Layout#BOOLEAN}. */
public record BooleanColumn(int size, boolean[] values, long[] nulls) implements Column {

    @Override
    public Layout layout() {
        return Layout.BOOLEAN;
    }

    @Override
    public BooleanColumn gather(int[] rows, int count) {
        boolean[] chosen = new boolean[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = values[rows[i]];
        }
        return new BooleanColumn(count, chosen, NullMask.gather(nulls, rows, count));
    }

    @Override
    public long retainedBytes() {
        return (long) values.length * 1 + (nulls == null ? 0 : nulls.length * 8L);
    }
}
