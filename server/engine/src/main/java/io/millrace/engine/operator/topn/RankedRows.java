package io.millrace.engine.operator.topn;

import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.IdSort;
import io.millrace.engine.operator.RowOrder;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.cell.ByteCells;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.Versions;
import java.util.Arrays;

/**
 * The rows of each partition in order: the best ones in a sorted array, the others, where they must be kept, in a heap. Every row
 * of the array comes before every row of the heap.
 */
final class RankedRows {

    private static final byte NOWHERE = 0;
    private static final byte BEST = 1;
    private static final byte REST = 2;
    private static final byte DEAD_IN_REST = 3;
    private static final int LEAST_DEAD = 64;

    /** More than there can be, and small enough to count on. */
    private static final long ALL = Long.MAX_VALUE / 4;

    private final RowBag rows;
    private final RowOrder order;
    private final long wanted;
    private final long most;
    private final LongCells prefixes = new LongCells(Versions.NONE);
    private final ByteCells place = new ByteCells(Versions.NONE);
    private int[][] best = new int[0][];
    private long[][] bestPrefixes = new long[0][];
    private final IntCells bestSizes = new IntCells(Versions.NONE);
    private final LongCells bestWeights = new LongCells(Versions.NONE);
    /** Beyond which prefix rows are not wanted any more; only kept where rows never go. */
    private final LongCells bounds = new LongCells(Versions.NONE, Long.MAX_VALUE);

    private int[][] rest;
    private final IntCells restSizes = new IntCells(Versions.NONE);
    private final IntCells restDead = new IntCells(Versions.NONE);

    /**
     * @param wanted total weight that the array must reach as long as there are rows
     * @param keepRest whether rows beyond can come back, because better ones can go
     */
    RankedRows(RowBag rows, RowOrder order, long wanted, boolean keepRest) {
        this.rows = rows;
        this.order = order;
        this.wanted = Math.min(wanted, ALL);
        this.most = keepRest ? this.wanted * 2 + 16 : this.wanted;
        if (keepRest) {
            rest = new int[0][];
        }
    }

    void reservePartitions(int partitions) {
        if (partitions <= best.length) {
            return;
        }
        int capacity = Math.max(partitions, best.length * 2);
        best = Arrays.copyOf(best, capacity);
        bestPrefixes = Arrays.copyOf(bestPrefixes, capacity);
        bestSizes.reserve(capacity);
        bestWeights.reserve(capacity);
        bounds.reserve(capacity);
        if (rest != null) {
            rest = Arrays.copyOf(rest, capacity);
            restSizes.reserve(capacity);
            restDead.reserve(capacity);
        }
    }

    void reserveRows(int limit) {
        prefixes.reserve(limit);
        place.reserve(limit);
    }

    void setPrefix(int id, long prefix) {
        prefixes.set(id, prefix);
    }

    /** Whether a row with this prefix can be told to be beyond the wanted ones; only where rows never go. */
    boolean isBeyond(int partition, long prefix) {
        return wanted == 0 || prefix > bounds.get(partition);
    }

    private void bound(int partition) {
        boolean full = bestSizes.get(partition) > 0 && bestWeights.get(partition) >= wanted;
        bounds.set(partition, full ? lastPrefix(partition) : Long.MAX_VALUE);
    }

    int[] best(int partition) {
        return best[partition];
    }

    int bestSize(int partition) {
        return bestSizes.get(partition);
    }

    private int compare(int left, int right) {
        int decided = Long.compare(prefixes.get(left), prefixes.get(right));
        return decided != 0 ? decided : order.compare(left, right);
    }

    /** Adds a row of an input that only grows; rows that fall beyond the wanted ones go to {@code dropped}. */
    void insert(int partition, int id, IdList dropped) {
        insertBest(partition, id);
        while (bestSizes.get(partition) > 0 && bestWeights.get(partition) - rows.weight(last(partition)) >= wanted) {
            int out = last(partition);
            bestSizes.add(partition, -1);
            bestWeights.add(partition, -rows.weight(out));
            place.set(out, NOWHERE);
            dropped.add(out);
        }
        bound(partition);
    }

    private long lastPrefix(int partition) {
        return bestPrefixes[partition][bestSizes.get(partition) - 1];
    }

    private int last(int partition) {
        return best[partition][bestSizes.get(partition) - 1];
    }

    private void insertBest(int partition, int id) {
        int size = bestSizes.get(partition);
        if (best[partition] == null || size == best[partition].length) {
            growBest(partition, size);
        }
        int[] ids = best[partition];
        long[] keys = bestPrefixes[partition];
        int at = position(partition, id);
        System.arraycopy(ids, at, ids, at + 1, size - at);
        System.arraycopy(keys, at, keys, at + 1, size - at);
        ids[at] = id;
        keys[at] = prefixes.get(id);
        bestSizes.add(partition, 1);
        bestWeights.add(partition, rows.weight(id));
        place.set(id, BEST);
    }

    private void growBest(int partition, int size) {
        if (size == 0) {
            int capacity = (int) Math.min(4, wanted + 1);
            best[partition] = new int[capacity];
            bestPrefixes[partition] = new long[capacity];
        } else {
            int capacity = (int) Math.max(size + 1L, Math.min(size * 2L, most + 1));
            best[partition] = Arrays.copyOf(best[partition], capacity);
            bestPrefixes[partition] = Arrays.copyOf(bestPrefixes[partition], capacity);
        }
    }

    /** Where a row stands or belongs among the best rows. */
    private int position(int partition, int id) {
        int[] ids = best[partition];
        long[] keys = bestPrefixes[partition];
        long key = prefixes.get(id);
        int low = 0;
        int high = bestSizes.get(partition);
        while (low < high) {
            int middle = low + high >>> 1;
            if (keys[middle] < key || (keys[middle] == key && order.compare(ids[middle], id) < 0)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Puts a row where its changed weight belongs; {@link #balance} must follow for the partition. */
    void update(int partition, int id) {
        boolean present = rows.weight(id) > 0;
        if (place.get(id) == REST && !present) {
            place.set(id, DEAD_IN_REST);
            restDead.add(partition, 1);
        } else if (place.get(id) == DEAD_IN_REST && present) {
            place.set(id, REST);
            restDead.add(partition, -1);
        } else if (present && place.get(id) == NOWHERE) {
            if (restSizes.get(partition) == 0 || isBeforeLast(partition, id)) {
                insertBest(partition, id);
            } else {
                pushRest(partition, id);
            }
        } else if (!present && place.get(id) == BEST) {
            int at = position(partition, id);
            bestSizes.add(partition, -1);
            int moved = bestSizes.get(partition) - at;
            System.arraycopy(best[partition], at + 1, best[partition], at, moved);
            System.arraycopy(bestPrefixes[partition], at + 1, bestPrefixes[partition], at, moved);
            place.set(id, NOWHERE);
        }
    }

    private boolean isBeforeLast(int partition, int id) {
        return bestSizes.get(partition) > 0 && compare(id, last(partition)) < 0;
    }

    /** Moves rows between array and heap until the array holds enough and not too much. */
    void balance(int partition, IdList dropped) {
        long weight = 0;
        for (int i = 0; i < bestSizes.get(partition); i++) {
            weight += rows.weight(best[partition][i]);
        }
        bestWeights.set(partition, weight);
        while (bestSizes.get(partition) > 0 && bestWeights.get(partition) - rows.weight(last(partition)) >= most) {
            int out = last(partition);
            bestSizes.add(partition, -1);
            bestWeights.add(partition, -rows.weight(out));
            pushRest(partition, out);
        }
        while (bestWeights.get(partition) < wanted && restSizes.get(partition) > 0) {
            int id = popRest(partition);
            place.set(id, NOWHERE);
            if (rows.weight(id) > 0) {
                insertBest(partition, id);
            } else {
                restDead.add(partition, -1);
                dropped.add(id);
            }
        }
        if (restDead.get(partition) > LEAST_DEAD && restDead.get(partition) > restSizes.get(partition) / 2) {
            rebuildRest(partition, dropped);
        }
    }

    /** Whether a row without weight can be removed at once: it is not in the heap. */
    boolean isFree(int id) {
        return place.get(id) == NOWHERE;
    }

    private void pushRest(int partition, int id) {
        int at = restSizes.get(partition);
        restSizes.add(partition, 1);
        int[] heap = rest[partition];
        if (heap == null || at == heap.length) {
            heap = heap == null ? new int[4] : Arrays.copyOf(heap, at * 2);
            rest[partition] = heap;
        }
        place.set(id, REST);
        while (at > 0) {
            int parent = at - 1 >>> 1;
            if (compare(heap[parent], id) <= 0) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = id;
    }

    private int popRest(int partition) {
        int[] heap = rest[partition];
        int top = heap[0];
        restSizes.add(partition, -1);
        heap[0] = heap[restSizes.get(partition)];
        siftDown(heap, restSizes.get(partition), 0);
        return top;
    }

    private void siftDown(int[] heap, int size, int from) {
        int id = heap[from];
        int at = from;
        while (2 * at + 1 < size) {
            int child = 2 * at + 1;
            if (child + 1 < size && compare(heap[child + 1], heap[child]) < 0) {
                child++;
            }
            if (compare(id, heap[child]) <= 0) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = id;
    }

    private void rebuildRest(int partition, IdList dropped) {
        int[] heap = rest[partition];
        int kept = 0;
        for (int i = 0; i < restSizes.get(partition); i++) {
            if (rows.weight(heap[i]) > 0) {
                heap[kept++] = heap[i];
            } else {
                place.set(heap[i], NOWHERE);
                dropped.add(heap[i]);
            }
        }
        restSizes.set(partition, kept);
        restDead.set(partition, 0);
        for (int i = kept / 2 - 1; i >= 0; i--) {
            siftDown(heap, kept, i);
        }
    }

    /** Forgets a partition; all its rows go to {@code dropped}. */
    void remove(int partition, IdList dropped) {
        for (int i = 0; i < bestSizes.get(partition); i++) {
            place.set(best[partition][i], NOWHERE);
            dropped.add(best[partition][i]);
        }
        for (int i = 0; rest != null && i < restSizes.get(partition); i++) {
            place.set(rest[partition][i], NOWHERE);
            dropped.add(rest[partition][i]);
        }
        best[partition] = null;
        bestPrefixes[partition] = null;
        bestSizes.set(partition, 0);
        bestWeights.set(partition, 0);
        bounds.set(partition, Long.MAX_VALUE);
        if (rest != null) {
            rest[partition] = null;
            restSizes.set(partition, 0);
            restDead.set(partition, 0);
        }
    }

    /** Forgets all partitions, which {@link #rebuild} then fills one by one. */
    void clear() {
        Arrays.fill(best, null);
        Arrays.fill(bestPrefixes, null);
        if (rest != null) {
            Arrays.fill(rest, null);
        }
        for (int partition = 0; partition < bestSizes.capacity(); partition++) {
            bestSizes.set(partition, 0);
            bestWeights.set(partition, 0);
            bounds.set(partition, Long.MAX_VALUE);
        }
        for (int partition = 0; partition < restSizes.capacity(); partition++) {
            restSizes.set(partition, 0);
            restDead.set(partition, 0);
        }
        for (int id = 0; id < place.capacity(); id++) {
            place.set(id, NOWHERE);
        }
    }

    /** Orders the rows of a partition anew; their prefixes are known. */
    void rebuild(int partition, int[] ids) {
        IdSort.sort(ids, ids.length, this::compare);
        for (int id : ids) {
            if (rows.weight(id) > 0 && (rest == null || bestWeights.get(partition) < wanted)) {
                insertBest(partition, id);
            } else if (rows.weight(id) > 0) {
                pushRest(partition, id);
            } else if (rows.weight(id) == 0 && rest != null) {
                pushRest(partition, id);
                place.set(id, DEAD_IN_REST);
                restDead.add(partition, 1);
            }
        }
        bound(partition);
    }

    /** Whether a partition has no rows. */
    boolean isEmpty(int partition) {
        return bestSizes.get(partition) == 0 && (rest == null || restSizes.get(partition) == 0);
    }

    long bytes() {
        return prefixes.bytes() + place.bytes() + best.length * 80L + place.capacity() * 12L;
    }
}
