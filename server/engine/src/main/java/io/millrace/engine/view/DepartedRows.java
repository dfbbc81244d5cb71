package io.millrace.engine.view;

import java.util.Arrays;

/**
 * Rows that have left the index of a store, but are in batches that somebody may still read: found by their hashes like those that are
 * there. Of a few batches only. Used under the lock of the store.
 */
final class DepartedRows {

    private static final int BATCHES = 16;

    private final RowIndex index = new RowIndex();
    private long since;
    private long newest;
    private int[] rows = new int[64];
    private int[] hashes = new int[64];
    private long[] batches = new long[64];
    private int first;
    private int end;

    /** @param since from this batch on, all rows that leave are told */
    DepartedRows(long since) {
        this.since = since;
        this.newest = since;
    }

    /** The first batch of which all rows can be found. */
    long since() {
        return since;
    }

    RowIndex index() {
        return index;
    }

    /** A row leaves in a batch. */
    void add(int row, int hash, long batch) {
        if (end == rows.length) {
            makeRoom();
        }
        rows[end] = row;
        hashes[end] = hash;
        batches[end++] = batch;
        newest = Math.max(newest, batch);
        index.add(hash, row);
    }

    private void makeRoom() {
        int left = end - first;
        int capacity = left * 2 > rows.length ? rows.length * 2 : rows.length;
        rows = Arrays.copyOf(Arrays.copyOfRange(rows, first, end), capacity);
        hashes = Arrays.copyOf(Arrays.copyOfRange(hashes, first, end), capacity);
        batches = Arrays.copyOf(Arrays.copyOfRange(batches, first, end), capacity);
        first = 0;
        end = left;
    }

    /** Takes back that the last rows have left. */
    void takeBack(int count) {
        for (int i = 0; i < count && end > first; i++) {
            end--;
            remove(end);
        }
    }

    /** Forgets rows that have left long ago. */
    void forgetOld() {
        long oldest = newest - BATCHES;
        while (first < end && batches[first] <= oldest) {
            since = batches[first];
            remove(first++);
        }
    }

    private void remove(int place) {
        int slot = index.first(hashes[place]);
        while (index.row(slot) != rows[place]) {
            slot = index.next(slot);
        }
        index.removeSlot(slot);
    }
}
