package io.millrace.engine.codegen.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds bytes eight at a time, in the registers of the CPU (SWAR). */
public final class ByteSearch {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7F7F7F7F7F7F7F7FL;
    private static final long HIGH_BITS = ~LOW_BITS;

    private ByteSearch() {}

    /** The high bit of each byte of {@code word} that equals the byte repeated in {@code pattern}. */
    private static long matches(long word, long pattern) {
        long difference = word ^ pattern;
        return ~((difference & LOW_BITS) + LOW_BITS | difference | LOW_BITS);
    }

    /** The position of the first such byte in {@code from .. end}, or -1. */
    public static int indexOf(byte[] data, int from, int end, byte wanted) {
        return indexOf(data, from, end, wanted, 1);
    }

    /** The position of the {@code ordinal}-th (from 1) such byte in {@code from .. end}, or -1. */
    public static int indexOf(byte[] data, int from, int end, byte wanted, long ordinal) {
        long pattern = (wanted & 0xFF) * ONES;
        long left = ordinal;
        int i = from;
        for (; i + 8 <= end; i += 8) {
            long matches = matches((long) LONGS.get(data, i), pattern);
            int count = Long.bitCount(matches);
            if (count >= left) {
                for (; left > 1; left--) {
                    matches &= matches - 1;
                }
                return i + (Long.numberOfTrailingZeros(matches) >>> 3);
            }
            left -= count;
        }
        for (; i < end; i++) {
            if (data[i] == wanted && --left == 0) {
                return i;
            }
        }
        return -1;
    }

    /** The position of a needle of at least 2 bytes in {@code from .. end}, or -1: candidates agree in the first two bytes. */
    public static int indexOf(byte[] data, int from, int end, byte[] needle, int needleStart, int needleLength) {
        long firsts = (needle[needleStart] & 0xFF) * ONES;
        long seconds = (needle[needleStart + 1] & 0xFF) * ONES;
        int last = end - needleLength;
        int i = from;
        for (; i <= last && i + 9 <= end; i += 8) {
            long difference = ((long) LONGS.get(data, i) ^ firsts) | ((long) LONGS.get(data, i + 1) ^ seconds);
            long candidates = difference - ONES & ~difference & HIGH_BITS; // may name bytes after a true one, too
            for (; candidates != 0; candidates &= candidates - 1) {
                int at = i + (Long.numberOfTrailingZeros(candidates) >>> 3);
                if (at <= last && matchesAt(data, at, needle, needleStart, needleLength)) {
                    return at;
                }
            }
        }
        for (; i <= last; i++) {
            if (matchesAt(data, i, needle, needleStart, needleLength)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean matchesAt(byte[] data, int at, byte[] needle, int needleStart, int needleLength) {
        for (int i = 0; i < needleLength; i++) {
            if (data[at + i] != needle[needleStart + i]) {
                return false;
            }
        }
        return true;
    }
}
