package io.millrace.engine.state;

import java.util.Arrays;

/**
 * Finds what has expired: ids by time, in buckets of about a second, each a doubly linked list.
 *
 * <p>Adding and removing cost a constant; expiry costs the expired ids and those of the one bucket that the bound cuts.
 */
public final class TimeIndex {

    private static final int BUCKET_BITS = 10;
    private static final int FIRST_CAPACITY = 16;
    private static final int NONE = -1;

    private long[] bucketOf = new long[FIRST_CAPACITY];
    private int[] headOf = new int[FIRST_CAPACITY];
    private int buckets;
    private int[] slots = new int[FIRST_CAPACITY * 4];
    private int lastBucket = NONE;
    private long least = Long.MAX_VALUE;
    private long greatest = Long.MIN_VALUE;

    private long[] times = new long[FIRST_CAPACITY];
    private int[] next = new int[FIRST_CAPACITY];
    private int[] previous = new int[FIRST_CAPACITY];
    private boolean[] present = new boolean[FIRST_CAPACITY];

    /** Adds an id that is not in the index. */
    public void add(int id, long time) {
        if (id >= times.length) {
            int capacity = Math.max(id + 1, times.length * 2);
            times = Arrays.copyOf(times, capacity);
            next = Arrays.copyOf(next, capacity);
            previous = Arrays.copyOf(previous, capacity);
            present = Arrays.copyOf(present, capacity);
        }
        int bucket = bucket(time >> BUCKET_BITS);
        int head = headOf[bucket];
        times[id] = time;
        next[id] = head;
        previous[id] = NONE;
        present[id] = true;
        if (head != NONE) {
            previous[head] = id;
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
        int earliest = NONE;
        for (int bucket = 0; bucket < buckets; bucket++) {
            if (headOf[bucket] != NONE && (earliest == NONE || bucketOf[bucket] < bucketOf[earliest])) {
                earliest = bucket;
            }
        }
        long next = Long.MAX_VALUE;
        for (int id = earliest == NONE ? NONE : headOf[earliest]; id != NONE; id = this.next[id]) {
            next = Math.min(next, times[id]);
        }
        return next;
    }

    /** Removes all ids. */
    public void clear() {
        Arrays.fill(present, false);
        buckets = 0;
        least = Long.MAX_VALUE;
        greatest = Long.MIN_VALUE;
        reindex(FIRST_CAPACITY * 4);
    }

    /** Removes an id, if it is in the index. */
    public void remove(int id) {
        if (id >= present.length || !present[id]) {
            return;
        }
        present[id] = false;
        if (previous[id] != NONE) {
            next[previous[id]] = next[id];
        } else {
            headOf[bucket(times[id] >> BUCKET_BITS)] = next[id];
        }
        if (next[id] != NONE) {
            previous[next[id]] = previous[id];
        }
    }

    public boolean contains(int id) {
        return id < present.length && present[id];
    }

    public long time(int id) {
        return times[id];
    }

    /** Removes and returns all ids whose time is at most {@code bound}; the order depends only on the order of additions. */
    public int[] expire(long bound) {
        if (least > bound) {
            return new int[0];
        }
        int[] expired = new int[FIRST_CAPACITY];
        int count = 0;
        long lastExpired = bound >> BUCKET_BITS;
        least = Long.MAX_VALUE;
        int kept = 0;
        for (int bucket = 0; bucket < buckets; bucket++) {
            int id = headOf[bucket];
            boolean whole = bucketOf[bucket] < lastExpired;
            if (!whole && bucketOf[bucket] > lastExpired) {
                least = id == NONE ? least : Math.min(least, bucketOf[bucket] << BUCKET_BITS);
                id = NONE;
            }
            while (id != NONE) {
                int following = next[id];
                if (times[id] <= bound) {
                    if (count == expired.length) {
                        expired = Arrays.copyOf(expired, count * 2);
                    }
                    expired[count++] = id;
                    remove(id, bucket);
                } else {
                    least = Math.min(least, times[id]);
                }
                id = following;
            }
            if (headOf[bucket] != NONE) {
                bucketOf[kept] = bucketOf[bucket];
                headOf[kept++] = headOf[bucket];
            }
        }
        buckets = kept;
        if (kept == 0) {
            greatest = Long.MIN_VALUE;
        }
        reindex(slots.length);
        return Arrays.copyOf(expired, count);
    }

    private void remove(int id, int bucket) {
        present[id] = false;
        if (previous[id] != NONE) {
            next[previous[id]] = next[id];
        } else {
            headOf[bucket] = next[id];
        }
        if (next[id] != NONE) {
            previous[next[id]] = previous[id];
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
        if (buckets == bucketOf.length) {
            bucketOf = Arrays.copyOf(bucketOf, buckets * 2);
            headOf = Arrays.copyOf(headOf, buckets * 2);
        }
        bucketOf[buckets] = key;
        headOf[buckets] = NONE;
        lastBucket = buckets++;
        slots[slot] = buckets;
        if (buckets > slots.length / 2) {
            reindex(slots.length * 2);
        }
        return lastBucket;
    }

    private void reindex(int capacity) {
        lastBucket = NONE;
        slots = new int[capacity];
        for (int bucket = 0; bucket < buckets; bucket++) {
            int slot = slot(bucketOf[bucket]);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = bucket + 1;
        }
        lastBucket = buckets - 1;
    }

    private int slot(long key) {
        long mixed = key * 0x9E3779B97F4A7C15L;
        return (int) (mixed >>> 32) & slots.length - 1;
    }

    /** Estimated heap bytes. */
    public long bytes() {
        return bucketOf.length * 12L + slots.length * 4L + times.length * 17L;
    }
}
