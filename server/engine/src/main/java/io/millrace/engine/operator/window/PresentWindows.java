package io.millrace.engine.operator.window;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.session.Gaps;
import io.millrace.engine.state.IntStore;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.LongStore;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Type;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * In which windows, by number, each key has rows: the open ones, and the last closed one, from which the gap to the next is
 * counted.
 *
 * <p>State: the last closed window of each key, and an entry with a weight for each open window of a key. The order of the entries
 * of a key is derived.
 */
final class PresentWindows {

    static final long NONE = Long.MIN_VALUE;

    private final long limit;
    private final LongCells closed = new LongCells(Versions.BATCHES, NONE);
    private final KeyTable entries;
    private final LongCells weights = new LongCells(Versions.BATCHES);
    private final StateParts state = new StateParts();
    private final TreeMap<Long, Integer> keysByWindow = new TreeMap<>();
    /** For each key, its entries in order of their windows. */
    private int[][] open = new int[0][];

    private int[] counts = new int[0];
    private int[] changed = new int[0];

    /** @param limit the most windows that are filled after one with rows */
    PresentWindows(long limit, ClassCompiler compiler) {
        this.limit = limit;
        this.entries = KeyTable.create(List.of(Type.INTEGER, Type.BIGINT), Versions.BATCHES, compiler);
        state.add("closed", closed).add("open", entries).add("weights", weights);
    }

    void reserve(int keys) {
        closed.reserve(keys);
        if (keys > counts.length) {
            int length = Math.max(keys, counts.length * 2);
            open = Arrays.copyOf(open, length);
            counts = Arrays.copyOf(counts, length);
        }
    }

    private int key(int entry) {
        return ((IntStore) entries.store(0)).value(entry);
    }

    private long window(int entry) {
        return ((LongStore) entries.store(1)).value(entry);
    }

    /** Finds the entries of the windows that are about to change; {@link #add} knows them by their place here. */
    void change(int[] keys, long[] windows, int count) {
        if (changed.length < count) {
            changed = new int[windows.length];
        }
        Column[] columns = {new IntColumn(count, keys, null), new LongColumn(count, windows, null)};
        entries.findOrAdd(columns, count, changed);
        weights.reserve(entries.limit());
        for (int i = 0; i < entries.addedCount(); i++) {
            weights.set(entries.added()[i], 0);
        }
    }

    /** Adds weight to a key's row of a window; {@link #settle} must follow. */
    void add(int key, int change, long weight) {
        int entry = changed[change];
        link(key, entry);
        long before = weights.get(entry);
        weights.set(entry, before + weight);
        int difference = (before + weight > 0 ? 1 : 0) - (before > 0 ? 1 : 0);
        if (difference != 0) {
            count(window(entry), difference);
        }
    }

    private void count(long window, int keys) {
        keysByWindow.merge(window, keys, (a, b) -> a + b == 0 ? null : Integer.valueOf(a + b));
    }

    private void link(int key, int entry) {
        int count = counts[key];
        int at = place(key, window(entry));
        if (at < count && open[key][at] == entry) {
            return;
        }
        if (open[key] == null) {
            open[key] = new int[4];
        } else if (count == open[key].length) {
            open[key] = Arrays.copyOf(open[key], count * 2);
        }
        System.arraycopy(open[key], at, open[key], at + 1, count - at);
        open[key][at] = entry;
        counts[key]++;
    }

    /** Where a window of a key is, or would be. */
    private int place(int key, long window) {
        int low = 0;
        int high = counts[key];
        while (low < high) {
            int middle = low + high >>> 1;
            if (window(open[key][middle]) < window) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Drops the windows of a key that have lost their rows. */
    void settle(int key) {
        int kept = 0;
        for (int i = 0; i < counts[key]; i++) {
            int entry = open[key][i];
            if (weights.get(entry) == 0) {
                entries.remove(entry);
            } else {
                open[key][kept++] = entry;
            }
        }
        counts[key] = kept;
    }

    /** The runs of windows up to {@code last} that a key has no rows in and that are to be filled. */
    void gaps(int key, long last, Gaps into) {
        into.clear();
        long previous = closed.get(key);
        for (int i = 0; i < counts[key]; i++) {
            int entry = open[key][i];
            if (weights.get(entry) > 0) {
                if (previous != NONE) {
                    into.add(previous + 1, Math.min(window(entry) - 1, previous + limit));
                }
                previous = window(entry);
            }
        }
        if (previous != NONE) {
            into.add(previous + 1, Math.min(last, previous + limit));
        }
    }

    /** The last window that a key has rows in. */
    long last(int key) {
        for (int i = counts[key] - 1; i >= 0; i--) {
            if (weights.get(open[key][i]) > 0) {
                return window(open[key][i]);
            }
        }
        return closed.get(key);
    }

    /** The last window in which any key has rows, among those that are open. */
    long last() {
        return keysByWindow.isEmpty() ? NONE : keysByWindow.lastKey();
    }

    /** Windows up to this one are closed: of each key, only the last is remembered. */
    void close(int key, long through) {
        int passed = 0;
        while (passed < counts[key] && window(open[key][passed]) <= through) {
            int entry = open[key][passed++];
            if (weights.get(entry) > 0) {
                closed.set(key, window(entry));
            }
            entries.remove(entry);
        }
        if (passed > 0) {
            counts[key] -= passed;
            System.arraycopy(open[key], passed, open[key], 0, counts[key]);
        }
    }

    void close(long through) {
        keysByWindow.headMap(through, true).clear();
    }

    /** Whether nothing more is to be filled for a key unless it has rows again. */
    boolean isOver(int key, long through) {
        return counts[key] == 0 && (closed.get(key) == NONE || closed.get(key) + limit <= through);
    }

    /** Forgets a key that has no open windows. */
    void forget(int key) {
        if (closed.get(key) != NONE) {
            closed.set(key, NONE);
        }
        open[key] = null;
    }

    StateContainer state() {
        return state;
    }

    /** Puts the windows of the keys below {@code keys} in order anew. */
    void rebuild(int keys) {
        reserve(keys);
        keysByWindow.clear();
        Arrays.fill(counts, 0);
        for (int entry : entries.ids()) {
            link(key(entry), entry);
            if (weights.get(entry) > 0) {
                count(window(entry), 1);
            }
        }
    }

    /** Open windows with rows, over all keys. */
    long size() {
        return entries.size();
    }

    long bytes() {
        return state.bytes() + counts.length * 12L + entries.size() * 4L;
    }
}
