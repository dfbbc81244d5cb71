package io.millrace.engine.batch;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A sum over the rows of a delta that hardly any other delta has, in whatever order and pages they come.
 *
 * <p>It is taken of every row that a query gives, so that it has to cost next to nothing: each column is summed for itself, of strings and
 * arrays only length and ends. Floating-point numbers count by whether they are null, because their last digit depends on the order of additions.
 * The values are part of what is stored, each with the form in which it was made: those of a form must never change.
 */
public final class DeltaDigest {

    /** Small numbers as they are, so that 1 and 3 have the digest of 2 and 2; decimals by their hash without the zeros at their end. */
    public static final int FIRST_FORM = 1;

    /** Numbers spread over all bits; decimals by the double that is nearest, where that says all of their digits. What is made now. */
    public static final int FORM = 2;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long SPREAD = 0xD6E8FEB86659FD93L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** How many digits a number may have that is computed with as a double: 10 to that is less than 2 to the 51. */
    private static final int DIGITS = 15;

    /** Of how many texts the ends are read before they are computed with. */
    private static final int SOME = 256;

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private static final DeltaDigest FIRST = new DeltaDigest(1);
    private static final DeltaDigest NEWEST = new DeltaDigest(SPREAD);

    /** What values are multiplied by before they are mixed. */
    private final long factor;

    private DeltaDigest(long factor) {
        this.factor = factor;
    }

    public static Given of(long number, List<Page> delta) {
        return of(number, delta, FORM);
    }

    /** The same in an older form, to be compared with one of that. */
    public static Given of(long number, List<Page> delta, int form) {
        long rows = 0;
        long digest = 0;
        for (Page page : delta) {
            rows += page.size();
            digest += form == FIRST_FORM ? FIRST.page(page) : newest(page);
        }
        return new Given(number, rows, digest, form);
    }

    private static long newest(Page page) {
        long noted = page.noted();
        return noted == 0 ? NEWEST.page(page) : noted;
    }

    /** Takes the digest of a page that was just made, for {@link #of}: later its rows have to come from far away again. */
    public static void note(Page page) {
        page.note(NEWEST.page(page));
    }

    private long page(Page page) {
        long[] weights = page.weights();
        long digest = 0;
        for (int row = 0; weights != null && row < page.size(); row++) {
            digest += weights[row] - 1; // so that a delta of weights 1 has the same digest with and without them
        }
        digest *= SPREAD;
        for (int i = 0; i < page.columnCount(); i++) {
            Column column = page.column(i);
            digest += GOLDEN
                    * (2L * i + 1)
                    * (values(column, page.size(), weights) + nulls(column, page.size(), weights));
        }
        return digest;
    }

    private static long weight(long[] weights, int row) {
        return weights == null ? 1 : weights[row];
    }

    private static long nulls(Column column, int rows, long[] weights) {
        long[] nulls = column.nulls();
        long sum = 0;
        for (int row = 0; nulls != null && row < rows; row++) {
            sum += NullMask.isNull(nulls, row) ? weight(weights, row) : 0;
        }
        return sum * SPREAD;
    }

    private long values(Column column, int rows, long[] weights) {
        if (column instanceof LongColumn longs) {
            return longs(longs.values(), rows, weights);
        } else if (column instanceof IntColumn ints) {
            return ints(ints.values(), rows, weights);
        } else if (column instanceof BytesColumn bytes) {
            return bytes(bytes, rows, weights);
        } else if (column instanceof BooleanColumn booleans) {
            return booleans(booleans.values(), rows, weights);
        } else if (column instanceof DecimalColumn decimals) {
            return factor == 1 ? hashes(decimals, rows, weights) : decimals(decimals, rows, weights);
        } else if (column instanceof ArrayColumn arrays) {
            return ints(arrays.lengths(), rows, weights);
        }
        return 0;
    }

    private static long mix(long value) {
        return value ^ value * value >>> 7;
    }

    private long longs(long[] values, int rows, long[] weights) {
        if (weights == null) {
            return longs(values, rows);
        }
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += mix(values[row] * factor) * weights[row];
        }
        return sum;
    }

    /** A loop of which compilers make one that takes several values at a time, where the processor can multiply them so. */
    private long longs(long[] values, int rows) {
        long by = factor;
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += mix(values[row] * by);
        }
        return sum;
    }

    private long ints(int[] values, int rows, long[] weights) {
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += mix(values[row] * factor) * weight(weights, row);
        }
        return sum;
    }

    private static long booleans(boolean[] values, int rows, long[] weights) {
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += values[row] ? weight(weights, row) : 0;
        }
        return sum;
    }

    private long decimals(DecimalColumn column, int rows, long[] weights) {
        BigDecimal[] values = column.values();
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += column.isNull(row) ? 0 : mix(bits(values[row]) * factor) * weight(weights, row);
        }
        return sum;
    }

    /**
     * A number that is the same for equal values, with whatever zeros at their end. Of few digits the nearest double tells all, and is had by
     * a division; it is not asked how many there are, because that would be written into each value.
     */
    static long bits(BigDecimal value) {
        double nearest = value.doubleValue();
        int scale = value.scale();
        long bits = Double.doubleToRawLongBits(nearest);
        if (scale < 0 || scale >= POWERS.length || Math.abs(nearest) * POWERS[scale] >= POWERS[DIGITS]) {
            BigDecimal least = value.stripTrailingZeros();
            if (least.precision() > DIGITS) {
                bits += least.hashCode() * GOLDEN;
            }
        }
        return bits ^ bits >>> Integer.SIZE; // few digits leave the lower half of a double empty
    }

    private static long hashes(DecimalColumn column, int rows, long[] weights) {
        BigDecimal[] values = column.values();
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += column.isNull(row) ? 0 : mix(hash(values[row])) * weight(weights, row);
        }
        return sum;
    }

    /**
     * The hash of a number without the zeros at its end, as {@link BigDecimal} has it, but nearly always without making another one: a
     * number of so few digits comes back whole from its quotient, which is rounded once, times the divisor.
     */
    static int hash(BigDecimal value) {
        int scale = value.scale();
        if (scale < 0 || scale >= POWERS.length || value.precision() > DIGITS) {
            return value.stripTrailingZeros().hashCode();
        }
        long left = (long) Math.rint(value.doubleValue() * POWERS[scale]);
        if (left == 0) {
            return 0;
        }
        while (left % 10 == 0) {
            left /= 10;
            scale--;
        }
        long size = Math.abs(left);
        int digits = (int) (size >>> Integer.SIZE) * 31 + (int) size;
        return 31 * (left < 0 ? -digits : digits) + scale;
    }

    private long bytes(BytesColumn column, int rows, long[] weights) {
        return weights == null ? bytes(column, rows) : weighted(column, rows, weights);
    }

    /** First the ends of some, then the arithmetic for these, several at a time as in {@link #longs}. */
    private long bytes(BytesColumn column, int rows) {
        byte[] data = column.data();
        int[] starts = column.starts();
        int[] lengths = column.lengths();
        int most = Math.min(SOME, rows);
        long[] firsts = new long[most];
        long[] lasts = new long[most];
        long sum = 0;
        for (int from = 0; from < rows; from += most) {
            int count = Math.min(most, rows - from);
            for (int i = 0; i < count; i++) {
                int start = starts[from + i];
                int length = lengths[from + i];
                if (length >= Long.BYTES) {
                    firsts[i] = (long) LONGS.get(data, start) + length;
                    lasts[i] = (long) LONGS.get(data, start + length - Long.BYTES);
                } else {
                    firsts[i] = ends(data, start, length);
                    lasts[i] = 0;
                }
            }
            sum += ends(firsts, lasts, count);
        }
        return sum;
    }

    private long ends(long[] firsts, long[] lasts, int count) {
        long by = factor;
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += mix((firsts[i] + lasts[i] * SPREAD) * by);
        }
        return sum;
    }

    private long weighted(BytesColumn column, int rows, long[] weights) {
        byte[] data = column.data();
        int[] starts = column.starts();
        int[] lengths = column.lengths();
        long sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += mix(ends(data, starts[row], lengths[row]) * factor) * weights[row];
        }
        return sum;
    }

    private static long ends(byte[] data, int start, int length) {
        if (length >= Long.BYTES) {
            return (long) LONGS.get(data, start)
                    + (long) LONGS.get(data, start + length - Long.BYTES) * SPREAD
                    + length;
        }
        long value = length;
        for (int at = start; at < start + length; at++) {
            value = value << 8 | data[at] & 0xFF;
        }
        return value;
    }
}
