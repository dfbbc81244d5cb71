package io.millrace.engine.state;

import java.util.Arrays;

/**
 * Where ids stand by hash: open addressing, in segments. A full segment is split in two (extendible hashing), so that growth never
 * moves more than one.
 *
 * <p>Each slot holds the 32 bits of hash above the id plus one, 0 when it is empty. The lower bits of a hash choose the slot, those
 * from {@link #SEGMENT_BITS} on the segment.
 */
final class HashIndex {

    /** The bits of a hash that say where in its segment it belongs. */
    static final int SEGMENT_BITS = 16;

    private static final int FIRST_SLOTS = 32;
    private static final int MOST_SLOTS = 1 << SEGMENT_BITS;
    private static final int MOST_DEPTH = Integer.SIZE - SEGMENT_BITS;
    private static final int LARGEST_SEGMENT = 1 << 30;

    private long[][] segments = {new long[FIRST_SLOTS]};
    /** By place in the directory: how many bits tell the segment from others. */
    private byte[] depths = new byte[1];
    /** By the lowest of a segment's places: how many slots are taken. */
    private int[] fills = new int[1];

    /**
     * Reads the slots where a search for each hash begins.
     *
     * <p>In a loop of its own, without a branch: so the processor has many slots underway from memory at a time, and who compares keys
     * afterwards does not wait for the slots to know which way to go (Chen et al., "Improving Hash Join Performance through Prefetching",
     * ICDE 2004: group prefetching).
     */
    void firsts(int[] hashes, int rows, long[] entries) {
        if (segments.length == 1) {
            long[] segment = segments[0];
            int mask = segment.length - 1;
            for (int row = 0; row < rows; row++) {
                entries[row] = segment[hashes[row] & mask];
            }
            return;
        }
        long[][] all = segments;
        int last = all.length - 1;
        for (int row = 0; row < rows; row++) {
            long[] segment = all[hashes[row] >>> SEGMENT_BITS & last];
            entries[row] = segment[hashes[row] & segment.length - 1];
        }
    }

    /** The segment where a hash belongs. */
    long[] segment(int hash) {
        return segments[place(hash)];
    }

    private int place(int hash) {
        return hash >>> SEGMENT_BITS & segments.length - 1;
    }

    /** Puts an id into the first empty slot at or after a slot of its hash's segment. */
    void add(int hash, int id) {
        put(segment(hash), (long) hash << 32 | id + 1);
        count(place(hash));
    }

    /** Puts an id into an empty slot of its hash's segment, the first one at or after the hash's own. */
    void put(long[] segment, int hash, int id, int slot) {
        segment[slot] = (long) hash << 32 | id + 1;
        count(place(hash));
    }

    private void count(int place) {
        int lowest = place & (1 << depths[place]) - 1;
        if (++fills[lowest] > segments[lowest].length / 2) {
            grow(lowest);
        }
    }

    private static void put(long[] segment, long entry) {
        int mask = segment.length - 1;
        int slot = (int) (entry >>> 32) & mask;
        while (segment[slot] != 0) {
            slot = slot + 1 & mask;
        }
        segment[slot] = entry;
    }

    private void grow(int lowest) {
        long[] segment = segments[lowest];
        if (segment.length < MOST_SLOTS || depths[lowest] == MOST_DEPTH) {
            if (segment.length < LARGEST_SEGMENT) {
                long[] larger = new long[segment.length * 2];
                copy(segment, larger);
                replace(lowest, depths[lowest], larger);
            }
            return;
        }
        split(lowest);
    }

    private static void copy(long[] from, long[] to) {
        for (long entry : from) {
            if (entry != 0) {
                put(to, entry);
            }
        }
    }

    private void replace(int lowest, int depth, long[] segment) {
        for (int place = lowest; place < segments.length; place += 1 << depth) {
            segments[place] = segment;
            depths[place] = (byte) depth;
        }
    }

    private void split(int lowest) {
        long[] old = segments[lowest];
        int depth = depths[lowest];
        if (1 << depth == segments.length) {
            doubleDirectory();
        }
        int bit = SEGMENT_BITS + depth;
        long[][] halves = {new long[old.length], new long[old.length]};
        int[] counts = new int[2];
        for (long entry : old) {
            if (entry != 0) {
                int half = (int) (entry >>> 32) >>> bit & 1;
                put(halves[half], entry);
                counts[half]++;
            }
        }
        int upper = lowest + (1 << depth);
        replace(lowest, depth + 1, halves[0]);
        replace(upper, depth + 1, halves[1]);
        fills[lowest] = counts[0];
        fills[upper] = counts[1];
        if (counts[0] > old.length / 2) {
            grow(lowest);
        } else if (counts[1] > old.length / 2) {
            grow(upper);
        }
    }

    private void doubleDirectory() {
        int length = segments.length;
        segments = Arrays.copyOf(segments, length * 2);
        System.arraycopy(segments, 0, segments, length, length);
        depths = Arrays.copyOf(depths, length * 2);
        System.arraycopy(depths, 0, depths, length, length);
        fills = Arrays.copyOf(fills, length * 2);
    }

    /** Takes an id out; it must be there. Later entries of its run move up, so that searches need no tombstones. */
    void remove(int hash, int id) {
        int place = place(hash);
        long[] segment = segments[place];
        int mask = segment.length - 1;
        long entry = (long) hash << 32 | id + 1;
        int hole = hash & mask;
        while (segment[hole] != entry) {
            if (segment[hole] == 0) {
                throw new IllegalStateException("id " + id + " is not in the index");
            }
            hole = hole + 1 & mask;
        }
        fills[place & (1 << depths[place]) - 1]--;
        for (int slot = hole + 1 & mask; segment[slot] != 0; slot = slot + 1 & mask) {
            int home = (int) (segment[slot] >>> 32) & mask;
            if ((slot - home & mask) >= (slot - hole & mask)) {
                segment[hole] = segment[slot];
                hole = slot;
            }
        }
        segment[hole] = 0;
    }

    /** Takes all ids out. */
    void clear() {
        if (segments.length > 1) {
            segments = new long[][] {new long[MOST_SLOTS]};
            depths = new byte[1];
            fills = new int[1];
        } else if (fills[0] < segments[0].length / 32) {
            segments[0] = new long[Math.max(FIRST_SLOTS, segments[0].length / 8)];
        } else {
            Arrays.fill(segments[0], 0);
        }
        fills[0] = 0;
    }

    long bytes() {
        long bytes = segments.length * 9L;
        for (int place = 0; place < segments.length; place++) {
            bytes += place < 1 << depths[place] ? segments[place].length * 8L : 0;
        }
        return bytes;
    }
}
