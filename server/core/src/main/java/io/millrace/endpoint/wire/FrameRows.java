package io.millrace.endpoint.wire;

import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;

/** The rows of one frame, as runs of pages. Full when what it takes to encode them has grown to {@link #FULL_BYTES}. */
public final class FrameRows {

    private static final long FULL_BYTES = 8L << 20;

    /** What a cell needs beside its text while it is encoded. */
    private static final long CELL_BYTES = 64;

    /** The rows {@code from .. to} of a page. */
    record Run(Page page, int from, int to) {}

    private final List<Run> runs = new ArrayList<>();
    private int size;
    private long bytes;

    public int size() {
        return size;
    }

    List<Run> runs() {
        return runs;
    }

    /** What it takes to encode the rows, roughly. */
    public long bytes() {
        return bytes;
    }

    public boolean isFull() {
        return bytes >= FULL_BYTES;
    }

    /** Adds rows from {@code from} on, {@code to} at the most, and returns where it stopped. */
    public int add(Page page, int from, int to) {
        long rowBytes = page.columnCount() * CELL_BYTES;
        int end = (int) Math.min(to, from + Math.max(1, (FULL_BYTES - bytes) / rowBytes));
        for (int i = 0; i < page.columnCount(); i++) {
            Column column = page.column(i);
            if (column instanceof BytesColumn) {
                end = fit((BytesColumn) column, from, end);
            }
        }
        bytes += (end - from) * rowBytes;
        runs.add(new Run(page, from, end));
        size += end - from;
        return end;
    }

    /** At least one row fits. */
    private int fit(BytesColumn column, int from, int to) {
        int[] lengths = column.lengths();
        for (int row = from; row < to; row++) {
            bytes += lengths[row];
            if (isFull()) {
                return row + 1;
            }
        }
        return to;
    }
}
