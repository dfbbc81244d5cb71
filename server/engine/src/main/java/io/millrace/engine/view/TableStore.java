package io.millrace.engine.view;

import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.ContentChain;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The rows of a table, unique by primary key where it has one. Turns new rows into the delta of the table. Used by the driver's
 * thread.
 */
public final class TableStore {

    private final RowType rowType;
    private final boolean keyed;
    private final ViewStore store;
    private final TableChange changes;
    private final List<UniqueColumns> unique;

    /** One without other columns that have to be unique. */
    public TableStore(RowType rowType, List<Integer> primaryKey) {
        this(rowType, primaryKey, List.of());
    }

    /**
     * Keeps no rows yet.
     *
     * @param primaryKey indexes of columns; empty for a table whose rows may repeat
     * @param unique what other columns have to be unique together
     */
    public TableStore(RowType rowType, List<Integer> primaryKey, List<List<Integer>> unique) {
        this.unique = unique.stream()
                .map(columns -> new UniqueColumns(rowType, columns))
                .toList();
        this.rowType = rowType;
        this.keyed = !primaryKey.isEmpty();
        this.store = keyed
                ? new ViewStore(
                        rowType, primaryKey.stream().mapToInt(Integer::intValue).toArray())
                : new ViewStore(rowType);
        this.changes = new TableChange(rowType, keyed, store);
    }

    /**
     * What is in the way of taking rows out and putting others in; changes nothing.
     *
     * @param all whether all rows go first
     */
    public Optional<TableConflict> check(boolean all, List<Page> removed, List<Page> added) {
        Optional<TableConflict> conflict = all ? Optional.empty() : changes.check(removed, added);
        return conflict.isPresent() ? conflict : repeated(all, removed, added).map(TableConflict.NotUnique::new);
    }

    private Optional<String> repeated(boolean all, List<Page> removed, List<Page> added) {
        return unique.stream()
                .flatMap(columns -> columns.repeated(all, removed, added).stream())
                .findFirst();
    }

    /** The values of UNIQUE columns that two rows would have when these are inserted, some of them before the others. */
    public Optional<String> repeated(List<Page> before, List<Page> pages) {
        if (unique.isEmpty()) {
            return Optional.empty();
        }
        List<Page> added = new ArrayList<>(before);
        added.addAll(pages);
        return repeated(false, List.of(), added);
    }

    private List<Page> noted(long batch, List<Page> delta) {
        unique.forEach(columns -> columns.apply(batch, delta));
        return delta;
    }

    /** Takes rows out and puts others in, which fit as {@link #check} says; returns the delta: −old, +new. */
    public List<Page> change(long batch, boolean all, List<Page> removed, List<Page> added) {
        List<Page> delta = new ArrayList<>();
        changes.remove(batch, all ? changes.rows(batch) : removed, delta);
        delta.addAll(put(batch, added));
        return noted(batch, delta);
    }

    /** Takes out those rows that are there; answers the others. */
    List<Page> removePresent(long batch, Page page) {
        PageBuilder others = new PageBuilder(rowType);
        store.changing(() -> removePresent(batch, page, others));
        return others.isEmpty() ? List.of() : List.of(others.build());
    }

    private void removePresent(long batch, Page page, PageBuilder others) {
        int[] hashes = store.hash(page);
        for (int row = 0; row < page.size(); row++) {
            long left = page.weight(row);
            while (left > 0 && store.find(page, row, hashes[row]) >= 0) {
                store.removeCopy(batch, store.find(page, row, hashes[row]), hashes[row]);
                left--;
            }
            if (left > 0) {
                others.appendRow(page, row, left);
            }
        }
    }

    /** The rows of a page, with their weights, but for as many copies as are here, which are here no more then. */
    Page without(Page page) {
        List<Page> others = size() == 0 ? List.of(page) : removePresent(0, page);
        return others.isEmpty() ? page.slice(0, 0) : others.get(0);
    }

    /** Another one with the same rows. */
    TableStore copy() {
        TableStore copy = new TableStore(rowType, keyed ? key() : List.of());
        List<Page> rows = new ArrayList<>();
        store.snapshot(Long.MAX_VALUE - 1)
                .read(IntStream.range(0, rowType.size()).toArray(), rows::add);
        copy.store.apply(0, rows);
        return copy;
    }

    private List<Integer> key() {
        return IntStream.of(store.identity()).boxed().toList();
    }

    /** The first row of each key, in their order. */
    public static List<Page> firstOfEachKey(RowType rowType, int[] key, List<Page> pages) {
        ViewStore seen = new ViewStore(rowType, key);
        List<Page> first = new ArrayList<>();
        for (Page page : pages) {
            int[] hashes = seen.hash(page);
            int[] rows = new int[page.size()];
            int count = 0;
            for (int row = 0; row < page.size(); row++) {
                if (seen.find(page, row, hashes[row]) < 0) {
                    seen.replace(0, page, row, hashes[row]);
                    rows[count++] = row;
                }
            }
            first.add(count == page.size() ? page : page.gather(rows, count));
        }
        return first;
    }

    /** The rows with some keys; each page has the columns of the key, in its order. Between batches. */
    public List<Page> rows(List<Page> keys) {
        PageBuilder found = new PageBuilder(rowType);
        List<Page> pages = new ArrayList<>();
        ViewStore seen = new ViewStore(rowType, store.identity());
        for (Page page : keys) {
            Column[] columns = new Column[rowType.size()];
            for (int i = 0; i < page.columnCount(); i++) {
                columns[store.identity()[i]] = page.column(i);
            }
            Page placed = new Page(page.size(), columns, null);
            int[] hashes = store.hash(placed);
            for (int row = 0; row < page.size(); row++) {
                int old = store.find(placed, row, hashes[row]);
                if (old >= 0 && seen.find(placed, row, hashes[row]) < 0) {
                    seen.replace(0, store.block(old), RowBlocks.offset(old), hashes[row]);
                    found.appendRow(store.block(old), RowBlocks.offset(old), 1);
                    if (found.isFull()) {
                        pages.add(found.build());
                    }
                }
            }
        }
        pages.add(found.build());
        return pages;
    }

    /**
     * The key of a row of the pages that the table, the rows about to be inserted before, or an earlier row of the pages has already.
     */
    public Optional<String> duplicate(List<Page> before, List<Page> pages) {
        if (!keyed) {
            return Optional.empty();
        }
        ViewStore seen = new ViewStore(rowType, store.identity());
        seen.apply(0, before);
        for (Page page : pages) {
            int[] hashes = store.hash(page);
            for (int row = 0; row < page.size(); row++) {
                if (store.find(page, row, hashes[row]) >= 0 || seen.find(page, row, hashes[row]) >= 0) {
                    return Optional.of(RowText.named(rowType, store.identity(), page, row));
                }
                seen.apply(0, List.of(page.slice(row, row + 1)));
            }
        }
        return Optional.empty();
    }

    /**
     * Inserts rows, each replacing the row of the same key, and takes those out whose keys are taken back, in their order; returns the delta:
     * −old, +new.
     */
    public List<Page> upsert(long batch, List<Page> pages) {
        return noted(batch, put(batch, pages));
    }

    private List<Page> put(long batch, List<Page> pages) {
        if (!keyed) {
            store.apply(batch, pages);
            return pages;
        }
        List<Page> delta = new ArrayList<>();
        PageBuilder builder = new PageBuilder(rowType);
        for (Page page : pages) {
            store.changing(() -> upsert(batch, page, builder, delta));
        }
        if (!builder.isEmpty()) {
            delta.add(builder.build());
        }
        return delta;
    }

    private void upsert(long batch, Page page, PageBuilder builder, List<Page> delta) {
        int[] hashes = store.hash(page);
        for (int row = 0; row < page.size(); row++) {
            int old = store.find(page, row, hashes[row]);
            if (old >= 0) {
                builder.appendRow(store.block(old), RowBlocks.offset(old), -1);
            }
            if (page.weight(row) > 0) {
                builder.appendRow(page, row, 1);
                store.replace(batch, page, row, hashes[row]);
            } else if (old >= 0) {
                store.removeCopy(batch, old, hashes[row]);
            }
            if (builder.size() >= Page.MAX_ROWS - 1) {
                delta.add(builder.build());
            }
        }
    }

    /** The batch is committed: what it changed stays. */
    public void commit() {
        store.commit();
        unique.forEach(UniqueColumns::commit);
    }

    /** Takes back all that was changed since the last commit. */
    public void abort(long batch) {
        store.abort(batch);
        unique.forEach(columns -> columns.abort(batch));
    }

    /**
     * Applies rows of which some are taken back: their weights are added up first, then what is left of negative ones is removed, by key
     * where there is one, and what is left of positive ones inserted; returns the delta.
     *
     * @param missing takes the rows that should be removed and are not there
     */
    public List<Page> change(long batch, List<Page> pages, Consumer<Page> missing) {
        ViewStore net = new ViewStore(rowType);
        net.apply(0, pages);
        List<Page> fewer = new ArrayList<>();
        List<Page> more = new ArrayList<>();
        net.snapshot(0).read(IntStream.range(0, rowType.size()).toArray(), page -> {
            part(page, -1).ifPresent(fewer::add);
            part(page, 1).ifPresent(more::add);
            return true;
        });
        List<Page> delta = new ArrayList<>();
        for (Page page : fewer) {
            store.changing(() -> remove(batch, page, delta, missing));
        }
        delta.addAll(put(batch, more));
        return noted(batch, delta);
    }

    /** The rows of a page whose weights have a sign. */
    private static Optional<Page> part(Page page, int sign) {
        int[] rows = new int[page.size()];
        int count = 0;
        for (int row = 0; row < page.size(); row++) {
            if (Long.signum(page.weight(row)) == sign) {
                rows[count++] = row;
            }
        }
        return count == 0 ? Optional.empty() : Optional.of(page.gather(rows, count));
    }

    private void remove(long batch, Page page, List<Page> delta, Consumer<Page> missing) {
        PageBuilder removed = new PageBuilder(rowType);
        PageBuilder absent = new PageBuilder(rowType);
        int[] hashes = store.hash(page);
        for (int row = 0; row < page.size(); row++) {
            long copies = -page.weight(row);
            while (copies > 0 && store.find(page, row, hashes[row]) >= 0) {
                int old = store.find(page, row, hashes[row]);
                removed.appendRow(store.block(old), RowBlocks.offset(old), -1);
                store.removeCopy(batch, old, hashes[row]);
                copies = keyed ? 0 : copies - 1;
            }
            if (copies > 0) {
                absent.appendRow(page, row, copies);
            }
        }
        if (!removed.isEmpty()) {
            delta.add(removed.build());
        }
        if (!absent.isEmpty()) {
            missing.accept(absent.build());
        }
    }

    public long size() {
        return store.size();
    }

    public long bytes() {
        return store.bytes() + unique.stream().mapToLong(UniqueColumns::bytes).sum();
    }

    public RelationSnapshot snapshot(long batch) {
        return store.snapshot(batch);
    }

    /** See {@link ViewStore#cut}. */
    public Content cut(String name, long batch) {
        return store.cut(name, batch);
    }

    /** See {@link ViewStore#restore}. */
    public void restore(ContentChain chain, long batch) throws IOException {
        store.restore(chain, batch);
        if (!unique.isEmpty()) {
            noted(batch, changes.rows(batch));
            unique.forEach(UniqueColumns::commit);
        }
    }
}
