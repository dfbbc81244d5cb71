package io.millrace.engine.codegen.runtime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads UTF-8 slices: comparison, length, parts and search. Order is by bytes, which is the order of code points. */
public final class Text {

    /** Instead of a slice: no value. */
    public static final long NULL = -1;

    public static final byte[] EMPTY = new byte[0];

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    private Text() {}

    /** A slice in one long. */
    public static long slice(int start, int length) {
        return (long) start << 32 | length;
    }

    public static String string(byte[] data, int start, int length) {
        return new String(data, start, length, StandardCharsets.UTF_8);
    }

    public static boolean equal(byte[] a, int startA, int lengthA, byte[] b, int startB, int lengthB) {
        return lengthA == lengthB && Arrays.equals(a, startA, startA + lengthA, b, startB, startB + lengthB);
    }

    /**
     * Whether the slice is a constant of up to 8 bytes.
     *
     * @param constant its bytes, the first in the lowest byte
     */
    public static boolean equalShort(byte[] a, int start, int length, long constant, int constantLength) {
        if (length != constantLength) {
            return false;
        }
        if (start + 8 <= a.length) {
            return constantLength == 0 || ((long) LONGS.get(a, start) ^ constant) << (64 - 8 * constantLength) == 0;
        }
        for (int i = 0; i < length; i++) {
            if (a[start + i] != (byte) (constant >>> 8 * i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the slice is a constant of 8 to 16 bytes, given as its first and its last 8. */
    public static boolean equalMedium(byte[] a, int start, int length, long head, long tail, int constantLength) {
        return length == constantLength
                && (long) LONGS.get(a, start) == head
                && (long) LONGS.get(a, start + length - 8) == tail;
    }

    public static int compare(byte[] a, int startA, int lengthA, byte[] b, int startB, int lengthB) {
        return Arrays.compareUnsigned(a, startA, startA + lengthA, b, startB, startB + lengthB);
    }

    public static int hash(byte[] data, int start, int length) {
        long hash = length * 0x9E3779B97F4A7C15L;
        int i = start;
        int end = start + length;
        for (; i + 8 <= end; i += 8) {
            hash = (hash ^ (long) LONGS.get(data, i)) * 0xD6E8FEB86659FD93L;
            hash ^= hash >>> 32;
        }
        for (; i < end; i++) {
            hash = (hash ^ data[i]) * 0xD6E8FEB86659FD93L;
        }
        hash ^= hash >>> 32;
        return (int) (hash ^ hash >>> 16);
    }

    /** Whether all bytes are ASCII, so that bytes are characters. */
    public static boolean ascii(byte[] data, int start, int length) {
        int i = start;
        int end = start + length;
        for (; i + 8 <= end; i += 8) {
            if (((long) LONGS.get(data, i) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; i < end; i++) {
            if (data[i] < 0) {
                return false;
            }
        }
        return true;
    }

    /** Number of characters (code points). */
    public static int charLength(byte[] data, int start, int length) {
        if (ascii(data, start, length)) {
            return length;
        }
        int count = 0;
        for (int i = start; i < start + length; i++) {
            count += (data[i] & 0xC0) == 0x80 ? 0 : 1;
        }
        return count;
    }

    /** Where character {@code index} (from 0) starts, at most {@code end}. */
    static int offset(byte[] data, int start, int end, long index) {
        if (index <= 0) {
            return start;
        }
        if (ascii(data, start, (int) Math.min(index, end - start))) {
            int position = (int) Math.min(start + index, end);
            return position;
        }
        int position = start;
        for (long left = index; left > 0 && position < end; left--) {
            position = next(data, position, end);
        }
        return position;
    }

    /** Where the character after the one at {@code position} starts. */
    public static int next(byte[] data, int position, int end) {
        int next = position + 1;
        while (next < end && (data[next] & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }

    /** Characters from position {@code from} (counted from 1) to the end. */
    public static long substring(byte[] data, int start, int length, long from) {
        int first = offset(data, start, start + length, from - 1);
        return slice(first, start + length - first);
    }

    /** {@code count} characters from position {@code from}; positions before 1 count, as the SQL standard says. */
    public static long substring(byte[] data, int start, int length, long from, long count) {
        if (count < 0) {
            throw EvaluationException.invalidArgument("SUBSTRING of negative length " + count);
        }
        int end = start + length;
        int first = offset(data, start, end, from - 1);
        long left = from < 1 ? count + from - 1 : count;
        int last = offset(data, first, end, left);
        return slice(first, last - first);
    }

    /** The first characters; all but the last ones when negative. */
    public static long left(byte[] data, int start, int length, long count) {
        long wanted = count < 0 ? charLength(data, start, length) + count : count;
        return slice(start, offset(data, start, start + length, wanted) - start);
    }

    /** The last characters; all but the first ones when negative. */
    public static long right(byte[] data, int start, int length, long count) {
        long skipped = count < 0 ? -count : charLength(data, start, length) - count;
        int first = offset(data, start, start + length, skipped);
        return slice(first, start + length - first);
    }

    /** Without the given characters at the chosen ends. */
    public static long trim(
            byte[] data,
            int start,
            int length,
            byte[] set,
            int setStart,
            int setLength,
            boolean leading,
            boolean trailing) {
        int first = start;
        int end = start + length;
        while (leading && first < end) {
            int next = next(data, first, end);
            if (!contains(set, setStart, setLength, data, first, next - first)) {
                break;
            }
            first = next;
        }
        while (trailing && first < end) {
            int last = end - 1;
            while (last > first && (data[last] & 0xC0) == 0x80) {
                last--;
            }
            if (!contains(set, setStart, setLength, data, last, end - last)) {
                break;
            }
            end = last;
        }
        return slice(first, end - first);
    }

    /** The byte position of the needle at or after {@code from}, or -1. */
    public static int indexOf(byte[] data, int from, int end, byte[] needle, int needleStart, int needleLength) {
        if (needleLength == 0) {
            return from;
        }
        return needleLength == 1
                ? ByteSearch.indexOf(data, from, end, needle[needleStart])
                : ByteSearch.indexOf(data, from, end, needle, needleStart, needleLength);
    }

    public static boolean contains(
            byte[] data, int start, int length, byte[] needle, int needleStart, int needleLength) {
        return indexOf(data, start, start + length, needle, needleStart, needleLength) >= 0;
    }

    public static boolean startsWith(byte[] data, int start, int length, byte[] head, int headStart, int headLength) {
        return headLength <= length && equal(data, start, headLength, head, headStart, headLength);
    }

    public static boolean endsWith(byte[] data, int start, int length, byte[] tail, int tailStart, int tailLength) {
        return tailLength <= length
                && equal(data, start + length - tailLength, tailLength, tail, tailStart, tailLength);
    }

    /** The position of the needle in characters from 1, or 0. */
    public static int position(byte[] needle, int needleStart, int needleLength, byte[] data, int start, int length) {
        int found = indexOf(data, start, start + length, needle, needleStart, needleLength);
        return found < 0 ? 0 : charLength(data, start, found - start) + 1;
    }

    /** The code point of the first character, or 0 of an empty text. */
    public static int codePoint(byte[] data, int start, int length) {
        if (length == 0) {
            return 0;
        }
        return data[start] >= 0
                ? data[start]
                : string(data, start, next(data, start, start + length) - start).codePointAt(0);
    }
}
