package io.millrace.codec.page;

import io.millrace.codec.DecimalCodec;
import io.millrace.codec.Encoder;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;

/** Writes columns: the code of the layout, which values are null, the values. */
final class ColumnEncoder {

    static final int NO_NULLS = 0;
    static final int SOME_NULLS = 1;
    static final int ALL_NULLS = 2;

    /** How deep arrays may lie in arrays. */
    static final int MOST_NESTED = 200;

    private final Encoder out;
    private final MemoryBound bound;

    ColumnEncoder(Encoder out, MemoryBound bound) {
        this.out = out;
        this.bound = bound;
    }

    void put(Column column, int nested) {
        if (nested > MOST_NESTED) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "arrays that lie more than " + MOST_NESTED + " deep in arrays cannot be stored");
        }
        int count = column.size();
        out.putByte(LayoutCode.of(column.layout()));
        long[] nulls = putNulls(column.nulls(), count);
        switch (column.layout()) {
            case BOOLEAN -> putBooleans(((BooleanColumn) column).values(), count);
            case INT -> {
                bound.add((long) count * Integer.BYTES);
                Packing.putInts(out, ((IntColumn) column).values(), nulls, count);
            }
            case LONG -> {
                bound.add((long) count * Long.BYTES);
                Packing.putLongs(out, ((LongColumn) column).values(), nulls, count);
            }
            case DOUBLE -> putDoubles(((DoubleColumn) column).values(), count);
            case BYTES -> putBytes((BytesColumn) column, nulls);
            case DECIMAL -> putDecimals((DecimalColumn) column, nulls);
            case ARRAY -> putArrays((ArrayColumn) column, nulls, nested);
        }
    }

    /** Returns the mask, or null when none of the rows is null. */
    private long[] putNulls(long[] nulls, int count) {
        int some = 0;
        for (int word = 0; nulls != null && word < NullMask.words(count); word++) {
            some += Long.bitCount(nulls[word] & inUse(word, count));
        }
        if (some == 0) {
            out.putByte(NO_NULLS);
            return null;
        }
        bound.add(NullMask.words(count) * 8L);
        if (some == count) {
            out.putByte(ALL_NULLS);
            return nulls;
        }
        out.putByte(SOME_NULLS);
        int at = out.reserve(byteCount(count));
        byte[] to = out.array();
        for (int i = 0; i < byteCount(count); i++) {
            int word = i >>> 3;
            to[at + i] = (byte) ((nulls[word] & inUse(word, count)) >>> (i & 7) * 8);
        }
        return nulls;
    }

    /** The bits of a word of a mask that stand for rows. */
    static long inUse(int word, int count) {
        int rows = count - word * Long.SIZE;
        return rows >= Long.SIZE ? -1L : (1L << rows) - 1;
    }

    /** How many bytes so many bits take. */
    static int byteCount(int bits) {
        return (int) ((bits + 7L) >>> 3);
    }

    private void putBooleans(boolean[] values, int count) {
        bound.add(count);
        int at = out.reserve(byteCount(count));
        byte[] to = out.array();
        for (int i = 0; i < byteCount(count); i++) {
            int bits = 0;
            int from = i << 3;
            for (int bit = Math.min(8, count - from) - 1; bit >= 0; bit--) {
                bits = bits << 1 | (values[from + bit] ? 1 : 0);
            }
            to[at + i] = (byte) bits;
        }
    }

    /** Writes doubles in full, as floats when they are, or one for all. */
    private void putDoubles(double[] values, int count) {
        bound.add((long) count * Double.BYTES);
        boolean equal = true;
        boolean floats = true;
        for (int i = 0; i < count && (equal || floats); i++) {
            long bits = Double.doubleToRawLongBits(values[i]);
            equal &= bits == Double.doubleToRawLongBits(values[0]);
            floats &= Double.doubleToRawLongBits((float) values[i]) == bits;
        }
        if (equal) {
            out.putByte(0);
            out.putDouble(count == 0 ? 0 : values[0]);
        } else if (floats) {
            out.putByte(Float.BYTES);
            int[] bits = new int[count];
            for (int i = 0; i < count; i++) {
                bits[i] = Float.floatToRawIntBits((float) values[i]);
            }
            out.putInts(bits, count);
        } else {
            out.putByte(Double.BYTES);
            out.putDoubles(values, count);
        }
    }

    private void putBytes(BytesColumn column, long[] nulls) {
        Slices slices = putSlices(column.starts(), column.lengths(), nulls, column.size());
        bound.add(slices.total());
        int at = out.reserve((int) slices.total());
        byte[] to = out.array();
        for (int part = 0; part < slices.parts(); part++) {
            int length = slices.partLengths()[part];
            System.arraycopy(column.data(), slices.partStarts()[part], to, at, length);
            at += length;
        }
    }

    private Slices putSlices(int[] starts, int[] lengths, long[] nulls, int count) {
        bound.add(count * 8L);
        Slices slices = Slices.of(starts, lengths, nulls, count);
        Packing.putInts(out, slices.lengths(), null, count);
        out.putBoolean(slices.starts() != null);
        if (slices.starts() != null) {
            Packing.putInts(out, slices.starts(), null, count);
        }
        out.putCount(slices.total());
        return slices;
    }

    private void putArrays(ArrayColumn column, long[] nulls, int nested) {
        Slices slices = putSlices(column.starts(), column.lengths(), nulls, column.size());
        bound.add(slices.total());
        Column elements = column.elements();
        boolean all = slices.parts() == 1 && slices.partStarts()[0] == 0 && slices.total() == elements.size();
        put(all ? elements : elements.gather(slices.indexes(), (int) slices.total()), nested + 1);
    }

    private void putDecimals(DecimalColumn column, long[] nulls) {
        bound.add((long) column.size() * MemoryBound.DECIMAL);
        for (int i = 0; i < column.size(); i++) {
            if (nulls == null || !NullMask.isNull(nulls, i)) {
                bound.add(DecimalCodec.put(column.values()[i], out));
            }
        }
    }
}
