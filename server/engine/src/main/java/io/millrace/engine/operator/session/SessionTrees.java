package io.millrace.engine.operator.session;

import java.util.Arrays;

/**
 * Intervals of time by key and order: a search tree per key (a treap whose priorities are hashes of the ids), over arrays. Adding,
 * removing and finding cost the logarithm of the intervals of the key, whatever their order. All of it is derived.
 */
final class SessionTrees {

    static final int NONE = -1;

    private int[] roots = new int[0];
    private int[] left = new int[0];
    private int[] right = new int[0];
    private long[] firsts = new long[0];

    void reserveKeys(int limit) {
        int before = roots.length;
        if (limit > before) {
            roots = Arrays.copyOf(roots, Math.max(limit, before * 2));
            Arrays.fill(roots, before, roots.length, NONE);
        }
    }

    void reserveIds(int capacity) {
        left = Arrays.copyOf(left, capacity);
        right = Arrays.copyOf(right, capacity);
        firsts = Arrays.copyOf(firsts, capacity);
    }

    /** Forgets all intervals. */
    void clear() {
        Arrays.fill(roots, NONE);
    }

    /** Where the interval begins. */
    long first(int id) {
        return firsts[id];
    }

    /** Lets an interval begin earlier, but not before the one before it. */
    void extend(int id, long first) {
        firsts[id] = first;
    }

    boolean isEmpty(int key) {
        return roots[key] == NONE;
    }

    /** The last interval of the key that begins at or before a time. */
    int atOrBefore(int key, long time) {
        int found = NONE;
        int node = roots[key];
        while (node != NONE) {
            if (firsts[node] <= time) {
                found = node;
                node = right[node];
            } else {
                node = left[node];
            }
        }
        return found;
    }

    /** The first interval of the key that begins after a time. */
    int after(int key, long time) {
        int found = NONE;
        int node = roots[key];
        while (node != NONE) {
            if (firsts[node] > time) {
                found = node;
                node = left[node];
            } else {
                node = right[node];
            }
        }
        return found;
    }

    /** The interval of the key before another one. */
    int before(int key, int id) {
        return firsts[id] == Long.MIN_VALUE ? NONE : atOrBefore(key, firsts[id] - 1);
    }

    /** The last interval of the key. */
    int last(int key) {
        return atOrBefore(key, Long.MAX_VALUE);
    }

    /** Adds an interval that begins where no other of the key does. */
    void add(int key, int id, long first) {
        firsts[id] = first;
        int parent = NONE;
        int node = roots[key];
        while (node != NONE && priority(node) >= priority(id)) {
            parent = node;
            node = firsts[node] < first ? right[node] : left[node];
        }
        attach(key, parent, id);
        split(node, id);
    }

    /** Makes what is below a node the two sides of an interval that takes its place. */
    private void split(int below, int id) {
        int node = below;
        int before = NONE;
        int behind = NONE;
        left[id] = NONE;
        right[id] = NONE;
        while (node != NONE) {
            if (firsts[node] < firsts[id]) {
                if (before == NONE) {
                    left[id] = node;
                } else {
                    right[before] = node;
                }
                before = node;
                node = right[node];
            } else {
                if (behind == NONE) {
                    right[id] = node;
                } else {
                    left[behind] = node;
                }
                behind = node;
                node = left[node];
            }
        }
        if (before != NONE) {
            right[before] = NONE;
        }
        if (behind != NONE) {
            left[behind] = NONE;
        }
    }

    void remove(int key, int id) {
        int parent = NONE;
        int node = roots[key];
        while (node != id) {
            parent = node;
            node = firsts[node] < firsts[id] ? right[node] : left[node];
        }
        int before = left[id];
        int behind = right[id];
        boolean toRight = parent != NONE && firsts[parent] < firsts[id];
        while (before != NONE && behind != NONE) {
            if (priority(before) > priority(behind)) {
                attach(key, parent, toRight, before);
                parent = before;
                toRight = true;
                before = right[before];
            } else {
                attach(key, parent, toRight, behind);
                parent = behind;
                toRight = false;
                behind = left[behind];
            }
        }
        attach(key, parent, toRight, before == NONE ? behind : before);
    }

    private void attach(int key, int parent, int id) {
        attach(key, parent, parent != NONE && firsts[parent] < firsts[id], id);
    }

    private void attach(int key, int parent, boolean toRight, int id) {
        if (parent == NONE) {
            roots[key] = id;
        } else if (toRight) {
            right[parent] = id;
        } else {
            left[parent] = id;
        }
    }

    /** Different for different ids, and as good as random. */
    private static int priority(int id) {
        int mixed = (id + 1) * 0x9E3779B9;
        mixed = (mixed ^ mixed >>> 15) * 0x85EBCA6B;
        return mixed ^ mixed >>> 13;
    }

    long bytes() {
        return roots.length * 4L + left.length * 16L;
    }
}
