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

    /** Adds the pair if the row has a partner, that is unless its id is negative, without a branch. */
    void addIfAny(int row, int id) {
        rows[size] = row;
        ids[size] = id;
        size += (id >>> 31) ^ 1;
    }

    /** Whether each row of a page of that size stands in exactly one pair, in their order. */
    boolean hasEachOnce(int pageSize) {
        if (size != pageSize) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (rows[i] != i) {
                return false;
            }
        }
        return true;
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
