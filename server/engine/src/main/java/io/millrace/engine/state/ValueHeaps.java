package io.millrace.engine.state;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.PartedState;
import io.millrace.engine.state.cell.Versions;
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
 * {@code O(log n)} amortized. The entries and weights are stored, the heaps derived.
 */
public final class ValueHeaps extends PartedState {

    private static final int LEAST_DEAD = 16;

    private final KeyTable entries;
    private final ColumnStore values;
    private final int direction;
    private final LongCells weights;
    private int[] entryIds = new int[0];
    private int[][] heaps = new int[0][];
    private final IntCells sizes = new IntCells(Versions.NONE);
    private final IntCells dead = new IntCells(Versions.NONE);

    /**
     * @param greatest whether the best value is the greatest one
     * @param versions NONE for scratch space
     */
    public ValueHeaps(Type type, boolean greatest, Versions versions, ClassCompiler compiler) {
        entries = KeyTable.create(List.of(Type.INTEGER, type), versions, compiler);
        values = entries.store(1);
        weights = new LongCells(versions);
        direction = greatest ? -1 : 1;
        part("entries", entries);
        part("weights", weights);
    }

    /** Makes room for the groups below {@code groups}. */
    public void reserve(int groups) {
        if (groups > heaps.length) {
            heaps = Arrays.copyOf(heaps, Math.max(groups, heaps.length * 2));
            sizes.reserve(heaps.length);
            dead.reserve(heaps.length);
        }
    }

    /** Adds values with their weights, none of them zero or null. */
    public void add(Column column, int[] groups, int rows, long[] rowWeights) {
        if (entryIds.length < rows) {
            entryIds = new int[rows];
        }
        entries.findOrAdd(new Column[] {new IntColumn(rows, groups, null), column}, rows, entryIds);
        weights.reserve(entries.limit());
        for (int i = 0; i < entries.addedCount(); i++) {
            int entry = entries.added()[i];
            weights.set(entry, 0);
            int group = group(entry);
            dead.add(group, 1);
            push(group, entry);
        }
        for (int row = 0; row < rows; row++) {
            int entry = entryIds[row];
            long before = weights.get(entry);
            long after = before + rowWeights[row];
            weights.set(entry, after);
            if (before == 0) {
                dead.add(groups[row], -1);
            } else if (after == 0) {
                dead.add(groups[row], 1);
            }
        }
    }

    private int group(int entry) {
        return ((IntStore) entries.store(0)).value(entry);
    }

    /** The entry of the best value of a group, or −1 when it has none; readable through {@link #gather} until the next change. */
    public int best(int group) {
        if (dead.get(group) > LEAST_DEAD && dead.get(group) > sizes.get(group) / 2) {
            dropDead(group);
        }
        while (sizes.get(group) > 0 && weights.get(heaps[group][0]) == 0) {
            entries.remove(pop(group));
            dead.add(group, -1);
        }
        if (sizes.get(group) == 0) {
            return KeyTable.ABSENT;
        }
        int top = heaps[group][0];
        return weights.get(top) > 0 ? top : bestPositive(group);
    }

    /** The best of a heap whose top owes rows: a scan, as only an inconsistent input can bring it about. */
    private int bestPositive(int group) {
        int best = KeyTable.ABSENT;
        for (int i = 0; i < sizes.get(group); i++) {
            int entry = heaps[group][i];
            if (weights.get(entry) > 0 && (best < 0 || compare(entry, best) < 0)) {
                best = entry;
            }
        }
        return best;
    }

    /** The values of entries. */
    public Column gather(int[] entryIdsToRead, int count) {
        return values.gather(entryIdsToRead, count);
    }

    private void dropDead(int group) {
        int[] heap = heaps[group];
        int kept = 0;
        for (int i = 0; i < sizes.get(group); i++) {
            if (weights.get(heap[i]) == 0) {
                entries.remove(heap[i]);
            } else {
                heap[kept++] = heap[i];
            }
        }
        sizes.set(group, kept);
        dead.set(group, 0);
        for (int i = kept / 2 - 1; i >= 0; i--) {
            siftDown(group, i);
        }
    }

    private void push(int group, int entry) {
        int[] heap = heaps[group];
        int at = sizes.get(group);
        sizes.set(group, at + 1);
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
        int size = sizes.get(group) - 1;
        sizes.set(group, size);
        heap[0] = heap[size];
        siftDown(group, 0);
        return top;
    }

    private void siftDown(int group, int from) {
        int[] heap = heaps[group];
        int size = sizes.get(group);
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
        for (int i = 0; i < sizes.get(group); i++) {
            entries.remove(heaps[group][i]);
        }
        sizes.set(group, 0);
        dead.set(group, 0);
        heaps[group] = null;
    }

    @Override
    public void rebuild() {
        super.rebuild();
        Arrays.fill(heaps, null);
        for (int group = 0; group < sizes.capacity(); group++) {
            sizes.set(group, 0);
            dead.set(group, 0);
        }
        for (int entry : entries.ids()) {
            int group = group(entry);
            reserve(group + 1);
            push(group, entry);
            dead.add(group, weights.get(entry) == 0 ? 1 : 0);
        }
    }

    /** Estimated heap bytes. */
    @Override
    public long bytes() {
        return super.bytes() + entries.limit() * 6L + heaps.length * 16L;
    }
}
