package io.millrace.engine.input;

import io.millrace.engine.refused.AheadRow;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.time.Watermarks;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the splits of one input for one batch, once for all queries that need them: each page goes through the first stages of all
 * consumers while it is warm.
 *
 * <p>Partitions read at the same time; each has its own reader, watermark and list of rejected records.
 */
public final class Scan {

    /** Takes pages of the needed declared columns on a partition's thread. */
    @FunctionalInterface
    public interface Consumer {
        void accept(int partition, Page page);
    }

    /** Greatest watermark that a partition of the source showed in this batch. */
    record Observed(String partition, long watermark) {}

    private static final class Share {
        private final InputReader.Rows rows;
        private final List<Observed> observed = new ArrayList<>();
        private int kept;
        private long ahead;
        /** Since when the source is asked for something; 0 while it is not. */
        private volatile long askedNanos;

        Share(InputReader.Rows rows) {
            this.rows = rows;
        }
    }

    private final Input input;
    private final ReaderFactory readers;
    private final InputReader reader;
    private final List<Split> splits;
    private final List<Consumer> consumers;
    private final long timestamp;
    private final Share[] shares;
    private final SplitResult[] results;
    private volatile boolean cancelled;

    public Scan(
            Input input,
            InputReader reader,
            List<Split> splits,
            List<Consumer> consumers,
            int partitions,
            long timestamp) {
        this.input = input;
        this.readers = input.replayable().orElseThrow().readers();
        this.reader = reader;
        this.splits = splits;
        this.consumers = consumers;
        this.timestamp = timestamp;
        this.results = new SplitResult[splits.size()];
        this.shares = new Share[partitions];
        for (int partition = 0; partition < partitions; partition++) {
            shares[partition] = new Share(reader.rows());
        }
    }

    public Input input() {
        return input;
    }

    public List<Split> splits() {
        return splits;
    }

    /** About how much work the splits are: whether it is worth waking other threads. */
    public long extent() {
        return splits.stream().mapToLong(Split::extent).sum();
    }

    /** Reads the splits that fall to a partition, if any, on its thread. */
    public void run(int partition) {
        if (partition >= shares.length) {
            return;
        }
        Share share = shares[partition];
        try {
            for (int i = partition; i < splits.size() && !cancelled; i += shares.length) {
                results[i] = readSplit(partition, share, splits.get(i));
            }
        } finally {
            share.askedNanos = 0;
        }
    }

    /** Whether the source has given nothing to a reading partition for that long. */
    public boolean isStalled(long nanos) {
        long now = System.nanoTime();
        return Arrays.stream(shares)
                .mapToLong(share -> share.askedNanos)
                .anyMatch(asked -> asked != 0 && now - asked > nanos);
    }

    /** Nothing is to be passed on any more, even if the source comes back with something. */
    public void cancel() {
        cancelled = true;
    }

    private SplitResult readSplit(int partition, Share share, Split split) {
        int room = RejectedRecords.MAX_KEPT - share.kept;
        RejectedRecords rejected = reader.rejected(timestamp, room);
        rejected.partition(split.partition());
        share.rows.limit(input.ahead().limits(split.partition()));
        long count = 0;
        share.askedNanos = System.nanoTime();
        try (SplitReader pages = readers.open(split, reader.physical(), rejected)) {
            while (pages.advance() && !cancelled) {
                Page given = checked(pages.page());
                share.askedNanos = 0; // from here on it is not the source that takes its time
                Page page = share.rows.apply(given, rejected);
                count += page.size();
                if (page.size() > 0) {
                    for (Consumer consumer : consumers) {
                        consumer.accept(partition, page);
                    }
                }
                share.askedNanos = System.nanoTime();
            }
        }
        if (rejected.hasFailedRows() && !reader.isWhole()) {
            rejected = FailedRows.complete(readers, split, input.positionedReader(), timestamp, room);
        }
        if (share.rows.aheadCount() > 0) {
            rejectAhead(share, split, rejected);
        }
        long watermark = share.rows.takeWatermark();
        if (watermark != Watermarks.NONE) {
            share.observed.add(new Observed(split.partition(), watermark));
        }
        share.kept += rejected.rows().size();
        return new SplitResult(split, count, rejected.rows(), rejected.count());
    }

    /** The columns that were asked for, in the layouts of their types. */
    private Page checked(Page page) {
        int[] wanted = reader.physical();
        boolean fits = page != null && page.columnCount() == wanted.length;
        for (int i = 0; fits && i < wanted.length; i++) {
            fits = page.column(i).size() == page.size()
                    && page.column(i).layout()
                            == input.definition().physical().type(wanted[i]).layout();
        }
        if (!fits) {
            throw new IllegalStateException("the source gave other columns than it was asked for");
        }
        return page;
    }

    /** Reports the rows that are too far ahead, with all their columns. */
    private void rejectAhead(Share share, Split split, RejectedRecords rejected) {
        long all = share.rows.aheadCount();
        share.ahead += all;
        List<AheadRow> complete = AheadRows.complete(readers, split, input.positionedReader(), share.rows.takeAhead());
        rejected.rejectAhead(complete, all, 0);
    }

    /** How many rows were refused because they are too far ahead. */
    public long ahead() {
        return Arrays.stream(shares).mapToLong(share -> share.ahead).sum();
    }

    /** What the reading of each split gave, in their order; all of them were read. */
    public List<SplitResult> results() {
        return List.of(results);
    }

    public long rows() {
        return results().stream().mapToLong(SplitResult::rows).sum();
    }

    public void observe(Watermarks watermarks, long nowNanos) {
        for (Share share : shares) {
            share.observed.forEach(seen -> watermarks.observe(seen.partition(), seen.watermark(), nowNanos));
        }
    }

    public List<RejectedRow> rejected() {
        return results().stream().flatMap(result -> result.rejected().stream()).toList();
    }

    public long rejectedCount() {
        return results().stream().mapToLong(SplitResult::rejectedCount).sum();
    }
}
