package io.millrace.engine.view;

import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which values the rows of a table have in columns where no two rows may have the same; rows with a NULL there do not count. Follows the table
 * through batches, commits and aborts. Used by the driver's thread.
 */
final class UniqueColumns {

    private final int[] columns;
    private final int[] all;
    private final RowType rowType;
    private final ViewStore there;

    /** @param columns indexes of columns of the table */
    UniqueColumns(RowType table, List<Integer> columns) {
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
        this.all = IntStream.range(0, this.columns.length).toArray();
        this.rowType = table.project(this.columns);
        this.there = new ViewStore(rowType);
    }

    /** Applies what a batch changes in the table. */
    void apply(long batch, List<Page> delta) {
        delta.forEach(page -> there.apply(batch, List.of(values(page, 1))));
    }

    /**
     * Values that two rows of the table would have, by their names.
     *
     * @param none whether all rows that are there go first
     */
    Optional<String> repeated(boolean none, List<Page> removed, List<Page> added) {
        ViewStore change = new ViewStore(rowType);
        removed.forEach(page -> change(change, values(page, -1)));
        List<Page> coming = added.stream().map(page -> values(page, 1)).toList();
        coming.forEach(page -> change(change, page));
        for (Page page : coming) {
            int[] hashes = there.hash(page);
            for (int row = 0; row < page.size(); row++) {
                long before = none ? 0 : copies(there, page, row, hashes[row]);
                if (before + copies(change, page, row, hashes[row]) > 1) {
                    return Optional.of(RowText.named(rowType, all, page, row));
                }
            }
        }
        return Optional.empty();
    }

    /** Counts equal rows together from the first one on. */
    private static void change(ViewStore counted, Page page) {
        if (page.size() > 0) {
            counted.find(page, 0, counted.hash(page)[0]);
            counted.apply(0, List.of(page));
        }
    }

    private static long copies(ViewStore store, Page page, int row, int hash) {
        int found = store.find(page, row, hash);
        return found < 0 ? 0 : store.copies(found);
    }

    /** The values of rows without a NULL among them. */
    private Page values(Page page, int sign) {
        Page projected = page.project(columns);
        PageBuilder values = new PageBuilder(rowType);
        for (int row = 0; row < page.size(); row++) {
            if (!hasNull(projected, row)) {
                values.appendRow(projected, row, sign * page.weight(row));
            }
        }
        return values.build();
    }

    private static boolean hasNull(Page page, int row) {
        for (int column = 0; column < page.columnCount(); column++) {
            long[] nulls = page.column(column).nulls();
            if (nulls != null && NullMask.isNull(nulls, row)) {
                return true;
            }
        }
        return false;
    }

    void commit() {
        there.commit();
    }

    void abort(long batch) {
        there.abort(batch);
    }

    long bytes() {
        return there.bytes();
    }
}
