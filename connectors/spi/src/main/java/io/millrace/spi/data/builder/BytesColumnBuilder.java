package io.millrace.spi.data.builder;

import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Builds a {@link BytesColumn}: copies the bytes of every value into one array, or keeps slices of an array that a parser
 * hands over.
 */
public final class BytesColumnBuilder extends ColumnBuilder {

    private byte[] data = new byte[256];
    private int used;
    private int[] starts = new int[64];
    private int[] lengths = new int[64];
    /** The array that all values so far are slices of; null while values are copied. */
    private byte[] shared;

    /**
     * Appends a slice of {@code source} without copying it, as long as all values of the column lie in that one array;
     * otherwise copies. Nobody may change the slice afterwards.
     */
    public void appendSlice(byte[] source, int from, int length) {
        if (!keepsSlicesOf(source)) {
            append(source, from, length);
            return;
        }
        shared = source;
        addRow(from, length);
    }

    /** Whether {@link #appendSlice} would not copy a slice of {@code source}. */
    public boolean keepsSlicesOf(byte[] source) {
        return source == shared || (shared == null && used == 0);
    }

    /** Appends the bytes {@code source[from .. from + length)}. */
    public void append(byte[] source, int from, int length) {
        if (shared != null) {
            copyShared();
        }
        if (used + length > data.length) {
            data = Arrays.copyOf(data, (int)
                    Math.min(Integer.MAX_VALUE - 8L, Math.max(used + (long) length, data.length * 2L)));
        }
        System.arraycopy(source, from, data, used, length);
        addRow(used, length);
        used += length;
    }

    private void addRow(int start, int length) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        starts[size] = start;
        lengths[size++] = length;
    }

    private void copyShared() {
        byte[] source = shared;
        shared = null;
        int total = 0;
        for (int row = 0; row < size; row++) {
            total += lengths[row];
        }
        data = new byte[Math.max(256, total * 2)];
        used = 0;
        starts = starts.clone(); // views share the old ones
        for (int row = 0; row < size; row++) {
            System.arraycopy(source, starts[row], data, used, lengths[row]);
            starts[row] = used;
            used += lengths[row];
        }
    }

    public void append(byte[] value) {
        append(value, 0, value.length);
    }

    /** Appends text; for the borders of the server, never for the hot path. */
    public void append(String text) {
        append(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void appendZero() {
        addRow(shared == null ? used : 0, 0);
    }

    @Override
    protected void appendValue(Column column, int row) {
        BytesColumn bytes = (BytesColumn) column;
        append(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
    }

    @Override
    protected void truncateValues(int newSize) {
        if (shared != null) {
            shared = newSize == 0 ? null : shared;
            return;
        }
        used = newSize == 0 ? 0 : starts[newSize - 1] + lengths[newSize - 1];
    }

    @Override
    protected BytesColumn view(long[] mask) {
        return new BytesColumn(size, shared == null ? data : shared, starts, lengths, mask);
    }

    @Override
    protected void reset() {
        if (shared == null) {
            data = new byte[Math.max(256, used)];
        }
        shared = null;
        starts = new int[Math.max(64, size)];
        lengths = new int[Math.max(64, size)];
        used = 0;
    }
}
