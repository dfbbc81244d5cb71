package io.millrace.engine.match;

import java.util.Arrays;

/** The rows of one partition in order, from the oldest that is still needed: their ids and what is known of each. */
public final class RowQueue {

    private static final int FIRST_CAPACITY = 4;

    private int[] ids = new int[FIRST_CAPACITY];
    private long[] truths = new long[FIRST_CAPACITY];
    private int from;
    private int to;

    public int size() {
        return to - from;
    }

    public int id(int at) {
        return ids[from + at];
    }

    public void append(int id) {
        if (to == ids.length) {
            int size = size();
            int[] newIds = size > ids.length / 2 ? new int[ids.length * 2] : ids;
            long[] newTruths = size > ids.length / 2 ? new long[ids.length * 2] : truths;
            System.arraycopy(ids, from, newIds, 0, size);
            System.arraycopy(truths, from, newTruths, 0, size);
            ids = newIds;
            truths = newTruths;
            from = 0;
            to = size;
        }
        ids[to] = id;
        truths[to++] = 0;
    }

    /** The variables whose condition is true for a row, as bits: those conditions that do not depend on the match. */
    public long truths(int at) {
        return truths[from + at];
    }

    /** Takes over the truths of a row. */
    public void truths(int at, long bits) {
        truths[from + at] = bits;
    }

    public void setTrue(int at, int variable) {
        truths[from + at] |= 1L << variable;
    }

    /** Drops the oldest rows; those that remain are counted from 0 again. */
    public void drop(int count) {
        from += count;
        if (from == to) {
            from = 0;
            to = 0;
            if (ids.length > FIRST_CAPACITY * 16) {
                ids = new int[FIRST_CAPACITY];
                truths = new long[FIRST_CAPACITY];
            }
        } else if (ids.length > FIRST_CAPACITY * 16 && size() < ids.length / 8) {
            int capacity = Math.max(FIRST_CAPACITY, size() * 2);
            ids = Arrays.copyOf(Arrays.copyOfRange(ids, from, to), capacity);
            truths = Arrays.copyOf(Arrays.copyOfRange(truths, from, to), capacity);
            to -= from;
            from = 0;
        }
    }

    public long bytes() {
        return 48 + ids.length * 12L;
    }
}
