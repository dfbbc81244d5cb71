package io.millrace.spi.data.packed;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.util.Arrays;

/** Writes one value after the other: {@link #putNull}, or {@link #begin} and the value. Not thread-safe. */
public final class PackedWriter {

    static final byte END = 0;
    static final byte NULL = 1;
    static final byte VALUE = 2;
    static final byte ESCAPE = -1;
    static final int POSITIVE = 0x80;

    private byte[] data = new byte[64];
    private int size;

    /** What was written; valid until more is. */
    public byte[] data() {
        return data;
    }

    public int size() {
        return size;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(data, size);
    }

    private void reserve(int length) {
        if (data.length - size < length) {
            data = Arrays.copyOf(data, (int) Math.min(Integer.MAX_VALUE - 8L, (size + (long) length) * 2));
        }
    }

    private void put(int value) {
        reserve(1);
        data[size++] = (byte) value;
    }

    public void putNull() {
        put(NULL);
    }

    /** To be called before a value. */
    public void begin() {
        put(VALUE);
    }

    /** Ends the elements of an array or the entries of a map. */
    public void end() {
        put(END);
    }

    public void putBoolean(boolean value) {
        put(value ? 1 : 0);
    }

    public void putInt(int value) {
        reserve(4);
        int turned = value ^ Integer.MIN_VALUE;
        for (int shift = 24; shift >= 0; shift -= 8) {
            data[size++] = (byte) (turned >> shift);
        }
    }

    public void putLong(long value) {
        reserve(8);
        long turned = value ^ Long.MIN_VALUE;
        for (int shift = 56; shift >= 0; shift -= 8) {
            data[size++] = (byte) (turned >> shift);
        }
    }

    /** A floating point number; both zeros are one, and NaN is the largest. */
    public void putDouble(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        putLong(bits < 0 ? bits ^ Long.MAX_VALUE : bits);
    }

    /** A number in the scale of its type. */
    public void putDecimal(BigDecimal value) {
        byte[] digits = value.unscaledValue().abs().toByteArray();
        boolean negative = value.signum() < 0;
        put(negative ? POSITIVE - 1 - digits.length : POSITIVE + digits.length);
        for (byte digit : digits) {
            put(negative ? ~digit : digit);
        }
    }

    public void putBytes(byte[] source, int from, int length) {
        reserve(length + 2);
        for (int i = from; i < from + length; i++) {
            put(source[i]);
            if (source[i] == END) {
                put(ESCAPE);
            }
        }
        put(END);
        put(NULL);
    }

    /** A value that is packed already. */
    public void putPacked(byte[] source, int from, int length) {
        reserve(length);
        System.arraycopy(source, from, data, size, length);
        size += length;
    }

    /** The elements of an array, and the end behind them. */
    public void putArray(Type element, Column elements, int from, int length) {
        for (int i = from; i < from + length; i++) {
            put(element, elements, i);
        }
        end();
    }

    /** A field with the value of a row of a column. */
    public void put(Type type, Column column, int row) {
        if (column.isNull(row)) {
            putNull();
            return;
        }
        begin();
        switch (type.layout()) {
            case BOOLEAN -> putBoolean(((BooleanColumn) column).values()[row]);
            case INT -> putInt(((IntColumn) column).values()[row]);
            case LONG -> putLong(((LongColumn) column).values()[row]);
            case DOUBLE -> putDouble(((DoubleColumn) column).values()[row]);
            case DECIMAL -> putDecimal(((DecimalColumn) column).values()[row]);
            case BYTES -> {
                BytesColumn bytes = (BytesColumn) column;
                if (type instanceof ScalarType) {
                    putBytes(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
                } else {
                    putPacked(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
                }
            }
            case ARRAY -> {
                ArrayColumn arrays = (ArrayColumn) column;
                putArray(((ArrayType) type).element(), arrays.elements(), arrays.starts()[row], arrays.lengths()[row]);
            }
        }
    }
}
