package io.millrace.connector.binary.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.parquet.column.values.ValuesReader;

/** Numbers of four or eight bytes one behind the other. */
final class PlainNumbers extends ValuesReader {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] page;
    private final int size;
    private int at;

    /** @param size of each number */
    PlainNumbers(byte[] page, int start, int size) {
        this.page = page;
        this.at = start;
        this.size = size;
    }

    private int pass() {
        int start = at;
        if (start > page.length - size) {
            throw new IllegalArgumentException("a page ends too early");
        }
        at += size;
        return start;
    }

    @Override
    public int readInteger() {
        return (int) INTS.get(page, pass());
    }

    @Override
    public long readLong() {
        return (long) LONGS.get(page, pass());
    }

    @Override
    public float readFloat() {
        return Float.intBitsToFloat(readInteger());
    }

    @Override
    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    @Override
    public void skip() {
        at += size;
    }
}
