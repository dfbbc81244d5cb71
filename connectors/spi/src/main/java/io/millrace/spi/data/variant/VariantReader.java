package io.millrace.spi.data.variant;

import java.util.Arrays;

/** Reads VARIANT values where they lie. A value is said by its array and where it begins. */
public final class VariantReader {

    private VariantReader() {}

    /** Where the value that begins at {@code start} ends. */
    public static int skip(byte[] data, int start) {
        int at = start;
        int depth = 0;
        do {
            switch (data[at]) {
                case VariantKind.END -> {
                    depth--;
                    at++;
                }
                case VariantKind.ENTRY -> at = textEnd(data, at + 1) + 2;
                case VariantKind.ARRAY, VariantKind.OBJECT -> {
                    depth++;
                    at++;
                }
                default -> at = skipScalar(data, at);
            }
        } while (depth > 0);
        return at;
    }

    private static int skipScalar(byte[] data, int at) {
        return switch (data[at]) {
            case VariantKind.TEXT, VariantKind.BINARY -> textEnd(data, at + 1) + 2;
            case VariantKind.UUID -> at + 1 + 16;
            case VariantKind.DATE, VariantKind.INTERVAL_MONTH -> at + 1 + Integer.BYTES;
            case VariantKind.TIME, VariantKind.INTERVAL_DAY -> at + 1 + Long.BYTES;
            case VariantKind.TIMESTAMP, VariantKind.TIMESTAMP_LTZ -> at + 1 + Long.BYTES + Integer.BYTES;
            default -> VariantNumbers.skip(data, at);
        };
    }

    /** Where the zero at the end of a text is, behind which is a one. */
    static int textEnd(byte[] data, int start) {
        int at = start;
        while (data[at] != VariantKind.END || data[at + 1] == VariantKind.ESCAPE) {
            at++;
        }
        return at;
    }

    /** Where the value of a key of an object begins; −1 when there is no such key, or the value is no object. */
    public static int field(byte[] data, int start, byte[] key, int keyStart, int keyLength) {
        if (data[start] != VariantKind.OBJECT) {
            return -1;
        }
        int at = start + 1;
        while (data[at] == VariantKind.ENTRY) {
            int end = textEnd(data, at + 1);
            if (isKey(data, at + 1, end, key, keyStart, keyLength)) {
                return end + 2;
            }
            at = skip(data, end + 2);
        }
        return -1;
    }

    private static boolean isKey(byte[] data, int start, int end, byte[] key, int keyStart, int keyLength) {
        if (end - start == keyLength) {
            return Arrays.equals(data, start, end, key, keyStart, keyStart + keyLength);
        }
        if (end - start < keyLength) {
            return false;
        }
        int at = start;
        for (int i = keyStart; i < keyStart + keyLength; i++) {
            if (at >= end || data[at] != key[i]) {
                return false;
            }
            at += data[at] == VariantKind.END ? 2 : 1;
        }
        return at == end;
    }

    /**
     * Where an element of an array begins; −1 when there is none, or the value is no array.
     *
     * @param index 0 for the first, −1 for the last
     */
    public static int element(byte[] data, int start, int index) {
        if (data[start] != VariantKind.ARRAY) {
            return -1;
        }
        long wanted = index < 0 ? (long) size(data, start) + index : index;
        int at = start + 1;
        for (long i = 0; i < wanted && data[at] != VariantKind.END; i++) {
            at = skip(data, at);
        }
        return wanted < 0 || data[at] == VariantKind.END ? -1 : at;
    }

    /** The number of elements of an array or of entries of an object, −1 for others. */
    public static int size(byte[] data, int start) {
        if (data[start] != VariantKind.ARRAY && data[start] != VariantKind.OBJECT) {
            return -1;
        }
        int count = 0;
        int at = start + 1;
        while (data[at] != VariantKind.END) {
            at = skip(data, data[at] == VariantKind.ENTRY ? textEnd(data, at + 1) + 2 : at);
            count++;
        }
        return count;
    }

    /** Whether another element of an array, or entry of an object, begins at a place within it. */
    public static boolean hasNext(byte[] data, int at) {
        return data[at] != VariantKind.END;
    }

    /** Where the value of the entry that begins at {@code at} is. */
    public static int entryValue(byte[] data, int at) {
        return textEnd(data, at + 1) + 2;
    }

    /** The key of the entry that begins at {@code at}. */
    public static byte[] entryKey(byte[] data, int at) {
        return text(data, at + 1, textEnd(data, at + 1));
    }

    /** A text or bytes. */
    public static byte[] readBytes(byte[] data, int at) {
        return text(data, at + 1, textEnd(data, at + 1));
    }

    private static byte[] text(byte[] data, int start, int end) {
        byte[] text = new byte[end - start];
        int length = copyText(data, start, end, text, 0);
        return length == text.length ? text : Arrays.copyOf(text, length);
    }

    /** The most bytes of the text that begins at {@code at}. */
    public static int textLength(byte[] data, int at) {
        return textEnd(data, at + 1) - at - 1;
    }

    /** Copies the text that begins at {@code at} into a place that has {@link #textLength} bytes; returns its length. */
    public static int copyText(byte[] data, int at, byte[] target, int to) {
        return copyText(data, at + 1, textEnd(data, at + 1), target, to);
    }

    private static int copyText(byte[] data, int start, int end, byte[] target, int to) {
        int length = 0;
        for (int i = start; i < end; i++) {
            target[to + length++] = data[i];
            if (data[i] == VariantKind.END) {
                i++;
            }
        }
        return length;
    }

    private static int turnedInt(byte[] data, int at) {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | data[at + i] & 0xFF;
        }
        return value ^ Integer.MIN_VALUE;
    }

    /** A date, an interval of months, or a time of day in milliseconds. */
    public static int readInt(byte[] data, int at) {
        return turnedInt(data, at + 1);
    }

    /** A timestamp or an interval, in milliseconds. */
    public static long readMillis(byte[] data, int at) {
        long low = (turnedInt(data, at + 5) ^ Integer.MIN_VALUE) & 0xFFFF_FFFFL;
        return (long) turnedInt(data, at + 1) << 32 | low;
    }

    /** What a timestamp has beyond its milliseconds, in nanoseconds. */
    public static int readNanosOfMilli(byte[] data, int at) {
        return turnedInt(data, at + 1 + Long.BYTES);
    }

    /** Where the 16 bytes of a UUID are. */
    public static int uuidAt(int at) {
        return at + 1;
    }
}
