package io.millrace.engine.state;

import io.millrace.engine.state.cell.ByteCells;
import io.millrace.engine.state.cell.IntCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.PartedState;
import io.millrace.engine.state.cell.Versions;
import java.util.Arrays;

/**
 * Finds what has expired: ids by time, in buckets of about a second, each a doubly linked list; a heap knows the earliest bucket.
 *
 * <p>Adding and removing cost a constant, and the logarithm of the number of buckets for the first id of a bucket; expiry costs the
 * expired ids and those of the one bucket that the bound cuts.
 *
 * <p>As state, which ids are in it and their times are stored, and the order is derived. Where its owner can tell the times from
 * other state, it is scratch space that the owner fills anew.
 */
public final class TimeIndex extends PartedState {

    private static final int BUCKET_BITS = 10;
    private static final int FIRST_CAPACITY = 16;
    private static final int NONE = -1;
    /** In place of the previous id: the id is not in the index. */
    private static final int ABSENT = -2;

    private long[] bucketOf = new long[FIRST_CAPACITY];
    private int[] headOf = new int[FIRST_CAPACITY];
    private int[] freeBuckets = new int[FIRST_CAPACITY];
    private int freeCount;
    private int buckets;
    private int[] slots = new int[FIRST_CAPACITY * 4];
    private int lastBucket = NONE;
    private int[] heap = new int[FIRST_CAPACITY];
    private int heapSize;
    /** No time is earlier; often the earliest itself. */
    private long least = Long.MAX_VALUE;

    private long greatest = Long.MIN_VALUE;

    private final LongCells times;
    private final IntCells next = new IntCells(Versions.NONE);
    private final IntCells previous = new IntCells(Versions.NONE, ABSENT);
    /** Only in state, where it is what {@link #previous} is derived from. */
    private final ByteCells present;

    /** An index whose owner fills it anew when a batch is taken back or state is read. */
    public TimeIndex() {
        this(Versions.NONE);
    }

    /** @param versions NONE for scratch space, BATCHES for state */
    public TimeIndex(Versions versions) {
        times = new LongCells(versions);
        present = versions == Versions.NONE ? null : new ByteCells(versions);
        if (present != null) {
            part("present", present);
            part("times", times);
        }
    }

    /** Adds an id that is not in the index. */
    public void add(int id, long time) {
        if (id >= previous.capacity()) {
            next.reserve(id + 1);
            previous.reserve(id + 1);
            times.reserve(id + 1);
            if (present != null) {
                present.reserve(id + 1);
            }
        }
        times.set(id, time);
        if (present != null) {
            present.set(id, true);
        }
        link(id, time);
    }

    private void link(int id, long time) {
        int bucket = bucket(time >> BUCKET_BITS);
        int head = headOf[bucket];
        next.set(id, head);
        previous.set(id, NONE);
        if (head != NONE) {
            previous.set(head, id);
        }
        headOf[bucket] = id;
        least = Math.min(least, time);
        greatest = Math.max(greatest, time);
    }

    /** A time that none exceeds: the greatest ever added since the index was empty. */
    public long greatest() {
        return greatest;
    }

    /** The least time in the index, {@code Long.MAX_VALUE} when it is empty. */
    public long next() {
        dropEmptyBuckets();
        least = Long.MAX_VALUE;
        for (int id = heapSize == 0 ? NONE : headOf[heap[0]]; id != NONE; id = next.get(id)) {
            least = Math.min(least, times.get(id));
        }
        return least;
    }

    /** Removes all ids. */
    public void clear() {
        if (present != null) {
            throw new IllegalStateException("state is not cleared at once");
        }
        unlinkAll();
    }

    private void unlinkAll() {
        for (int[] block : previous.blocks()) {
            if (block != null) {
                Arrays.fill(block, ABSENT);
            }
        }
        buckets = 0;
        freeCount = 0;
        heapSize = 0;
        lastBucket = NONE;
        least = Long.MAX_VALUE;
        greatest = Long.MIN_VALUE;
        slots = new int[FIRST_CAPACITY * 4];
    }

    /** Removes an id, if it is in the index. */
    public void remove(int id) {
        if (contains(id)) {
            unlink(id, previous.get(id) == NONE ? bucket(times.get(id) >> BUCKET_BITS) : NONE);
        }
    }

    private void unlink(int id, int bucket) {
        int before = previous.get(id);
        int behind = next.get(id);
        if (before != NONE) {
            next.set(before, behind);
        } else {
            headOf[bucket] = behind;
        }
        if (behind != NONE) {
            previous.set(behind, before);
        }
        previous.set(id, ABSENT);
        if (present != null) {
            present.set(id, false);
        }
    }

    public boolean contains(int id) {
        return id < previous.capacity() && previous.get(id) != ABSENT;
    }

    public long time(int id) {
        return times.get(id);
    }

    /** Removes and returns all ids whose time is at most {@code bound}; the order depends only on the order of additions. */
    public int[] expire(long bound) {
        if (least > bound) {
            return new int[0];
        }
        int[] expired = new int[FIRST_CAPACITY];
        int count = 0;
        dropEmptyBuckets();
        while (heapSize > 0 && bucketOf[heap[0]] <= bound >> BUCKET_BITS) {
            int bucket = heap[0];
            for (int id = headOf[bucket]; id != NONE; id = next.get(id)) {
                if (times.get(id) <= bound) {
                    if (count == expired.length) {
                        expired = Arrays.copyOf(expired, count * 2);
                    }
                    expired[count++] = id;
                    unlink(id, bucket);
                }
            }
            if (headOf[bucket] != NONE) {
                break;
            }
            dropEmptyBuckets();
        }
        next();
        if (heapSize == 0) {
            greatest = Long.MIN_VALUE;
        }
        return Arrays.copyOf(expired, count);
    }

    private void dropEmptyBuckets() {
        while (heapSize > 0 && headOf[heap[0]] == NONE) {
            int bucket = heap[0];
            heap[0] = heap[--heapSize];
            sink();
            forget(bucket);
        }
    }

    private int bucket(long key) {
        if (lastBucket != NONE && bucketOf[lastBucket] == key) {
            return lastBucket;
        }
        int slot = slot(key);
        while (slots[slot] != 0) {
            if (bucketOf[slots[slot] - 1] == key) {
                lastBucket = slots[slot] - 1;
                return lastBucket;
            }
            slot = slot + 1 & slots.length - 1;
        }
        lastBucket = newBucket(key);
        slots[slot] = lastBucket + 1;
        if (heapSize > slots.length / 2) {
            reindex(slots.length * 2);
        }
        return lastBucket;
    }

    private int newBucket(long key) {
        int bucket = freeCount > 0 ? freeBuckets[--freeCount] : buckets++;
        if (bucket == bucketOf.length) {
            bucketOf = Arrays.copyOf(bucketOf, bucket * 2);
            headOf = Arrays.copyOf(headOf, bucket * 2);
            freeBuckets = Arrays.copyOf(freeBuckets, bucket * 2);
            heap = Arrays.copyOf(heap, bucket * 2);
        }
        bucketOf[bucket] = key;
        headOf[bucket] = NONE;
        swim(bucket);
        return bucket;
    }

    /** Takes a bucket out of the hash table; those behind it move up, so that they are still found. */
    private void forget(int bucket) {
        freeBuckets[freeCount++] = bucket;
        lastBucket = NONE;
        int mask = slots.length - 1;
        int hole = slot(bucketOf[bucket]);
        while (slots[hole] != bucket + 1) {
            hole = hole + 1 & mask;
        }
        slots[hole] = 0;
        for (int slot = hole + 1 & mask; slots[slot] != 0; slot = slot + 1 & mask) {
            int home = slot(bucketOf[slots[slot] - 1]);
            if ((slot - home & mask) >= (slot - hole & mask)) {
                slots[hole] = slots[slot];
                slots[slot] = 0;
                hole = slot;
            }
        }
    }

    private void reindex(int capacity) {
        slots = new int[capacity];
        for (int i = 0; i < heapSize; i++) {
            int slot = slot(bucketOf[heap[i]]);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = heap[i] + 1;
        }
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & slots.length - 1;
    }

    private void swim(int bucket) {
        int at = heapSize++;
        while (at > 0 && bucketOf[heap[(at - 1) / 2]] > bucketOf[bucket]) {
            heap[at] = heap[(at - 1) / 2];
            at = (at - 1) / 2;
        }
        heap[at] = bucket;
    }

    /** Lets the bucket that was put at the top sink to its place. */
    private void sink() {
        int at = 0;
        int bucket = heap[0];
        while (2 * at + 1 < heapSize) {
            int child = 2 * at + 1;
            if (child + 1 < heapSize && bucketOf[heap[child + 1]] < bucketOf[heap[child]]) {
                child++;
            }
            if (bucketOf[heap[child]] >= bucketOf[bucket]) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = bucket;
    }

    @Override
    public void rebuild() {
        if (present == null) {
            throw new IllegalStateException("scratch space is filled anew by its owner");
        }
        unlinkAll();
        next.reserve(present.capacity());
        previous.reserve(present.capacity());
        for (int id = 0; id < present.capacity(); id++) {
            if (present.is(id)) {
                link(id, times.get(id));
            }
        }
    }

    /** Estimated heap bytes. */
    @Override
    public long bytes() {
        return bucketOf.length * 20L + slots.length * 4L + next.bytes() + previous.bytes() + times.bytes();
    }
}
