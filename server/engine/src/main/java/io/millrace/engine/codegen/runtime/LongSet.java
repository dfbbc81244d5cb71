package io.millrace.engine.codegen.runtime;

/** A set of longs, for IN over constants; doubles enter by their bits. */
public final class LongSet {

    private final long[] slots;
    private final boolean[] used;
    private final int mask;

    public LongSet(long[] members) {
        int capacity = Integer.highestOneBit(Math.max(4, members.length * 3)) * 2;
        slots = new long[capacity];
        used = new boolean[capacity];
        mask = capacity - 1;
        for (long member : members) {
            int slot = slot(member);
            while (used[slot] && slots[slot] != member) {
                slot = slot + 1 & mask;
            }
            slots[slot] = member;
            used[slot] = true;
        }
    }

    private int slot(long value) {
        long hash = value * 0x9E3779B97F4A7C15L;
        return (int) (hash >>> 32) & mask;
    }

    public boolean contains(long value) {
        int slot = slot(value);
        while (used[slot]) {
            if (slots[slot] == value) {
                return true;
            }
            slot = slot + 1 & mask;
        }
        return false;
    }

    /** The bits by which doubles are compared: one zero. */
    public static long bits(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }
}
