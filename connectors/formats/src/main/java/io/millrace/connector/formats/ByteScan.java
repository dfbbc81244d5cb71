package io.millrace.connector.formats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at byte arrays eight bytes at a time. The first byte of a word is its lowest one. */
public final class ByteScan {

    /** The highest bit of every byte of a word: how the searches mark what they found. */
    public static final long HIGH_BITS = 0x8080808080808080L;

    private static final long LOW_BITS = 0x0101010101010101L;
    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ByteScan() {}

    /** The eight bytes from {@code index} on; the array must hold them. */
    public static long word(byte[] bytes, int index) {
        return (long) WORDS.get(bytes, index);
    }

    /** A word whose eight bytes all are {@code value}. */
    public static long repeat(byte value) {
        return (value & 0xFF) * LOW_BITS;
    }

    /** Marks the bytes of {@code word} that are zero; marks above the first one may be wrong. */
    public static long zeros(long word) {
        return (word - LOW_BITS) & ~word & HIGH_BITS;
    }

    /** The place (0–7) of the first marked byte; {@code marks} is not zero. */
    public static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** Where {@code value} comes first in {@code bytes[from .. to)}; {@code to} when it does not. */
    public static int indexOf(byte[] bytes, byte value, int from, int to) {
        long pattern = repeat(value);
        int index = from;
        for (; index + 8 <= to; index += 8) {
            long marks = zeros(word(bytes, index) ^ pattern);
            if (marks != 0) {
                return index + first(marks);
            }
        }
        while (index < to && bytes[index] != value) {
            index++;
        }
        return index;
    }

    /** Where {@code value} comes last in {@code bytes[from .. to)}; {@code from - 1} when it does not. */
    public static int lastIndexOf(byte[] bytes, byte value, int from, int to) {
        int index = to - 1;
        while (index >= from && bytes[index] != value) {
            index--;
        }
        return index;
    }

    /** Whether all of {@code bytes[from .. to)} are ASCII. */
    public static boolean isAscii(byte[] bytes, int from, int to) {
        int index = from;
        for (; index + 8 <= to; index += 8) {
            if ((word(bytes, index) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; index < to; index++) {
            if (bytes[index] < 0) {
                return false;
            }
        }
        return true;
    }
}
