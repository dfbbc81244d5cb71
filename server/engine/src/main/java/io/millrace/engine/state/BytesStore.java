package io.millrace.engine.state;

import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Arrays;

/**
 * A {@link ColumnStore} of strings: slices of one arena that is appended to, and copied without its garbage when more than half
 * of it is garbage.
 */
public final class BytesStore extends ColumnStore {

    private static final int FIRST_BYTES = 256;
    private static final int LEAST_GARBAGE = 1 << 16;
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private byte[] data = new byte[FIRST_BYTES];
    private int used;
    private long garbage;
    private int[] starts = new int[0];
    private int[] lengths = new int[0];

    public byte[] data() {
        return data;
    }

    public int[] starts() {
        return starts;
    }

    public int[] lengths() {
        return lengths;
    }

    @Override
    int capacity() {
        return starts.length;
    }

    @Override
    void grow(int capacity) {
        starts = Arrays.copyOf(starts, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
    }

    @Override
    void setValue(int id, Column column, int row) {
        BytesColumn source = (BytesColumn) column;
        write(id, source.data(), source.starts()[row], source.lengths()[row]);
    }

    @Override
    void putValues(Column column, int[] rows, int[] ids, int count) {
        BytesColumn source = (BytesColumn) column;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            write(ids[i], source.data(), source.starts()[row], source.lengths()[row]);
        }
    }

    /** Writes the value of an id from a slice. */
    public void write(int id, byte[] source, int start, int length) {
        garbage += lengths[id];
        lengths[id] = 0;
        if (length > data.length - used) {
            makeRoom(length);
        }
        if (length > 0) {
            System.arraycopy(source, start, data, used, length);
        }
        starts[id] = used;
        lengths[id] = length;
        used += length;
    }

    private void makeRoom(int length) {
        long live = used - garbage;
        long wanted = Math.max((live + length) * 2, FIRST_BYTES);
        if (garbage < LEAST_GARBAGE || garbage < used / 2) {
            wanted = Math.max((long) used + length, data.length * 2L);
            if (wanted > MOST_BYTES && (long) used + length <= MOST_BYTES) {
                wanted = MOST_BYTES;
            }
        }
        if (wanted > MOST_BYTES) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the strings that one partition of the query remembers exceed 2 GiB; bound its state by a window or a"
                            + " watermark, or run it on more partitions");
        }
        if (garbage < LEAST_GARBAGE || garbage < used / 2) {
            data = Arrays.copyOf(data, (int) wanted);
        } else {
            compact((int) wanted);
        }
    }

    private void compact(int capacity) {
        byte[] copy = new byte[capacity];
        int at = 0;
        for (int id = 0; id < starts.length; id++) {
            System.arraycopy(data, starts[id], copy, at, lengths[id]);
            starts[id] = at;
            at += lengths[id];
        }
        data = copy;
        used = at;
        garbage = 0;
    }

    @Override
    void forget(int id) {
        garbage += lengths[id];
        lengths[id] = 0;
    }

    @Override
    BytesColumn view() {
        return new BytesColumn(starts.length, data, starts, lengths, nulls());
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        BytesColumn other = (BytesColumn) column;
        int start = other.starts()[row];
        return same(data, starts[id], lengths[id], other.data(), start, other.lengths()[row]);
    }

    /** Whether two slices hold the same bytes. */
    public static boolean same(
            byte[] left, int leftStart, int leftLength, byte[] right, int rightStart, int rightLength) {
        return leftLength == rightLength
                && Arrays.equals(left, leftStart, leftStart + leftLength, right, rightStart, rightStart + rightLength);
    }

    @Override
    public int compareValues(int left, int right) {
        return Arrays.compareUnsigned(
                data, starts[left], starts[left] + lengths[left], data, starts[right], starts[right] + lengths[right]);
    }

    @Override
    public long prefix(int id) {
        return prefix(data, starts[id], lengths[id]);
    }

    /** The first eight bytes of a slice as a number that orders as the bytes do. */
    public static long prefix(byte[] data, int start, int length) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (i < length ? data[start + i] & 0xFF : 0);
        }
        return value ^ Long.MIN_VALUE;
    }

    @Override
    long bytes() {
        return data.length + starts.length * 8L;
    }
}
