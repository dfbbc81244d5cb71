package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Takes rows out of the store of a table and puts others in, after it was checked that all of that fits: a row that goes has to be there
 * as it was read, and a row that comes must not have the key of one that stays. Used by the driver's thread.
 */
final class TableChange {

    private final RowType rowType;
    private final boolean keyed;
    private final ViewStore store;
    private final int[] all;
    private final RowEquality whole;

    TableChange(RowType rowType, boolean keyed, ViewStore store) {
        this.rowType = rowType;
        this.keyed = keyed;
        this.store = store;
        this.all = IntStream.range(0, rowType.size()).toArray();
        this.whole = new RowEquality(all);
    }

    /** What is in the way; changes nothing. */
    Optional<TableConflict> check(List<Page> removed, List<Page> added) {
        return keyed ? checkKeyed(removed, added) : checkCopies(removed);
    }

    private Optional<TableConflict> checkKeyed(List<Page> removed, List<Page> added) {
        ViewStore going = new ViewStore(rowType, store.identity());
        for (Page page : removed) {
            int[] hashes = store.hash(page);
            for (int row = 0; row < page.size(); row++) {
                int old = store.find(page, row, hashes[row]);
                if (old < 0 || !whole.equal(store.block(old), RowBlocks.offset(old), page, row)) {
                    return Optional.of(new TableConflict.Stale(named(page, row)));
                }
                if (going.find(page, row, hashes[row]) >= 0) {
                    return Optional.of(new TableConflict.Twice(named(page, row)));
                }
                going.replace(0, page, row, hashes[row]);
            }
        }
        return duplicate(going, added);
    }

    private Optional<TableConflict> duplicate(ViewStore going, List<Page> added) {
        ViewStore coming = new ViewStore(rowType, store.identity());
        for (Page page : added) {
            int[] hashes = store.hash(page);
            for (int row = 0; row < page.size(); row++) {
                boolean stays = store.find(page, row, hashes[row]) >= 0 && going.find(page, row, hashes[row]) < 0;
                if (stays || coming.find(page, row, hashes[row]) >= 0) {
                    return Optional.of(new TableConflict.Duplicate(named(page, row)));
                }
                coming.replace(0, page, row, hashes[row]);
            }
        }
        return Optional.empty();
    }

    private Optional<TableConflict> checkCopies(List<Page> removed) {
        ViewStore going = new ViewStore(rowType);
        going.apply(0, removed);
        List<TableConflict> found = new ArrayList<>();
        going.snapshot(0).read(all, page -> {
            int[] hashes = store.hash(page);
            for (int row = 0; row < page.size() && found.isEmpty(); row++) {
                int old = store.find(page, row, hashes[row]);
                if (old < 0 || store.copies(old) < page.weight(row)) {
                    found.add(new TableConflict.Stale(named(page, row)));
                }
            }
            return found.isEmpty();
        });
        return found.stream().findFirst();
    }

    private String named(Page page, int row) {
        return RowText.named(rowType, store.identity(), page, row);
    }

    /** Removes rows that were found to be there; each is one copy, or stands for as many as its weight says. */
    void remove(long batch, List<Page> removed, List<Page> delta) {
        for (Page page : removed) {
            PageBuilder gone = new PageBuilder(rowType);
            store.changing(() -> remove(batch, page, gone));
            delta.add(gone.build());
        }
    }

    private void remove(long batch, Page page, PageBuilder gone) {
        int[] hashes = store.hash(page);
        for (int row = 0; row < page.size(); row++) {
            for (long copy = page.weight(row); copy > 0; copy--) {
                int old = store.find(page, row, hashes[row]);
                store.removeCopy(batch, old, hashes[row]);
            }
            gone.appendRow(page, row, -page.weight(row));
        }
    }

    /** All rows that are there. */
    List<Page> rows(long batch) {
        List<Page> pages = new ArrayList<>();
        store.snapshot(batch).read(all, pages::add);
        return pages;
    }
}
