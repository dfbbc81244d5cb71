package io.millrace.engine.input;

import io.millrace.engine.codegen.ChainCompiler;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.time.AheadBound;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Page;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** What a stream that can be read again held at a batch: it is read from the source once more, up to the batch's offsets. */
record ScanSnapshot(
        InputDefinition definition,
        ReaderFactory readers,
        List<Split> splits,
        ChainCompiler compiler,
        long timestamp,
        Map<String, AheadBound.Limits> limits,
        Witness witness)
        implements RelationSnapshot {

    /** Learns what was read, so that records are counted and reported which no running query has come across. */
    interface Witness {
        /** All of a split was read by the calling thread. */
        void read(Split split, long rows, RejectedRecords rejected);
    }

    @Override
    public void read(int[] columns, Predicate<Page> reader) {
        int[] declared = IntStream.of(columns).sorted().distinct().toArray();
        InputReader inputReader = new InputReader(definition, declared, compiler);
        int[] positions = inputReader.positions(IntStream.of(columns).boxed().toList());
        InputReader.Rows rows = inputReader.rows();
        for (Split split : splits) {
            RejectedRecords rejected = inputReader.rejected(timestamp);
            rows.limit(limits.get(split.partition()));
            rejected.partition(split.partition());
            long count = 0;
            try (SplitReader pages = readers.open(split, inputReader.physical(), rejected)) {
                while (pages.advance()) {
                    Page page = rows.apply(pages.page(), rejected).project(positions);
                    count += page.size();
                    if (!reader.test(page)) {
                        return;
                    }
                }
            }
            if (rejected.hasFailedRows() && !inputReader.isWhole()) {
                rejected = FailedRows.complete(readers, split, whole(), timestamp, RejectedRecords.MAX_KEPT);
            }
            long ahead = rows.aheadCount();
            if (ahead > 0) {
                rejected.rejectAhead(
                        AheadRows.complete(readers, split, whole(), definition.rowType(), rows.takeAhead()), ahead, 0);
            }
            witness.read(split, count, rejected);
        }
    }

    private InputReader whole() {
        int[] all = IntStream.range(0, definition.rowType().size()).toArray();
        return new InputReader(definition, all, compiler, true);
    }

    @Override
    public long rows() {
        return -1;
    }
}
