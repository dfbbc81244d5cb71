package io.millrace.engine.driver.backfill;

import io.millrace.engine.view.ViewStore;
import io.millrace.journal.checkpoint.Content;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.journal.checkpoint.WholePages;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The changes of tables and views that a backfill has yet to take: noted by the driver's thread, taken by the backfill's.
 *
 * <p>However long they wait, {@link #compact} keeps them from becoming many more than the rows that differ.
 */
final class TableChanges {

    private static final long FEW = 65_536;

    /** What waits of one relation; {@code netRows} of them do not take each other back. */
    private record Waiting(RowType rowType, List<Page> pages, long rows, long netRows) {

        Waiting with(List<Page> more) {
            pages.addAll(more);
            return new Waiting(rowType, pages, rows + count(more), netRows);
        }

        Waiting none() {
            return new Waiting(rowType, new ArrayList<>(), 0, 0);
        }

        boolean many() {
            return rows > Math.max(FEW, 2 * netRows);
        }
    }

    private final Map<String, Waiting> waiting = new HashMap<>();
    private final Object compaction = new Object();

    /** Changes of this relation are wanted from now on. */
    synchronized void add(String name, RowType rowType) {
        waiting.put(name, new Waiting(rowType, new ArrayList<>(), 0, 0));
    }

    /** Puts what relations held before all that was noted. */
    void begin(BiFunction<String, int[], List<Page>> content) {
        for (String name : names()) {
            RowType rowType = rowType(name);
            putBack(name, net(rowType, content.apply(name, allColumns(rowType))));
        }
    }

    private static int[] allColumns(RowType rowType) {
        return IntStream.range(0, rowType.size()).toArray();
    }

    synchronized RowType rowType(String name) {
        return waiting.get(name).rowType();
    }

    synchronized void note(Map<String, List<Page>> deltas) {
        waiting.replaceAll((name, before) -> before.with(deltas.getOrDefault(name, List.of())));
    }

    synchronized boolean isEmpty() {
        return waiting.values().stream().allMatch(relation -> relation.pages().isEmpty());
    }

    synchronized List<Page> take(String name) {
        List<Page> taken = waiting.get(name).pages();
        waiting.computeIfPresent(name, (same, before) -> before.none());
        return taken;
    }

    /** Rows of a relation have another form, also those that wait; not while anything is taken or compacted. */
    synchronized void reshape(String name, RowType rowType, UnaryOperator<Page> rows) {
        waiting.computeIfPresent(
                name,
                (same, before) -> new Waiting(
                        rowType,
                        new ArrayList<>(before.pages().stream().map(rows).toList()),
                        before.rows(),
                        before.netRows()));
    }

    /** What waits, for a checkpoint; not while it is being compacted. */
    synchronized List<Content> cut(String prefix) {
        List<Content> contents = new ArrayList<>();
        waiting.forEach((name, relation) -> contents.add(new WholePages(prefix + name, relation.pages())));
        return contents;
    }

    /** Takes over what was cut, before anything is noted. */
    synchronized void restore(String prefix, StoredContents contents) throws IOException {
        for (String name : List.copyOf(waiting.keySet())) {
            Waiting none = waiting.get(name);
            waiting.put(name, none.with(WholePages.read(contents.chain(prefix + name), none.rowType())));
        }
    }

    /** Whether it is time to {@link #compact}. */
    synchronized boolean areMany() {
        return waiting.values().stream().anyMatch(Waiting::many);
    }

    /**
     * Drops changes that take each other back, where many wait. By the thread that takes, or while nobody does; the driver may note more
     * meanwhile.
     */
    void compact() {
        synchronized (compaction) {
            for (String name : names()) {
                Waiting many = waiting(name);
                if (many.many()) {
                    putBack(name, net(many.rowType(), take(name)));
                }
            }
        }
    }

    private synchronized List<String> names() {
        return List.copyOf(waiting.keySet());
    }

    private synchronized Waiting waiting(String name) {
        return waiting.get(name);
    }

    /** Puts back what was taken, before what came since then. */
    synchronized void putBack(String name, List<Page> pages) {
        waiting.computeIfPresent(name, (same, later) -> {
            List<Page> all = new ArrayList<>(pages);
            all.addAll(later.pages());
            return new Waiting(later.rowType(), all, count(all), count(pages));
        });
    }

    private static List<Page> net(RowType rowType, List<Page> pages) {
        ViewStore store = new ViewStore(rowType);
        store.apply(1, pages);
        store.commit();
        List<Page> kept = new ArrayList<>();
        store.snapshot(1).read(allColumns(rowType), kept::add);
        return kept;
    }

    private static long count(List<Page> pages) {
        return pages.stream().mapToLong(Page::size).sum();
    }
}
