package io.millrace.engine.operator;

import java.util.Arrays;

/** A list of ids that grows and is emptied every batch. */
final class IdList {

    private int[] ids = new int[64];
    private int size;

    void add(int id) {
        if (size == ids.length) {
            ids = Arrays.copyOf(ids, size * 2);
        }
        ids[size++] = id;
    }

    void addAll(int[] added, int from, int to) {
        int count = to - from;
        if (size + count > ids.length) {
            ids = Arrays.copyOf(ids, Math.max(size + count, size * 2));
        }
        System.arraycopy(added, from, ids, size, count);
        size += count;
    }

    int get(int index) {
        return ids[index];
    }

    int size() {
        return size;
    }

    /** The ids; valid until the list grows. */
    int[] ids() {
        return ids;
    }

    int[] slice(int from, int to) {
        return Arrays.copyOfRange(ids, from, to);
    }

    void clear() {
        size = 0;
    }
}
