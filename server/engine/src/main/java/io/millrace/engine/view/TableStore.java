package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import io.millrace.spi.data.PageBuilder;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows of a table, unique by primary key where it has one. Turns new rows into the delta of the table. Used by the driver's
 * thread.
 */
public final class TableStore {

    private final RowType rowType;
    private final boolean keyed;
    private final ViewStore store;

    /** @param primaryKey indexes of columns; empty for a table whose rows may repeat */
    public TableStore(RowType rowType, List<Integer> primaryKey) {
        this.rowType = rowType;
        this.keyed = !primaryKey.isEmpty();
        this.store = keyed
                ? new ViewStore(
                        rowType, primaryKey.stream().mapToInt(Integer::intValue).toArray())
                : new ViewStore(rowType);
    }

    /**
     * Whether a row of the pages has a key that the table, the rows about to be inserted before, or an earlier row of the pages has
     * already.
     */
    public boolean hasDuplicate(List<Page> before, List<Page> pages) {
        if (!keyed) {
            return false;
        }
        ViewStore seen = new ViewStore(rowType, store.identity());
        seen.apply(0, before);
        for (Page page : pages) {
            int[] hashes = store.hash(page);
            for (int row = 0; row < page.size(); row++) {
                if (store.find(page, row, hashes[row]) >= 0 || seen.find(page, row, hashes[row]) >= 0) {
                    return true;
                }
                seen.apply(0, List.of(page.slice(row, row + 1)));
            }
        }
        return false;
    }

    /** Inserts rows, each replacing the row of the same key; returns the delta: −old, +new. */
    public List<Page> upsert(long batch, List<Page> pages) {
        if (!keyed) {
            store.apply(batch, pages);
            return pages;
        }
        List<Page> delta = new ArrayList<>();
        PageBuilder builder = new PageBuilder(rowType);
        for (Page page : pages) {
            int[] hashes = store.hash(page);
            for (int row = 0; row < page.size(); row++) {
                int old = store.find(page, row, hashes[row]);
                if (old >= 0) {
                    builder.appendRow(store.block(old), RowStore.offset(old), -1);
                }
                builder.appendRow(page, row, 1);
                store.replace(batch, page, row, hashes[row]);
                if (builder.size() >= Page.MAX_ROWS - 1) {
                    delta.add(builder.build());
                }
            }
        }
        if (!builder.isEmpty()) {
            delta.add(builder.build());
        }
        return delta;
    }

    /** The batch is committed: what it changed stays. */
    public void commit() {
        store.commit();
    }

    /** Takes back all that was changed since the last commit. */
    public void abort(long batch) {
        store.abort(batch);
    }

    public long size() {
        return store.size();
    }

    public long bytes() {
        return store.bytes();
    }

    public RelationSnapshot snapshot(long batch) {
        return store.snapshot(batch);
    }
}
