package io.millrace.spi.data;

import java.util.List;

/**
 * An immutable columnar run of rows: the unit that operators pass on.
 *
 * <p>A page is a piece of a delta (a Z-set): each row has a signed weight, never zero. {@code weights} is {@code null} when
 * all weights are +1, the common case of append-only data, which therefore costs nothing. Pages of operators hold at most
 * {@link #MAX_ROWS} rows. Safe to share between threads.
 */
public final class Page {

    /** The most rows that a source or operator puts into one page. */
    public static final int MAX_ROWS = 8_192;

    private final int size;
    private final Column[] columns;
    private final long[] weights;
    private long digest;

    /**
     * @param size number of rows; every column has this size
     * @param columns the columns; the array belongs to the page from now on
     * @param weights signed multiplicities, or {@code null} when all are +1
     */
    public Page(int size, Column[] columns, long[] weights) {
        this.size = size;
        this.columns = columns;
        this.weights = weights;
    }

    public static Page of(int size, List<? extends Column> columns) {
        return new Page(size, columns.toArray(Column[]::new), null);
    }

    public int size() {
        return size;
    }

    public int columnCount() {
        return columns.length;
    }

    public Column column(int index) {
        return columns[index];
    }

    /** The weights, or {@code null} when all are +1. Not to be written to. */
    public long[] weights() {
        return weights;
    }

    public long weight(int row) {
        return weights == null ? 1 : weights[row];
    }

    /** What {@link #note} was told, 0 when nobody has. */
    public long noted() {
        return digest;
    }

    /**
     * Keeps a digest of the content with it: best taken by whoever has just made the page, while the processor has it in its caches, for those
     * who want it later. It says nothing new of the page, so that it does not matter who is first.
     */
    public void note(long digestOfContent) {
        digest = digestOfContent;
    }

    /** All columns; the array is the caller's. */
    public Column[] columns() {
        return columns.clone();
    }

    /** The chosen columns, in that order; the array is the caller's. */
    public Column[] columns(int[] indexes) {
        Column[] chosen = new Column[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            chosen[i] = columns[indexes[i]];
        }
        return chosen;
    }

    /** The page of the chosen columns, in that order. */
    public Page project(int[] indexes) {
        return new Page(size, columns(indexes), weights);
    }

    /** The page of the rows {@code rows[0..count)}. */
    public Page gather(int[] rows, int count) {
        Column[] chosen = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            chosen[i] = columns[i].gather(rows, count);
        }
        long[] chosenWeights = null;
        if (weights != null) {
            chosenWeights = new long[count];
            for (int i = 0; i < count; i++) {
                chosenWeights[i] = weights[rows[i]];
            }
        }
        return new Page(count, chosen, chosenWeights);
    }

    /** The page of the rows {@code from .. to}. */
    public Page slice(int from, int to) {
        if (from == 0 && to == size) {
            return this;
        }
        int[] rows = new int[to - from];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = from + i;
        }
        return gather(rows, rows.length);
    }

    /** The same rows with other weights ({@code null} when all are +1). */
    public Page withWeights(long[] newWeights) {
        return new Page(size, columns, newWeights);
    }

    /** The same rows with all weights negated. */
    public Page negate() {
        long[] negated = new long[size];
        for (int i = 0; i < size; i++) {
            negated[i] = -weight(i);
        }
        return new Page(size, columns, negated);
    }

    /** An estimate of the heap bytes that this page keeps alive; shared arrays are counted once per column. */
    public long retainedBytes() {
        long bytes = weights == null ? 0 : weights.length * 8L;
        for (Column column : columns) {
            bytes += column.retainedBytes();
        }
        return bytes;
    }
}
