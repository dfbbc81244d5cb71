package io.millrace.engine.operator.session;

import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.Versions;

/**
 * Intervals of time by key and order: a search tree per key (a treap whose priorities are hashes of the ids), over cells. Adding,
 * removing and finding cost the logarithm of the intervals of the key, whatever their order.
 *
 * <p>The trees are derived from the keys and beginnings of the intervals.
 */
final class SessionTrees {

    static final int NONE = -1;

    private final IntCells roots = new IntCells(Versions.NONE, NONE);
    private final IntCells left = new IntCells(Versions.NONE);
    private final IntCells right = new IntCells(Versions.NONE);
    private final LongCells firsts;

    /** @param firsts where each interval begins; kept by the owner, who may move that to earlier, but not past the one before */
    SessionTrees(LongCells firsts) {
        this.firsts = firsts;
    }

    void reserveKeys(int keys) {
        roots.reserve(keys);
    }

    void reserveIds(int ids) {
        left.reserve(ids);
        right.reserve(ids);
    }

    /** Forgets all trees. */
    void clear() {
        for (int key = 0; key < roots.capacity(); key++) {
            roots.set(key, NONE);
        }
    }

    boolean isEmpty(int key) {
        return roots.get(key) == NONE;
    }

    /** The last interval of the key that begins at or before a time. */
    int atOrBefore(int key, long time) {
        int found = NONE;
        int node = roots.get(key);
        while (node != NONE) {
            if (firsts.get(node) <= time) {
                found = node;
                node = right.get(node);
            } else {
                node = left.get(node);
            }
        }
        return found;
    }

    /** The first interval of the key that begins after a time. */
    int after(int key, long time) {
        int found = NONE;
        int node = roots.get(key);
        while (node != NONE) {
            if (firsts.get(node) > time) {
                found = node;
                node = left.get(node);
            } else {
                node = right.get(node);
            }
        }
        return found;
    }

    /** The interval of the key before another one. */
    int before(int key, int id) {
        return firsts.get(id) == Long.MIN_VALUE ? NONE : atOrBefore(key, firsts.get(id) - 1);
    }

    /** The last interval of the key. */
    int last(int key) {
        return atOrBefore(key, Long.MAX_VALUE);
    }

    /** Adds an interval that begins where no other of the key does. */
    void add(int key, int id) {
        long first = firsts.get(id);
        int parent = NONE;
        int node = roots.get(key);
        while (node != NONE && priority(node) >= priority(id)) {
            parent = node;
            node = firsts.get(node) < first ? right.get(node) : left.get(node);
        }
        attach(key, parent, id);
        split(node, id);
    }

    /** Makes what is below a node the two sides of an interval that takes its place. */
    private void split(int below, int id) {
        int node = below;
        int before = NONE;
        int behind = NONE;
        left.set(id, NONE);
        right.set(id, NONE);
        while (node != NONE) {
            if (firsts.get(node) < firsts.get(id)) {
                if (before == NONE) {
                    left.set(id, node);
                } else {
                    right.set(before, node);
                }
                before = node;
                node = right.get(node);
            } else {
                if (behind == NONE) {
                    right.set(id, node);
                } else {
                    left.set(behind, node);
                }
                behind = node;
                node = left.get(node);
            }
        }
        if (before != NONE) {
            right.set(before, NONE);
        }
        if (behind != NONE) {
            left.set(behind, NONE);
        }
    }

    void remove(int key, int id) {
        int parent = NONE;
        int node = roots.get(key);
        while (node != id) {
            parent = node;
            node = firsts.get(node) < firsts.get(id) ? right.get(node) : left.get(node);
        }
        int before = left.get(id);
        int behind = right.get(id);
        boolean toRight = parent != NONE && firsts.get(parent) < firsts.get(id);
        while (before != NONE && behind != NONE) {
            if (priority(before) > priority(behind)) {
                attach(key, parent, toRight, before);
                parent = before;
                toRight = true;
                before = right.get(before);
            } else {
                attach(key, parent, toRight, behind);
                parent = behind;
                toRight = false;
                behind = left.get(behind);
            }
        }
        attach(key, parent, toRight, before == NONE ? behind : before);
    }

    private void attach(int key, int parent, int id) {
        attach(key, parent, parent != NONE && firsts.get(parent) < firsts.get(id), id);
    }

    private void attach(int key, int parent, boolean toRight, int id) {
        if (parent == NONE) {
            roots.set(key, id);
        } else if (toRight) {
            right.set(parent, id);
        } else {
            left.set(parent, id);
        }
    }

    /** Different for different ids, and as good as random. */
    private static int priority(int id) {
        int mixed = (id + 1) * 0x9E3779B9;
        mixed = (mixed ^ mixed >>> 15) * 0x85EBCA6B;
        return mixed ^ mixed >>> 13;
    }

    long bytes() {
        return roots.bytes() + left.bytes() + right.bytes();
    }
}
