package io.millrace.connector.generator;

import io.millrace.spi.connector.Admission;
import io.millrace.spi.connector.RejectedRows;
import io.millrace.spi.connector.ReplayableSource;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
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
    public List<Split> poll(Map<String, Long> offsets, Admission limits) {
        long start = offsets.getOrDefault(PARTITION, 0L);
        long end = Math.min(pacer.due(start), total.orElse(Long.MAX_VALUE));
        end = Math.min(end, admittedEnd(start, end, Math.max(1, limits.rows())));
        List<Split> splits = new ArrayList<>();
        if (end > start) {
            long least = maker.offsetsFor(Page.MAX_ROWS);
            long size = Math.max(least, (end - start + limits.splits() - 1) / Math.max(1, limits.splits()));
            for (long from = start; from < end; from += size) {
                splits.add(new Split(PARTITION, from, Math.min(end, from + size)));
            }
        }
        return splits;
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

    @Override
    public boolean exhausted(Map<String, Long> offsets) {
        return total.isPresent() && offsets.getOrDefault(PARTITION, 0L) >= total.get();
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
    public SplitReader open(Split split, int[] columns, RejectedRows rejected) {
        return new MadeReader(split, columns);
    }

    @Override
    public void close() {
        pacer.close();
    }

    private final class MadeReader implements SplitReader {

        private final long end;
        private final int[] columns;
        private final long[] offsets;
        private long next;
        private Page page;

        MadeReader(Split split, int[] columns) {
            this.next = split.start();
            this.end = split.end();
            this.columns = columns;
            this.offsets = new long[(int) Math.min(Page.MAX_ROWS, Math.max(1, end - next))];
        }

        @Override
        public boolean advance() {
            int count = maker.collect(next, end, offsets);
            if (count == 0) {
                next = end;
                return false;
            }
            next = offsets[count - 1] + 1;
            page = maker.make(offsets, count, columns);
            return true;
        }

        @Override
        public Page page() {
            return page;
        }

        @Override
        public void close() {
            page = null;
        }
    }
}
