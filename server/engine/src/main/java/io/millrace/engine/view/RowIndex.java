package io.millrace.engine.view;

import java.util.Arrays;

/**
 * An open-addressing index from row hashes to row numbers of current rows; linear probing, backward-shift deletion.
 *
 * <p>The caller decides equality; rows of equal hash are neighbours in probe order.
 */
final class RowIndex {

    private static final int EMPTY = -1;

    private int[] rows = filled(1024);
    private int[] hashes = new int[1024];
    private int used;

    private static int[] filled(int capacity) {
        int[] slots = new int[capacity];
        Arrays.fill(slots, EMPTY);
        return slots;
    }

    /** The first slot to look at for a hash; go on with {@link #next}. */
    int first(int hash) {
        return hash & rows.length - 1;
    }

    int next(int slot) {
        return slot + 1 & rows.length - 1;
    }

    /** The row at a slot, or −1 at the end of the probe sequence. */
    int row(int slot) {
        return rows[slot];
    }

    int hash(int slot) {
        return hashes[slot];
    }

    long bytes() {
        return rows.length * 8L;
    }

    void add(int hash, int row) {
        if ((used + 1) * 2 > rows.length) {
            grow();
        }
        int slot = first(hash);
        while (rows[slot] != EMPTY) {
            slot = next(slot);
        }
        rows[slot] = row;
        hashes[slot] = hash;
        used++;
    }

    private void grow() {
        int[] oldRows = rows;
        int[] oldHashes = hashes;
        int[] newRows = filled(oldRows.length * 2);
        hashes = new int[newRows.length]; // the last that the heap may have no room for
        rows = newRows;
        used = 0;
        for (int i = 0; i < oldRows.length; i++) {
            if (oldRows[i] != EMPTY) {
                add(oldHashes[i], oldRows[i]);
            }
        }
    }

    void removeSlot(int slot) {
        int mask = rows.length - 1;
        int hole = slot;
        int probe = next(slot);
        while (rows[probe] != EMPTY) {
            int home = hashes[probe] & mask;
            if ((probe - home & mask) >= (probe - hole & mask)) {
                rows[hole] = rows[probe];
                hashes[hole] = hashes[probe];
                hole = probe;
            }
            probe = next(probe);
        }
        rows[hole] = EMPTY;
        used--;
    }
}
