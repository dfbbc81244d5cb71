package io.millrace.spi.data;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Builds a {@link BytesColumn}, copying the bytes of every value into one array. */
public final class BytesColumnBuilder extends ColumnBuilder {

    private byte[] data = new byte[256];
    private int used;
    private int[] starts = new int[64];
    private int[] lengths = new int[64];

    /** Appends the bytes {@code source[from .. from + length)}. */
    public void append(byte[] source, int from, int length) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            lengths = Arrays.copyOf(lengths, size * 2);
        }
        if (used + length > data.length) {
            data = Arrays.copyOf(data, (int)
                    Math.min(Integer.MAX_VALUE - 8L, Math.max(used + (long) length, data.length * 2L)));
        }
        System.arraycopy(source, from, data, used, length);
        starts[size] = used;
        lengths[size++] = length;
        used += length;
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
        append(data, 0, 0);
    }

    @Override
    protected void appendValue(Column column, int row) {
        BytesColumn bytes = (BytesColumn) column;
        append(bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
    }

    @Override
    protected void truncateValues(int newSize) {
        used = newSize == 0 ? 0 : starts[newSize - 1] + lengths[newSize - 1];
    }

    @Override
    protected BytesColumn buildColumn(long[] mask) {
        BytesColumn column = new BytesColumn(size, data, starts, lengths, mask);
        data = new byte[Math.max(256, used)];
        starts = new int[Math.max(64, size)];
        lengths = new int[Math.max(64, size)];
        used = 0;
        return column;
    }
}
