package io.millrace.engine.state;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Type;
import java.util.Arrays;
import java.util.List;

/**
 * A multiset of values per group that knows its best value: for MIN and MAX under retraction.
 *
 * <p>Distinct values are entries of a table with a weight; each group has a binary heap of entries, from which entries whose
 * weight has gone are dropped when they come to the top, or all at once when they are the majority. A change costs
 * {@code O(log n)} amortized.
 */
public final class ValueHeaps {

    private static final int LEAST_DEAD = 16;

    private final KeyTable entries;
    private final ColumnStore values;
    private final int direction;
    private long[] weights = new long[0];
    private int[] entryIds = new int[0];
    private int[][] heaps = new int[0][];
    private int[] sizes = new int[0];
    private int[] dead = new int[0];

    /** @param greatest whether the best value is the greatest one */
    public ValueHeaps(Type type, boolean greatest, ClassCompiler compiler) {
        entries = KeyTable.create(List.of(Type.INTEGER, type), compiler);
        values = entries.store(1);
        direction = greatest ? -1 : 1;
    }

    /** Makes room for the groups below {@code groups}. */
    public void reserve(int groups) {
        if (groups > heaps.length) {
            heaps = Arrays.copyOf(heaps, groups);
            sizes = Arrays.copyOf(sizes, groups);
            dead = Arrays.copyOf(dead, groups);
        }
    }

    /** Adds values with their weights, none of them zero or null. */
    public void add(Column column, int[] groups, int rows, long[] rowWeights) {
        if (entryIds.length < rows) {
            entryIds = new int[rows];
        }
        entries.findOrAdd(new Column[] {new IntColumn(rows, groups, null), column}, rows, entryIds);
        if (entries.limit() > weights.length) {
            weights = Arrays.copyOf(weights, Math.max(entries.limit(), weights.length * 2));
        }
        for (int i = 0; i < entries.addedCount(); i++) {
            int entry = entries.added()[i];
            weights[entry] = 0;
            int group = group(entry);
            dead[group]++;
            push(group, entry);
        }
        for (int row = 0; row < rows; row++) {
            int entry = entryIds[row];
            long before = weights[entry];
            long after = before + rowWeights[row];
            weights[entry] = after;
            if (before == 0) {
                dead[groups[row]]--;
            } else if (after == 0) {
                dead[groups[row]]++;
            }
        }
    }

    private int group(int entry) {
        return ((IntStore) entries.store(0)).values()[entry];
    }

    /** The entry of the best value of a group, or −1 when it has none; readable through {@link #gather} until the next change. */
    public int best(int group) {
        if (dead[group] > LEAST_DEAD && dead[group] > sizes[group] / 2) {
            rebuild(group);
        }
        while (sizes[group] > 0 && weights[heaps[group][0]] == 0) {
            entries.remove(pop(group));
            dead[group]--;
        }
        if (sizes[group] == 0) {
            return KeyTable.ABSENT;
        }
        int top = heaps[group][0];
        return weights[top] > 0 ? top : bestPositive(group);
    }

    /** The best of a heap whose top owes rows: a scan, as only an inconsistent input can bring it about. */
    private int bestPositive(int group) {
        int best = KeyTable.ABSENT;
        for (int i = 0; i < sizes[group]; i++) {
            int entry = heaps[group][i];
            if (weights[entry] > 0 && (best < 0 || compare(entry, best) < 0)) {
                best = entry;
            }
        }
        return best;
    }

    /** The values of entries. */
    public Column gather(int[] entryIdsToRead, int count) {
        return values.gather(entryIdsToRead, count);
    }

    private void rebuild(int group) {
        int[] heap = heaps[group];
        int kept = 0;
        for (int i = 0; i < sizes[group]; i++) {
            if (weights[heap[i]] == 0) {
                entries.remove(heap[i]);
            } else {
                heap[kept++] = heap[i];
            }
        }
        sizes[group] = kept;
        dead[group] = 0;
        for (int i = kept / 2 - 1; i >= 0; i--) {
            siftDown(group, i);
        }
    }

    private void push(int group, int entry) {
        int[] heap = heaps[group];
        int at = sizes[group]++;
        if (heap == null || at == heap.length) {
            heap = heap == null ? new int[4] : Arrays.copyOf(heap, at * 2);
            heaps[group] = heap;
        }
        while (at > 0) {
            int parent = at - 1 >>> 1;
            if (compare(heap[parent], entry) <= 0) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = entry;
    }

    private int pop(int group) {
        int[] heap = heaps[group];
        int top = heap[0];
        heap[0] = heap[--sizes[group]];
        siftDown(group, 0);
        return top;
    }

    private void siftDown(int group, int from) {
        int[] heap = heaps[group];
        int size = sizes[group];
        int entry = heap[from];
        int at = from;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && compare(heap[child + 1], heap[child]) < 0) {
                child++;
            }
            if (compare(entry, heap[child]) <= 0) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = entry;
    }

    private int compare(int left, int right) {
        return values.compareValues(left, right) * direction;
    }

    /** Forgets the values of a group. */
    public void clear(int group) {
        for (int i = 0; i < sizes[group]; i++) {
            entries.remove(heaps[group][i]);
        }
        sizes[group] = 0;
        dead[group] = 0;
        heaps[group] = null;
    }

    /** Estimated heap bytes. */
    public long bytes() {
        return entries.bytes() + weights.length * 8L + entries.limit() * 6L + heaps.length * 16L;
    }
}
