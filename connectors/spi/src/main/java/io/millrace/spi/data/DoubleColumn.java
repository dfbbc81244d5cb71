package io.millrace.spi.data;

/** A column of layout {@link Layout#DOUBLE}. */
public record DoubleColumn(int size, double[] values, long[] nulls) implements Column {

    @Override
    public Layout layout() {
        return Layout.DOUBLE;
    }

    @Override
    public DoubleColumn gather(int[] rows, int count) {
        double[] chosen = new double[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = values[rows[i]];
        }
        return new DoubleColumn(count, chosen, NullMask.gather(nulls, rows, count));
    }

    @Override
    public long retainedBytes() {
        return (long) values.length * 8 + (nulls == null ? 0 : nulls.length * 8L);
    }
}
