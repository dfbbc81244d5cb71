package io.millrace.connector.binary.avro;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/** Avro's binary encoding in an array that grows. Not thread-safe. */
final class AvroOutput {

    private static final int FIRST = 1 << 12;
    private static final int MOST_BYTES = 10;

    private byte[] bytes = new byte[FIRST];
    private int size;

    private void reserve(int more) {
        if (more > bytes.length - size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }

    void putLong(long value) {
        reserve(MOST_BYTES);
        long rest = value << 1 ^ value >> 63;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** The lowest {@code count} bytes of a number, the lowest first. */
    void putLittleEndian(long value, int count) {
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[size++] = (byte) (value >> Byte.SIZE * i);
        }
    }

    void putBytes(byte[] source, int start, int length) {
        putLong(length);
        put(source, start, length);
    }

    void put(byte[] source, int start, int length) {
        reserve(length);
        System.arraycopy(source, start, bytes, size, length);
        size += length;
    }

    int size() {
        return size;
    }

    /** Writes everything and begins anew. */
    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
        size = 0;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, size);
    }
}
