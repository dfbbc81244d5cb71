package io.millrace.engine.operator.join;

import io.millrace.spi.data.Page;

/** Candidate pairs of a join: rows of the page at hand and ids of rows of the other side; at most a page full. */
final class PairList {

    private final int[] rows = new int[Page.MAX_ROWS];
    private final int[] ids = new int[Page.MAX_ROWS];
    private int size;

    boolean isFull() {
        return size == rows.length;
    }

    void add(int row, int id) {
        rows[size] = row;
        ids[size++] = id;
    }

    /** Keeps the pairs {@code kept[0..count)}, which ascend. */
    void keep(int[] kept, int count) {
        for (int i = 0; i < count; i++) {
            rows[i] = rows[kept[i]];
            ids[i] = ids[kept[i]];
        }
        size = count;
    }

    int size() {
        return size;
    }

    int[] rows() {
        return rows;
    }

    int[] ids() {
        return ids;
    }

    void clear() {
        size = 0;
    }
}
