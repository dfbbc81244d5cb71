package io.millrace.codec;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Collects bytes: little-endian numbers, numbers of variable length, text. Read again by {@link Decoder}.
 *
 * <p>Not thread-safe; {@link #clear} leaves the memory for the next use.
 */
public final class Encoder {

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[256];
    private int size;

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    /** Gives up what was put behind the first {@code count} bytes. */
    public void cut(int count) {
        size = Math.min(size, count);
    }

    /** Makes room for {@code count} bytes and returns where they begin; the caller fills them in {@link #array}. */
    public int reserve(int count) {
        int start = size;
        int needed = Math.addExact(start, count);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(MOST_BYTES, bytes.length * 2L)));
        }
        size = needed;
        return start;
    }

    /** The bytes so far, and room behind them; another array after each call that adds some. */
    public byte[] array() {
        return bytes;
    }

    public void putByte(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
    }

    public void putBoolean(boolean value) {
        putByte(value ? 1 : 0);
    }

    public void putInt(int value) {
        int at = reserve(Integer.BYTES);
        INT.set(bytes, at, value);
    }

    public void putLong(long value) {
        int at = reserve(Long.BYTES);
        LONG.set(bytes, at, value);
    }

    public void putDouble(double value) {
        putLong(Double.doubleToRawLongBits(value));
    }

    /** Writes a number that is not negative, in one to nine bytes: small ones are short. */
    public void putCount(long value) {
        if (value < 0) {
            throw new IllegalArgumentException("negative count " + value);
        }
        putGroups(value);
    }

    /** Writes a number in one to ten bytes: those near zero are short. */
    public void putSigned(long value) {
        putGroups(value << 1 ^ value >> 63);
    }

    private void putGroups(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            putByte((int) rest | 0x80);
            rest >>>= 7;
        }
        putByte((int) rest);
    }

    public void putBytes(byte[] source, int from, int length) {
        int at = reserve(length);
        System.arraycopy(source, from, bytes, at, length);
    }

    /** Writes the number of bytes, then the bytes. */
    public void putBlock(byte[] block) {
        putCount(block.length);
        putBytes(block, 0, block.length);
    }

    public void putText(String text) {
        putBlock(text.getBytes(StandardCharsets.UTF_8));
    }

    public void putLongs(long[] values, int count) {
        int at = reserve(Math.multiplyExact(count, Long.BYTES));
        ByteBuffer.wrap(bytes, at, count * Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .put(values, 0, count);
    }

    public void putInts(int[] values, int count) {
        int at = reserve(Math.multiplyExact(count, Integer.BYTES));
        ByteBuffer.wrap(bytes, at, count * Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .put(values, 0, count);
    }

    public void putDoubles(double[] values, int count) {
        int at = reserve(Math.multiplyExact(count, Double.BYTES));
        ByteBuffer.wrap(bytes, at, count * Double.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .put(values, 0, count);
    }

    /** Appends what another encoder holds. */
    public void putAll(Encoder other) {
        putBytes(other.bytes, 0, other.size);
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    public void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, size);
    }
}
