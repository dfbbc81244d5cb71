package io.millrace.engine.operator;

import java.util.Arrays;

/** A list of ids that grows and is emptied every batch. */
public final class IdList {

    private int[] ids = new int[64];
    private int size;

    public void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        ids[size++] = id;
    }

    public void addAll(int[] added, int from, int to) {
        int count = to - from;
        if (size + count > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(size + count, size * 2));
        }
        System.arraycopy(added, from, ids, size, count);
        size += count;
    }

    public int get(int index) {
        return ids[index];
    }

    public int size() {
        return size;
    }

    /** The ids; valid until the list grows. */
    public int[] ids() {
        return ids;
    }

    public int[] slice(int from, int to) {
        return Arrays.copyOfRange(ids, from, to);
    }

    public void clear() {
        size = 0;
    }
}
