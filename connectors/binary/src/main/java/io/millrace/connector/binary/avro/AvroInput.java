package io.millrace.connector.binary.avro;

import io.millrace.connector.binary.ValueFault;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Avro's binary encoding in an array, read from the front to the back. Not thread-safe. */
final class AvroInput {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_SHIFT = 63;

    private byte[] bytes = {};
    private int at;
    private int end;

    void reset(byte[] content, int from, int to) {
        bytes = content;
        at = from;
        end = to;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the next value begins. */
    int at() {
        return at;
    }

    void moveTo(int place) {
        at = place;
    }

    int left() {
        return end - at;
    }

    /** Passes so many bytes; returns where they begin. */
    int take(long length) {
        if (length < 0 || length > end - at) {
            throw ValueFault.damaged();
        }
        int start = at;
        at += (int) length;
        return start;
    }

    /** A number of variable length, as {@code int} and {@code long} are written. */
    long readLong() {
        long value = 0;
        for (int shift = 0; shift <= MOST_SHIFT; shift += 7) {
            if (at == end) {
                throw ValueFault.damaged();
            }
            byte next = bytes[at++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw ValueFault.damaged();
    }

    float readFloat() {
        return Float.intBitsToFloat((int) INTS.get(bytes, take(Integer.BYTES)));
    }

    double readDouble() {
        return Double.longBitsToDouble((long) LONGS.get(bytes, take(Long.BYTES)));
    }

    boolean readBoolean() {
        return bytes[take(1)] != 0;
    }
}
