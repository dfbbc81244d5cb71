package io.millrace.engine.state;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The one hash of key columns: exchanges choose partitions by it and tables find slots by it.
 *
 * <p>Computed column by column over a page. Rows that group together hash alike: nulls, the two zeros of floating point,
 * decimals of different scale, and integers of both widths. Exchanges use the upper bits ({@link #bucket}), tables the lower
 * ones, so that the keys of one partition still spread over a table. The values are part of what is stored: they must never change.
 */
public final class RowHash {

    /** The fixed number of virtual buckets that keys hash to, whatever the number of partitions. */
    public static final int BUCKETS = 256;

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long SPREAD = 0xD6E8FEB86659FD93L;
    private static final long NULL = 0x5851F42D4C957F2DL;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private RowHash() {}

    /** The virtual bucket of a hash: {@code 0 .. BUCKETS - 1}. */
    public static int bucket(int hash) {
        return hash >>> 24;
    }

    /** Writes the hash of {@code keys} to {@code hashes[0..rows)}. */
    public static void hash(Column[] keys, int rows, int[] hashes) {
        Arrays.fill(hashes, 0, rows, 0);
        for (Column key : keys) {
            combine(key, rows, hashes);
        }
    }

    private static void combine(Column column, int rows, int[] hashes) {
        long[] nulls = column.nulls();
        if (column instanceof LongColumn longs) {
            longs(longs.values(), nulls, rows, hashes);
        } else if (column instanceof IntColumn ints) {
            ints(ints.values(), nulls, rows, hashes);
        } else if (column instanceof BytesColumn bytes) {
            bytes(bytes, rows, hashes);
        } else if (column instanceof DoubleColumn doubles) {
            doubles(doubles.values(), nulls, rows, hashes);
        } else if (column instanceof BooleanColumn booleans) {
            booleans(booleans.values(), nulls, rows, hashes);
        } else if (column instanceof DecimalColumn decimals) {
            decimals(decimals.values(), nulls, rows, hashes);
        } else {
            arrays((ArrayColumn) column, rows, hashes);
        }
    }

    private static int mix(int hash, long value) {
        long product = (value + hash * SPREAD) * GOLDEN;
        return (int) (product ^ product >>> 32);
    }

    private static void longs(long[] values, long[] nulls, int rows, int[] hashes) {
        if (nulls == null) {
            for (int row = 0; row < rows; row++) {
                hashes[row] = mix(hashes[row], values[row]);
            }
            return;
        }
        for (int row = 0; row < rows; row++) {
            hashes[row] = mix(hashes[row], NullMask.isNull(nulls, row) ? NULL : values[row]);
        }
    }

    private static void ints(int[] values, long[] nulls, int rows, int[] hashes) {
        for (int row = 0; row < rows; row++) {
            hashes[row] = mix(hashes[row], NullMask.isNull(nulls, row) ? NULL : values[row]);
        }
    }

    private static void doubles(double[] values, long[] nulls, int rows, int[] hashes) {
        for (int row = 0; row < rows; row++) {
            long bits = Double.doubleToLongBits(values[row] + 0.0);
            hashes[row] = mix(hashes[row], NullMask.isNull(nulls, row) ? NULL : bits);
        }
    }

    private static void booleans(boolean[] values, long[] nulls, int rows, int[] hashes) {
        for (int row = 0; row < rows; row++) {
            long value = values[row] ? 1 : 0;
            hashes[row] = mix(hashes[row], NullMask.isNull(nulls, row) ? NULL : value);
        }
    }

    private static void decimals(BigDecimal[] values, long[] nulls, int rows, int[] hashes) {
        for (int row = 0; row < rows; row++) {
            boolean isNull = NullMask.isNull(nulls, row);
            long value = isNull ? NULL : values[row].stripTrailingZeros().hashCode();
            hashes[row] = mix(hashes[row], value);
        }
    }

    private static void bytes(BytesColumn column, int rows, int[] hashes) {
        byte[] data = column.data();
        int[] starts = column.starts();
        int[] lengths = column.lengths();
        long[] nulls = column.nulls();
        int lastStart = -1;
        int lastLength = -1;
        long last = 0;
        for (int row = 0; row < rows; row++) {
            if (NullMask.isNull(nulls, row)) {
                hashes[row] = mix(hashes[row], NULL);
                continue;
            }
            // Neighbours often share a slice: constants, formatted dates.
            if (starts[row] != lastStart || lengths[row] != lastLength) {
                lastStart = starts[row];
                lastLength = lengths[row];
                last = hashBytes(data, lastStart, lastLength);
            }
            hashes[row] = mix(hashes[row], last);
        }
    }

    private static long hashBytes(byte[] data, int start, int length) {
        long hash = length;
        int at = start;
        int end = start + length;
        for (; at + 8 <= end; at += 8) {
            hash = (hash ^ (long) LONGS.get(data, at)) * GOLDEN;
            hash ^= hash >>> 29;
        }
        long tail = 0;
        for (; at < end; at++) {
            tail = tail << 8 | data[at] & 0xFF;
        }
        hash = (hash ^ tail) * SPREAD;
        return hash ^ hash >>> 32;
    }

    private static void arrays(ArrayColumn column, int rows, int[] hashes) {
        Column elements = column.elements();
        int[] elementHashes = new int[elements.size()];
        combine(elements, elements.size(), elementHashes);
        for (int row = 0; row < rows; row++) {
            long value = NULL;
            if (!column.isNull(row)) {
                int start = column.starts()[row];
                int hash = column.lengths()[row];
                for (int i = 0; i < column.lengths()[row]; i++) {
                    hash = mix(hash, elementHashes[start + i]);
                }
                value = hash;
            }
            hashes[row] = mix(hashes[row], value);
        }
    }
}
