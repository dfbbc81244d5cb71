package io.millrace.session.statement.change;

import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;

/**
 * What a statement changes in a table.
 *
 * @param removed with all declared columns
 * @param added with the columns that rows bring with them
 * @param deleted those of {@code removed} for which no other row comes
 */
record RowsToChange(List<Page> removed, List<Page> added, List<Page> deleted) {

    static RowsToChange nothing() {
        return new RowsToChange(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    /** How many rows are concerned. */
    long count() {
        return rows(added) + rows(deleted);
    }

    private static long rows(List<Page> pages) {
        return pages.stream().mapToLong(Page::size).sum();
    }
}
