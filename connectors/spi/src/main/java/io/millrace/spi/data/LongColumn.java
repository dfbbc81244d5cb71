package io.millrace.spi.data;

/** A column of layout {@link Layout#LONG}. */
public record LongColumn(int size, long[] values, long[] nulls) implements Column {

    @Override
    public Layout layout() {
        return Layout.LONG;
    }

    @Override
    public LongColumn gather(int[] rows, int count) {
        long[] chosen = new long[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = values[rows[i]];
        }
        return new LongColumn(count, chosen, NullMask.gather(nulls, rows, count));
    }

    @Override
    public long retainedBytes() {
        return (long) values.length * 8 + (nulls == null ? 0 : nulls.length * 8L);
    }
}
