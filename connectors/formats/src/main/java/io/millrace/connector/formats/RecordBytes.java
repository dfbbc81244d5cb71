package io.millrace.connector.formats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Growing bytes of the records that a writer makes: numbers and times are written without a string for each. */
public final class RecordBytes {

    private static final int FIRST = 1 << 12;
    private static final int MOST_DIGITS = 20;

    private byte[] bytes = new byte[FIRST];
    private int size;

    public void put(char ascii) {
        ensure(1);
        bytes[size++] = (byte) ascii;
    }

    public void put(byte[] source, int start, int length) {
        ensure(length);
        System.arraycopy(source, start, bytes, size, length);
        size += length;
    }

    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    public void put(String text) {
        put(text.getBytes(StandardCharsets.UTF_8));
    }

    public void putNumber(long value) {
        if (value == Long.MIN_VALUE) {
            put(Long.toString(value));
            return;
        }
        if (value < 0) {
            put('-');
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long more = rest / 10; more != 0; more /= 10) {
            digits++;
        }
        putDigits(rest, digits);
    }

    /** The last {@code count} digits of a number that is not negative, with zeros before them. */
    public void putDigits(long value, int count) {
        ensure(Math.max(count, MOST_DIGITS));
        long rest = value;
        for (int i = size + count - 1; i >= size; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += count;
    }

    /** Writes everything and begins anew. */
    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }

    public void clear() {
        size = 0;
    }

    /** The bytes, of which the first {@link #size} count; valid until more are put. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}
