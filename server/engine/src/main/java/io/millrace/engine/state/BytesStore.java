package io.millrace.engine.state;

import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import java.util.Arrays;

/** A {@link ColumnStore} of strings: slices of one array of bytes per block of ids. */
public final class BytesStore extends ColumnStore {

    /** By id: where the value starts in the bytes of its block, in the upper half, and its length. */
    private final LongCells slices;

    private final BytesBlocks bytes;

    BytesStore(Versions versions) {
        super(versions);
        slices = new LongCells(versions);
        bytes = new BytesBlocks(slices, versions);
    }

    @Override
    StateContainer values() {
        return bytes;
    }

    @Override
    void reserve(int ids) {
        slices.reserve(ids);
        bytes.reserve(slices.blockCount());
    }

    @Override
    void setValue(int id, Column column, int row) {
        BytesColumn source = (BytesColumn) column;
        write(id, source.data(), source.starts()[row], source.lengths()[row]);
    }

    /** Writes one value that is not null, for generated code; the id must have room. */
    public void write(int id, byte[] data, int start, int length) {
        bytes.write(id, data, start, length);
    }

    @Override
    void forget(int id) {
        bytes.forget(id);
    }

    @Override
    boolean forgets() {
        return true;
    }

    @Override
    void clear(int ids) {
        bytes.clear(ids);
    }

    @Override
    public BytesColumn gather(int[] ids, int count) {
        int[] starts = new int[count];
        int[] lengths = new int[count];
        byte[] data = bytes.gather(ids, count, starts, lengths);
        return new BytesColumn(count, data, starts, lengths, gatherNulls(ids, count));
    }

    @Override
    boolean sameValue(int id, Column column, int row) {
        BytesColumn other = (BytesColumn) column;
        return same(id, other.data(), other.starts()[row], other.lengths()[row]);
    }

    /** The array that the value of an id is a slice of. */
    public byte[] data(int id) {
        return bytes.of(id);
    }

    public int start(int id) {
        return (int) (slices.get(id) >>> 32);
    }

    public int length(int id) {
        return (int) slices.get(id);
    }

    /** Whether the value of an id equals a slice. */
    public boolean same(int id, byte[] other, int otherStart, int otherLength) {
        long slice = slices.get(id);
        int start = (int) (slice >>> 32);
        return (int) slice == otherLength
                && Arrays.equals(bytes.of(id), start, start + otherLength, other, otherStart, otherStart + otherLength);
    }

    /** Compares the value of an id with a slice, as unsigned bytes. */
    int compare(int id, byte[] other, int otherStart, int otherLength) {
        long slice = slices.get(id);
        int start = (int) (slice >>> 32);
        return Arrays.compareUnsigned(
                bytes.of(id), start, start + (int) slice, other, otherStart, otherStart + otherLength);
    }

    @Override
    public int compareValues(int left, int right) {
        long slice = slices.get(right);
        return compare(left, bytes.of(right), (int) (slice >>> 32), (int) slice);
    }

    @Override
    public long prefix(int id) {
        long slice = slices.get(id);
        return prefix(bytes.of(id), (int) (slice >>> 32), (int) slice);
    }

    /** The first eight bytes of a slice as a number that orders as the bytes do. */
    public static long prefix(byte[] data, int start, int length) {
        long value = 0;
        for (int i = 0; i < 8; i++) {
            value = value << 8 | (i < length ? data[start + i] & 0xFF : 0);
        }
        return value ^ Long.MIN_VALUE;
    }
}
