package io.millrace.engine.input;

import io.millrace.engine.refused.RejectedRecords;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows that a batch took of each relation, to be looked at once more: where they came from, and the columns nobody asked for. */
public final class BatchRows {

    /** Takes rows with all declared columns. */
    @FunctionalInterface
    public interface Reader {
        /**
         * @param positions of the rows in their partition; null when they have none
         * @param partition of the source; empty when it is not known
         */
        public void read(Page rows, LongColumn positions, String partition);
    }

    private record Kept(Page page, String partition, long first) {

        LongColumn positions() {
            if (first < 0) {
                return null;
            }
            long[] positions = new long[page.size()];
            for (int i = 0; i < positions.length; i++) {
                positions[i] = first + i;
            }
            return new LongColumn(positions.length, positions, null);
        }
    }

    private record Scanned(Input input, List<Split> splits) {}

    private final Map<String, List<Kept>> kept = new HashMap<>();
    private final Map<String, Scanned> scanned = new HashMap<>();

    public void clear() {
        kept.clear();
        scanned.clear();
    }

    /** Notes what is read from a source that can be read again. */
    public void addScan(Scan scan) {
        addScan(scan.input().name(), scan);
    }

    /** The same of an input that whoever reads it knows under this name. */
    public void addScan(String name, Scan scan) {
        scanned.put(name, new Scanned(scan.input(), scan.splits()));
    }

    /**
     * Notes pages that are in memory.
     *
     * @param first number of their first row in the relation; negative when its rows have no numbers
     */
    public void add(String relation, String partition, long first, List<Page> pages) {
        long next = first;
        for (Page page : pages) {
            kept.computeIfAbsent(relation, unused -> new ArrayList<>()).add(new Kept(page, partition, next));
            next += first < 0 ? 0 : page.size();
        }
    }

    /** Reads the rows of a relation. */
    public void read(String relation, Reader reader) {
        kept.getOrDefault(relation, List.of())
                .forEach(rows -> reader.read(rows.page(), rows.positions(), rows.partition()));
        if (scanned.containsKey(relation)) {
            Input input = scanned.get(relation).input();
            scanned.get(relation).splits().forEach(split -> read(input, split, reader));
        }
    }

    private static void read(Input input, Split split, Reader reader) {
        ReaderFactory readers = input.replayable().orElseThrow().readers();
        InputReader positioned = input.positionedReader();
        RejectedRecords reported = positioned.rejected(0);
        InputReader.Rows rows = positioned.rows();
        rows.limit(input.ahead().limits(split.partition()));
        try (SplitReader pages = readers.open(split, positioned.physical(), reported)) {
            while (pages.advance()) {
                Page page = rows.apply(pages.page(), reported);
                reader.read(page, rows.positions(), split.partition());
            }
        }
    }
}
