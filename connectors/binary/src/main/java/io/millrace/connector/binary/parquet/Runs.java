package io.millrace.connector.binary.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Small numbers in runs: of one number, or of several in as few bits as they need. Levels and numbers of dictionaries are written so. */
final class Runs {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int GROUP = 8;
    private static final int MOST_SHIFT = 28;

    private final byte[] bytes;
    private final int end;
    private final int width;
    private final long mask;
    private int at;
    private int left;
    private boolean repeated;
    private int value;
    private long bit;

    /** @param width how many bits a number has */
    Runs(byte[] bytes, int start, int end, int width) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.width = width;
        this.mask = (1L << width) - 1;
        if (width < 0 || width > Integer.SIZE) {
            throw damaged();
        }
    }

    private static IllegalArgumentException damaged() {
        return new IllegalArgumentException("numbers of a page end too early");
    }

    /** How many of the next {@code most} numbers are {@link #value}; 0 when they have to be read one by one. */
    int same(int most) {
        if (left == 0) {
            begin();
        }
        return repeated ? Math.min(left, most) : 0;
    }

    /** The number of which {@link #same} has told. */
    int value() {
        return value;
    }

    /** Passes numbers of which {@link #same} has told. */
    void pass(int count) {
        left -= count;
    }

    int next() {
        if (left == 0) {
            begin();
        }
        left--;
        if (repeated) {
            return value;
        }
        int index = (int) (bit >>> 3);
        long word = index + Long.BYTES <= bytes.length ? (long) LONGS.get(bytes, index) : last(index);
        int number = (int) (word >>> (bit & 7) & mask);
        bit += width;
        return number;
    }

    private long last(int index) {
        long word = 0;
        for (int i = Math.min(bytes.length, index + Long.BYTES) - 1; i >= index; i--) {
            word = word << Byte.SIZE | (bytes[i] & 0xFF);
        }
        return word;
    }

    private void begin() {
        int header = header();
        repeated = (header & 1) == 0;
        int count = header >>> 1;
        if (repeated) {
            left = count;
            value = (int) number((width + GROUP - 1) / GROUP);
        } else {
            long length = (long) count * width;
            // the last group may be cut off behind its last number
            left = (int) Math.min(Integer.MAX_VALUE, (long) count * GROUP);
            bit = (long) at * Byte.SIZE;
            at = (int) Math.min(end, at + length);
        }
        if (left == 0) {
            throw damaged();
        }
    }

    private long number(int length) {
        if (length > end - at) {
            throw damaged();
        }
        long number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << Byte.SIZE | (bytes[at + i] & 0xFF);
        }
        at += length;
        return number;
    }

    private int header() {
        int header = 0;
        for (int shift = 0; shift <= MOST_SHIFT && at < end; shift += 7) {
            byte next = bytes[at++];
            header |= (next & 0x7F) << shift;
            if (next >= 0) {
                return header;
            }
        }
        throw damaged();
    }
}
