package io.millrace.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link Encoder} wrote, whatever the bytes: each look is checked, and memory is asked for only within an allowance, so
 * that no input gives anything but its value or a {@link DamagedDataException}.
 */
public final class Decoder {

    /** The memory that what is read may take, unless somebody says otherwise. */
    public static final long DEFAULT_ALLOWANCE = 256L << 20;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private final long origin;
    private final int version;
    private long allowance;
    private int position;

    /**
     * @param from first byte to read; likewise to
     * @param origin where byte {@code from} is in what is being read, for messages
     * @param version of the format
     * @param allowance bytes of memory that the values may take
     */
    public Decoder(byte[] bytes, int from, int to, long origin, int version, long allowance) {
        this.bytes = bytes;
        this.position = from;
        this.end = to;
        this.origin = origin - from;
        this.version = version;
        this.allowance = allowance;
    }

    /** The version of the format that these bytes are written in. */
    public int version() {
        return version;
    }

    /** Where the next byte is in what is being read. */
    public long offset() {
        return origin + position;
    }

    public int remaining() {
        return end - position;
    }

    public DamagedDataException damaged(String fact) {
        return new DamagedDataException(offset(), fact);
    }

    /** Asks for memory, before it is allocated. */
    public void claim(long memory) {
        if (memory > allowance) {
            throw damaged("it asks for " + memory + " bytes of memory, and only " + allowance + " are allowed");
        }
        allowance -= memory;
    }

    /** Passes over bytes that the caller reads from {@link #array}, and returns where they begin. */
    public int skip(long count) {
        if (count < 0 || count > remaining()) {
            throw damaged(count + " bytes are announced, but only " + remaining() + " are left");
        }
        int start = position;
        position += (int) count;
        return start;
    }

    /** The bytes that are read from; not to be written to. */
    public byte[] array() {
        return bytes;
    }

    public int takeByte() {
        return bytes[skip(1)];
    }

    public boolean takeBoolean() {
        int value = takeByte();
        if (value != 0 && value != 1) {
            throw damaged(value + " is neither true nor false");
        }
        return value == 1;
    }

    public int takeInt() {
        return (int) INT.get(bytes, skip(Integer.BYTES));
    }

    public long takeLong() {
        return (long) LONG.get(bytes, skip(Long.BYTES));
    }

    public double takeDouble() {
        return Double.longBitsToDouble(takeLong());
    }

    public long takeCount() {
        long value = takeGroups();
        if (value < 0) {
            throw damaged("a count is negative");
        }
        return value;
    }

    /** A count of at most {@code most}. */
    public int takeCount(int most, String what) {
        long value = takeCount();
        if (value > most) {
            throw damaged(value + " " + what + " are announced, but there can only be " + most);
        }
        return (int) value;
    }

    /** How many things follow that take at least one byte each. */
    public int takeLength() {
        return takeCount(remaining(), "bytes or more");
    }

    public long takeSigned() {
        long value = takeGroups();
        return value >>> 1 ^ -(value & 1);
    }

    public int takeSignedInt() {
        long value = takeSigned();
        if (value != (int) value) {
            throw damaged(value + " is out of range");
        }
        return (int) value;
    }

    private long takeGroups() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            int group = takeByte();
            value |= (group & 0x7FL) << shift;
            if (group >= 0) {
                return value;
            }
        }
        throw damaged("a number has too many digits");
    }

    public byte[] takeBytes(int count) {
        int start = skip(count);
        claim(count);
        byte[] taken = new byte[count];
        System.arraycopy(bytes, start, taken, 0, count);
        return taken;
    }

    public byte[] takeBlock() {
        return takeBytes(takeLength());
    }

    public String takeText() {
        int length = takeLength();
        claim(2L * length);
        int start = skip(length);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DamagedDataException(origin + start, "text is not UTF-8", e);
        }
    }

    public long[] takeLongs(int count) {
        int start = skip((long) count * Long.BYTES);
        claim((long) count * Long.BYTES);
        long[] values = new long[count];
        buffer(start, count * Long.BYTES).asLongBuffer().get(values);
        return values;
    }

    public int[] takeInts(int count) {
        int start = skip((long) count * Integer.BYTES);
        claim((long) count * Integer.BYTES);
        int[] values = new int[count];
        buffer(start, count * Integer.BYTES).asIntBuffer().get(values);
        return values;
    }

    public double[] takeDoubles(int count) {
        int start = skip((long) count * Double.BYTES);
        claim((long) count * Double.BYTES);
        double[] values = new double[count];
        buffer(start, count * Double.BYTES).asDoubleBuffer().get(values);
        return values;
    }

    private ByteBuffer buffer(int start, int length) {
        return ByteBuffer.wrap(bytes, start, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Checks that everything has been read. */
    public void end() {
        if (remaining() > 0) {
            throw damaged(remaining() + " bytes are left over");
        }
    }
}
