package io.millrace.connector.testkit.changes;

import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lines of a file as one partition. */
record ChangesSource(ChangedLines lines, boolean follow) implements ReplayableSource {

    @Override
    public boolean live() {
        return follow;
    }

    @Override
    public boolean changes() {
        return true;
    }

    @Override
    public ReaderFactory readers() {
        return lines;
    }

    @Override
    public List<Split> poll(Map<String, Offset> offsets, Admission limits) {
        long start = readTo(offsets);
        long there = lines.complete().size();
        long end = there - start > limits.rows() ? start + limits.rows() : there;
        List<Split> splits = new ArrayList<>();
        long size = Math.max(1, (end - start + limits.splits() - 1) / Math.max(1, limits.splits()));
        for (long from = start; from < end; from += size) {
            splits.add(Split.of(ChangedLines.PARTITION, from, Math.min(end, from + size)));
        }
        return splits;
    }

    private static long readTo(Map<String, Offset> offsets) {
        Offset offset = offsets.get(ChangedLines.PARTITION);
        return offset == null ? 0 : offset.asLong();
    }

    @Override
    public boolean exhausted(Map<String, Offset> offsets) {
        return !follow && readTo(offsets) >= lines.complete().size();
    }

    @Override
    public boolean endless() {
        return false;
    }

    @Override
    public void onInput(Runnable signal) {
        // the server polls anyway
    }

    @Override
    public void close() {
        // holds nothing
    }
}
