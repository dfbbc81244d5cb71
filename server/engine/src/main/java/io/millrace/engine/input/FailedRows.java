package io.millrace.engine.input;

import io.millrace.engine.refused.RejectedRecords;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;

/**
 * Reads a split once more whose rows failed, with the columns that nobody had asked for: what {@code $errors} shows of a row does not
 * depend on who reads what.
 */
final class FailedRows {

    private FailedRows() {}

    /**
     * What the split has of bad records and failing rows, with all their columns.
     *
     * @param whole a reader of all columns that tells positions
     * @param room for how many of them
     */
    static RejectedRecords complete(ReaderFactory readers, Split split, InputReader whole, long timestamp, int room) {
        RejectedRecords rejected = whole.rejected(timestamp, room);
        rejected.partition(split.partition());
        InputReader.Rows rows = whole.rows();
        try (SplitReader pages = readers.open(split, whole.physical(), rejected)) {
            while (pages.advance()) {
                rows.apply(pages.page(), rejected);
            }
        }
        return rejected;
    }

    /** Reads a split whole, and does nothing with it. */
    static void read(ReaderFactory readers, Split split, InputReader whole) {
        try (SplitReader pages = readers.open(split, whole.physical(), whole.rejected(0, 0))) {
            while (pages.advance()) {
                pages.page();
            }
        }
    }
}
