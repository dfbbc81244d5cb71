package io.millrace.session.statement.change;

import io.millrace.spi.data.Page;
import java.util.List;

/**
 * What a statement changes in a table.
 *
 * @param removed with all declared columns
 * @param added with the columns that rows bring with them
 */
record RowsToChange(List<Page> removed, List<Page> added) {

    /** How many rows are concerned. */
    long count() {
        return Math.max(
                removed.stream().mapToLong(Page::size).sum(),
                added.stream().mapToLong(Page::size).sum());
    }
}
