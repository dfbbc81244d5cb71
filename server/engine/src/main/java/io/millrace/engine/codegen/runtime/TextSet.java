package io.millrace.engine.codegen.runtime;

import java.util.Arrays;

/** A set of texts, for IN over constants. */
public final class TextSet {

    private final byte[][] slots;
    private final int mask;

    public TextSet(byte[][] members) {
        int capacity = Integer.highestOneBit(Math.max(4, members.length * 3)) * 2;
        slots = new byte[capacity][];
        mask = capacity - 1;
        for (byte[] member : members) {
            int slot = Text.hash(member, 0, member.length) & mask;
            while (slots[slot] != null && !Arrays.equals(slots[slot], member)) {
                slot = slot + 1 & mask;
            }
            slots[slot] = member;
        }
    }

    public boolean contains(byte[] data, int start, int length) {
        int slot = Text.hash(data, start, length) & mask;
        while (slots[slot] != null) {
            byte[] member = slots[slot];
            if (Text.equal(member, 0, member.length, data, start, length)) {
                return true;
            }
            slot = slot + 1 & mask;
        }
        return false;
    }
}
