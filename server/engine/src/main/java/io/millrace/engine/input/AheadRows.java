package io.millrace.engine.input;

import io.millrace.engine.refused.AheadRow;
import io.millrace.engine.refused.RejectedRecords;
import io.millrace.engine.view.RowText;
import io.millrace.spi.connector.ReaderFactory;
import io.millrace.spi.connector.Split;
import io.millrace.spi.connector.SplitReader;
import io.millrace.spi.data.Page;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads the rows once more that were refused because they are too far ahead, with the columns that nobody had asked for. */
final class AheadRows {

    private AheadRows() {}

    /** @param whole a reader of all columns that tells positions */
    static List<AheadRow> complete(ReaderFactory readers, Split split, InputReader whole, List<AheadRow> refused) {
        Map<Long, AheadRow> byPosition = new TreeMap<>();
        refused.forEach(row -> byPosition.put(row.position(), row));
        InputReader.Rows rows = whole.rows();
        RejectedRecords reported = whole.rejected(0);
        try (SplitReader pages = readers.open(split, whole.physical(), reported)) {
            while (pages.advance()) {
                Page page = rows.apply(pages.page(), reported);
                for (int row = 0; rows.positions() != null && row < page.size(); row++) {
                    int at = row;
                    byPosition.computeIfPresent(
                            rows.positions().values()[row],
                            (position, found) -> new AheadRow(
                                    position, found.time(), found.limit(), RowText.json(whole.rowType(), page, at)));
                }
            }
        }
        return List.copyOf(byPosition.values());
    }
}
