package io.millrace.connector.generator;

import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.progress.SourceBacklog;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A source of one partition whose rows are made from their offsets. */
public final class MadeSource implements ReplayableSource {

    private static final String PARTITION = "rows";

    private final RowMaker maker;
    private final Optional<Long> total;
    private final Pacer pacer;

    /** @param total where the offsets end; empty when never */
    public MadeSource(RowMaker maker, Optional<Long> total, Pacer pacer) {
        this.maker = maker;
        this.total = total;
        this.pacer = pacer;
    }

    @Override
    public void recall(Map<String, Offset> offsets) {
        pacer.recall(readTo(offsets));
    }

    @Override
    public List<Split> poll(Map<String, Offset> offsets, Admission limits) {
        long start = readTo(offsets);
        long end = Math.min(pacer.due(start), total.orElse(Long.MAX_VALUE));
        end = Math.min(end, admittedEnd(start, end, Math.max(1, limits.rows())));
        List<Split> splits = new ArrayList<>();
        if (end > start) {
            long least = maker.offsetsFor(Page.MAX_ROWS);
            long size = Math.max(least, (end - start + limits.splits() - 1) / Math.max(1, limits.splits()));
            for (long from = start; from < end; from += size) {
                splits.add(Split.of(PARTITION, from, Math.min(end, from + size)));
            }
        }
        return splits;
    }

    private static long readTo(Map<String, Offset> offsets) {
        Offset offset = offsets.get(PARTITION);
        return offset == null ? 0 : offset.asLong();
    }

    private long admittedEnd(long start, long end, long rows) {
        if (rows > Page.MAX_ROWS) {
            long offsets = maker.offsetsFor(rows);
            return end - start > offsets ? start + offsets : end;
        }
        long[] offsets = new long[(int) rows];
        int count = maker.collect(start, end, offsets);
        return count == rows ? offsets[count - 1] + 1 : end;
    }

    /** Without a rate all of it is there. */
    @Override
    public SourceBacklog backlog(Map<String, Offset> offsets) {
        return total.filter(unused -> pacer.isUnlimited())
                .map(end -> SourceBacklog.ofRows(Math.max(0, end - readTo(offsets))))
                .orElse(SourceBacklog.UNKNOWN);
    }

    @Override
    public boolean exhausted(Map<String, Offset> offsets) {
        return total.isPresent() && readTo(offsets) >= total.get();
    }

    @Override
    public ReaderFactory readers() {
        return new MadeReaders(maker);
    }

    @Override
    public boolean endless() {
        return total.isEmpty() && pacer.isUnlimited();
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public void onInput(Runnable signal) {
        pacer.onDue(signal);
    }

    @Override
    public void close() {
        pacer.close();
    }
}
