package io.millrace.engine.operator.window;

import io.millrace.engine.operator.session.Gaps;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * In which windows, by number, each key has rows: the open ones, and the last closed one, from which the gap to the next is
 * counted.
 */
final class PresentWindows {

    static final long NONE = Long.MIN_VALUE;

    private final long limit;
    private final TreeMap<Long, Integer> keysByWindow = new TreeMap<>();
    private long[] closed = new long[0];
    private long[][] windows = new long[0][];
    private long[][] weights = new long[0][];
    private int[] counts = new int[0];
    private long held;

    /** @param limit the most windows that are filled after one with rows */
    PresentWindows(long limit) {
        this.limit = limit;
    }

    void reserve(int keys) {
        int before = counts.length;
        if (keys > before) {
            int length = Math.max(keys, before * 2);
            closed = Arrays.copyOf(closed, length);
            Arrays.fill(closed, before, length, NONE);
            windows = Arrays.copyOf(windows, length);
            weights = Arrays.copyOf(weights, length);
            counts = Arrays.copyOf(counts, length);
        }
    }

    /** Adds weight to a key's row of a window. */
    void add(int key, long window, long weight) {
        if (windows[key] == null) {
            windows[key] = new long[4];
            weights[key] = new long[4];
        }
        int at = Arrays.binarySearch(windows[key], 0, counts[key], window);
        long before = at < 0 ? 0 : weights[key][at];
        if (at < 0) {
            at = -at - 1;
            insert(key, at, window);
        }
        weights[key][at] += weight;
        if (weights[key][at] == 0) {
            remove(key, at);
        }
        int change = (before + weight > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        if (change != 0) {
            keysByWindow.merge(window, change, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
        }
    }

    private void insert(int key, int at, long window) {
        int count = counts[key]++;
        held++;
        if (count == windows[key].length) {
            windows[key] = Arrays.copyOf(windows[key], count * 2);
            weights[key] = Arrays.copyOf(weights[key], count * 2);
        }
        System.arraycopy(windows[key], at, windows[key], at + 1, count - at);
        System.arraycopy(weights[key], at, weights[key], at + 1, count - at);
        windows[key][at] = window;
        weights[key][at] = 0;
    }

    private void remove(int key, int at) {
        int count = --counts[key];
        held--;
        System.arraycopy(windows[key], at + 1, windows[key], at, count - at);
        System.arraycopy(weights[key], at + 1, weights[key], at, count - at);
    }

    /** The runs of windows up to {@code last} that a key has no rows in and that are to be filled. */
    void gaps(int key, long last, Gaps into) {
        into.clear();
        long previous = closed[key];
        for (int i = 0; i < counts[key]; i++) {
            if (weights[key][i] > 0) {
                if (previous != NONE) {
                    into.add(previous + 1, Math.min(windows[key][i] - 1, previous + limit));
                }
                previous = windows[key][i];
            }
        }
        if (previous != NONE) {
            into.add(previous + 1, Math.min(last, previous + limit));
        }
    }

    /** The last window that a key has rows in. */
    long last(int key) {
        for (int i = counts[key] - 1; i >= 0; i--) {
            if (weights[key][i] > 0) {
                return windows[key][i];
            }
        }
        return closed[key];
    }

    /** The last window in which any key has rows, among those that are open. */
    long last() {
        return keysByWindow.isEmpty() ? NONE : keysByWindow.lastKey();
    }

    /** Windows up to this one are closed: of each key, only the last is remembered. */
    void close(int key, long through) {
        int passed = 0;
        while (passed < counts[key] && windows[key][passed] <= through) {
            if (weights[key][passed] > 0) {
                closed[key] = windows[key][passed];
            }
            passed++;
        }
        if (passed > 0) {
            counts[key] -= passed;
            held -= passed;
            System.arraycopy(windows[key], passed, windows[key], 0, counts[key]);
            System.arraycopy(weights[key], passed, weights[key], 0, counts[key]);
        }
    }

    void close(long through) {
        keysByWindow.headMap(through, true).clear();
    }

    /** Whether nothing more is to be filled for a key unless it has rows again. */
    boolean isOver(int key, long through) {
        return counts[key] == 0 && (closed[key] == NONE || closed[key] + limit <= through);
    }

    void forget(int key) {
        held -= counts[key];
        counts[key] = 0;
        closed[key] = NONE;
        windows[key] = null;
        weights[key] = null;
    }

    /** Open windows with rows, over all keys. */
    long size() {
        return held;
    }

    long bytes() {
        return closed.length * 28L + held * 16L;
    }
}
