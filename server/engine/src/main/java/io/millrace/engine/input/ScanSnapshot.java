package io.millrace.engine.input;

import io.millrace.engine.refused.AheadRow;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.time.AheadBound;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What a stream that can be read again held at a batch: it is read from the source once more, up to the batch's offsets. */
record ScanSnapshot(
        InputReaders declared,
        ReaderFactory readers,
        List<Split> splits,
        long timestamp,
        Map<String, AheadBound.Limits> limits,
        Health health,
        Witness witness)
        implements RelationSnapshot {

    /** Learns what was read, so that records are counted and reported which no running query has come across. */
    @FunctionalInterface
    interface Witness {
        /** All of a split was read by the calling thread. */
        void read(Split split, long rows, RejectedRecords rejected);
    }

    @Override
    public void read(int[] columns, Predicate<Page> reader) {
        InputReader inputReader =
                declared.of(IntStream.of(columns).sorted().distinct().toArray());
        int[] positions = inputReader.positions(IntStream.of(columns).boxed().toList());
        InputReader.Rows rows = inputReader.rows();
        for (Split split : splits) {
            RejectedRecords rejected = inputReader.rejected(timestamp);
            rows.limit(limits.get(split.partition()));
            rejected.partition(split.partition());
            long count = 0;
            Optional<SplitReader> opened = open(split, inputReader.physical(), rejected);
            if (opened.isEmpty()) {
                continue;
            }
            try (SplitReader pages = opened.get()) {
                while (pages.advance()) {
                    Page page = rows.apply(pages.page(), rejected).project(positions);
                    count += page.size();
                    if (!reader.test(page)) {
                        return;
                    }
                }
            }
            if (rejected.hasFailedRows() && !inputReader.isWhole()) {
                rejected =
                        FailedRows.complete(readers, split, declared.positioned(), timestamp, RejectedRecords.MAX_KEPT);
            }
            long ahead = rows.aheadCount();
            if (ahead > 0) {
                List<AheadRow> complete = AheadRows.complete(readers, split, declared.positioned(), rows.takeAhead());
                rejected.rejectAhead(complete, ahead, 0);
            }
            health.read(split.partition());
            witness.read(split, count, rejected);
        }
    }

    /** Empty when the source does not have the rows any more. */
    private Optional<SplitReader> open(Split split, int[] physical, RejectedRecords rejected) {
        try {
            return Optional.of(readers.open(split, physical, rejected));
        } catch (MillraceException e) {
            if (e.code() != ErrorCode.SOURCE_GONE) {
                throw e;
            }
            health.lost(split.partition(), e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public long rows() {
        return -1;
    }
}
