package io.millrace.engine.view;

import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * What a transaction has changed in a relation and nobody else sees yet: rows that are gone and rows that have come. Used by one thread at a
 * time; a reading of what it covers goes on with what was there when it began.
 */
public final class Overlay {

    private final RowType rowType;
    private final boolean keyed;
    private final int[] identity;
    private final int[] all;
    private final TableStore gone;
    private final TableStore come;
    private final List<Page> dropped = new ArrayList<>();
    private long step;

    /** @param key indexes of the columns of the primary key; empty when rows may repeat */
    public Overlay(RowType rowType, List<Integer> key) {
        this.rowType = rowType;
        this.keyed = !key.isEmpty();
        this.all = IntStream.range(0, rowType.size()).toArray();
        this.identity = keyed ? key.stream().mapToInt(Integer::intValue).toArray() : all;
        this.gone = new TableStore(rowType, key);
        this.come = new TableStore(rowType, key);
    }

    /**
     * Why rows cannot come, when others go first; changes nothing.
     *
     * @param base those with their keys that are there without the overlay
     */
    public Optional<String> duplicate(List<Page> base, List<Page> removed, List<Page> added) {
        if (!keyed) {
            return Optional.empty();
        }
        List<Page> keys = added.stream().map(page -> page.project(identity)).toList();
        TableStore there = new TableStore(rowType, ints(identity));
        there.upsert(0, base);
        gone.rows(keys).forEach(page -> there.removePresent(0, page));
        there.upsert(0, come.rows(keys));
        removed.forEach(page -> there.removePresent(0, page));
        return there.duplicate(List.of(), added);
    }

    private static List<Integer> ints(int[] values) {
        return IntStream.of(values).boxed().toList();
    }

    /** Takes rows out, which were read under the overlay, and puts others in. */
    public void change(List<Page> removed, List<Page> added) {
        step++;
        for (Page page : removed) {
            List<Page> others = come.removePresent(step, page);
            gone.upsert(step, others);
        }
        come.upsert(step, added);
        gone.commit();
        come.commit();
    }

    /** Takes rows along that do not come, with the columns that they bring with them. */
    public void drop(List<Page> pages) {
        dropped.addAll(pages);
    }

    /** The rows that do not come. */
    public List<Page> dropped() {
        return dropped;
    }

    /** The rows of the relation that are gone. */
    public List<Page> removed() {
        return rows(gone);
    }

    /** The rows that have come. */
    public List<Page> added() {
        return rows(come);
    }

    /**
     * The rows with some keys as they are under the overlay.
     *
     * @param keys pages with the columns of the primary key, in its order
     * @param base those with these keys that are there without the overlay
     */
    public List<Page> rows(List<Page> keys, List<Page> base) {
        TableStore leaving = new TableStore(rowType, ints(identity));
        leaving.upsert(0, gone.rows(keys));
        List<Page> rows = new ArrayList<>();
        base.stream().map(leaving::without).forEach(rows::add);
        rows.addAll(come.rows(keys));
        return rows.stream().filter(page -> page.size() > 0).toList();
    }

    private List<Page> rows(TableStore store) {
        List<Page> pages = new ArrayList<>();
        store.snapshot(step).read(all, page -> {
            pages.add(page);
            return true;
        });
        return pages;
    }

    public long bytes() {
        return gone.bytes() + come.bytes();
    }

    /** A relation as it is under the overlay now. */
    public RelationSnapshot over(RelationSnapshot base) {
        TableStore leaving = new TableStore(rowType, keyed ? ints(identity) : List.of());
        leaving.upsert(0, rows(gone));
        return new Covered(base, leaving, come.snapshot(step), all);
    }

    /** Reads a relation but for rows that are gone, and those that have come. */
    private record Covered(RelationSnapshot base, TableStore gone, RelationSnapshot come, int[] all)
            implements RelationSnapshot {

        @Override
        public void read(int[] columns, Predicate<Page> reader) {
            boolean[] stopped = new boolean[1];
            TableStore left = gone.copy();
            base.read(all, page -> {
                Page rest = left.without(page);
                stopped[0] = rest.size() > 0 && !reader.test(rest.project(columns));
                return !stopped[0];
            });
            if (!stopped[0]) {
                come.read(columns, reader);
            }
        }

        @Override
        public long rows() {
            return base.rows() - gone.size() + come.rows();
        }
    }
}
