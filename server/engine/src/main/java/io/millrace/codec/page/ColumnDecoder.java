package io.millrace.codec.page;

import io.millrace.codec.DecimalCodec;
import io.millrace.codec.Decoder;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import java.math.BigDecimal;
import java.util.Arrays;

/** Reads columns that {@link ColumnEncoder} wrote. */
final class ColumnDecoder {

    private final Decoder in;

    ColumnDecoder(Decoder in) {
        this.in = in;
    }

    Column take(int count, int nested) {
        if (nested > ColumnEncoder.MOST_NESTED) {
            throw in.damaged("arrays lie more than " + ColumnEncoder.MOST_NESTED + " deep in arrays");
        }
        Layout layout = LayoutCode.layout(in.takeByte());
        if (layout == null) {
            throw in.damaged("a column has an unknown layout");
        }
        long[] nulls = takeNulls(count);
        return switch (layout) {
            case BOOLEAN -> new BooleanColumn(count, takeBooleans(nulls, count), nulls);
            case INT -> new IntColumn(count, Packing.takeInts(in, nulls, count), nulls);
            case LONG -> new LongColumn(count, Packing.takeLongs(in, nulls, count), nulls);
            case DOUBLE -> new DoubleColumn(count, takeDoubles(nulls, count), nulls);
            case BYTES -> takeBytes(nulls, count);
            case DECIMAL -> new DecimalColumn(count, takeDecimals(nulls, count), nulls);
            case ARRAY -> takeArrays(nulls, count, nested);
        };
    }

    private long[] takeNulls(int count) {
        int kind = in.takeByte();
        if (kind == ColumnEncoder.NO_NULLS) {
            return null;
        }
        if (kind != ColumnEncoder.SOME_NULLS && kind != ColumnEncoder.ALL_NULLS) {
            throw in.damaged("it is not told which values are null");
        }
        in.claim(NullMask.words(count) * 8L);
        long[] nulls = NullMask.allocate(count);
        if (kind == ColumnEncoder.ALL_NULLS) {
            Arrays.fill(nulls, -1L);
        } else {
            int bytes = ColumnEncoder.byteCount(count);
            int at = in.skip(bytes);
            for (int i = 0; i < bytes; i++) {
                nulls[i >>> 3] |= (in.array()[at + i] & 0xFFL) << (i & 7) * 8;
            }
        }
        if (count > 0) {
            int last = nulls.length - 1;
            nulls[last] &= ColumnEncoder.inUse(last, count);
        }
        return nulls;
    }

    private boolean[] takeBooleans(long[] nulls, int count) {
        int at = in.skip(ColumnEncoder.byteCount(count));
        in.claim(count);
        boolean[] values = new boolean[count];
        byte[] from = in.array();
        for (int i = 0; i < count; i++) {
            values[i] = (from[at + (i >>> 3)] >>> (i & 7) & 1) != 0 && !NullMask.isNull(nulls, i);
        }
        return values;
    }

    private double[] takeDoubles(long[] nulls, int count) {
        int width = in.takeByte();
        double[] values;
        if (width == Double.BYTES) {
            values = in.takeDoubles(count);
        } else if (width == Float.BYTES) {
            int[] bits = in.takeInts(count);
            in.claim((long) count * (Double.BYTES - Integer.BYTES));
            values = new double[count];
            for (int i = 0; i < count; i++) {
                values[i] = Float.intBitsToFloat(bits[i]);
            }
        } else if (width == 0) {
            double value = in.takeDouble();
            in.claim((long) count * Double.BYTES);
            values = new double[count];
            Arrays.fill(values, value);
        } else {
            throw in.damaged("floating-point numbers of " + width + " bytes are announced");
        }
        for (int i = 0; nulls != null && i < count; i++) {
            if (NullMask.isNull(nulls, i)) {
                values[i] = 0;
            }
        }
        return values;
    }

    private BytesColumn takeBytes(long[] nulls, int count) {
        int[] lengths = Packing.takeInts(in, nulls, count);
        int[] starts = takeStarts(count);
        int total = in.takeLength();
        int[] placed = placed(starts, lengths, total);
        return new BytesColumn(count, in.takeBytes(total), placed, lengths, nulls);
    }

    private int[] takeStarts(int count) {
        return in.takeBoolean() ? Packing.takeInts(in, null, count) : null;
    }

    /** Where slices begin, all of which lie in a whole of the given length; {@code starts} null when they follow each other. */
    private int[] placed(int[] starts, int[] lengths, int total) {
        if (starts == null) {
            in.claim(lengths.length * 4L);
        }
        int[] placed = starts == null ? new int[lengths.length] : starts;
        long next = 0;
        for (int i = 0; i < lengths.length; i++) {
            long start = starts == null ? next : starts[i];
            next = start + lengths[i];
            if (lengths[i] < 0 || start < 0 || next > total) {
                throw in.damaged("value " + i + " of a column lies outside of its " + total + " bytes or elements");
            }
            placed[i] = (int) start;
        }
        return placed;
    }

    private ArrayColumn takeArrays(long[] nulls, int count, int nested) {
        int[] lengths = Packing.takeInts(in, nulls, count);
        int[] starts = takeStarts(count);
        int total = in.takeCount(Integer.MAX_VALUE - 8, "elements");
        in.claim(total);
        int[] placed = placed(starts, lengths, total);
        return new ArrayColumn(count, take(total, nested + 1), placed, lengths, nulls);
    }

    private BigDecimal[] takeDecimals(long[] nulls, int count) {
        in.claim((long) count * MemoryBound.DECIMAL);
        BigDecimal[] values = new BigDecimal[count];
        for (int i = 0; i < count; i++) {
            values[i] = NullMask.isNull(nulls, i) ? BigDecimal.ZERO : DecimalCodec.take(in);
        }
        return values;
    }
}
