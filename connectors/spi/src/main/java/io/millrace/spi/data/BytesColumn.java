package io.millrace.spi.data;

import java.nio.charset.StandardCharsets;

/**
 * Strings (UTF-8) or binary values as slices of one shared byte array.
 *
 * <p>Row {@code i} is {@code data[starts[i] .. starts[i] + lengths[i])}. Slices may overlap and repeat, so that filters,
 * projections, substrings and parsers pass values on without copying bytes. What keeps a value for long (state, views)
 * copies it into an array of its own.
 */
public record BytesColumn(int size, byte[] data, int[] starts, int[] lengths, long[] nulls) implements Column {

    @Override
    public Layout layout() {
        return Layout.BYTES;
    }

    @Override
    public BytesColumn gather(int[] rows, int count) {
        int[] chosenStarts = new int[count];
        int[] chosenLengths = new int[count];
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            chosenStarts[i] = starts[row];
            chosenLengths[i] = lengths[row];
        }
        return new BytesColumn(count, data, chosenStarts, chosenLengths, NullMask.gather(nulls, rows, count));
    }

    /** The value of a row as text; for the borders of the server, never for the hot path. */
    public String text(int row) {
        return new String(data, starts[row], lengths[row], StandardCharsets.UTF_8);
    }

    @Override
    public long retainedBytes() {
        return data.length + starts.length * 8L + (nulls == null ? 0 : nulls.length * 8L);
    }
}
