package io.millrace.engine.driver.backfill;

import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.input.Input;
import io.millrace.engine.input.SplitResult;
import io.millrace.engine.query.RunningQuery;
import io.millrace.engine.refused.SideRelations;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * While batches are run again: late and failed rows, and counts, that queries give which catch up beside the batches. Batches that were
 * written down have taken most of them; the rest is given when all batches are through. Used by the driver's thread.
 */
final class BesideAgain {

    /** Splits that were read. */
    record Counted(Input input, List<SplitResult> splits) {}

    /**
     * Rows for one relation.
     *
     * @param whole whether they are all that its query has ever given, so that batches before the checkpoint took the first ones
     */
    private record Given(boolean whole, List<Page> pages) {}

    private final Map<String, Given> given = new HashMap<>();
    private final Map<String, Long> taken = new HashMap<>();
    private final List<Counted> counted = new ArrayList<>();

    /** Late or failed rows of a query. */
    void give(RunningQuery query, String relation, Page rows) {
        give(query.name() + relation, query.isWhole() && !Backfills.isOfSink(query), rows);
    }

    private void give(String name, boolean whole, Page rows) {
        given.computeIfAbsent(name, unused -> new Given(whole, new ArrayList<>()))
                .pages()
                .add(rows);
    }

    /** A batch was run again, with the rows that were pushed to relations then. */
    void took(BatchPlan plan) {
        plan.inputs()
                .forEach((name, part) -> took(
                        name,
                        part.pushed().stream()
                                .mapToLong(pushed -> pushed.rows().rows())
                                .sum()));
    }

    /** A batch took rows that were pushed to a relation. */
    void took(String name, long rows) {
        if (name.endsWith(SideRelations.ERRORS) || name.endsWith(SideRelations.LATE)) {
            taken.merge(name, rows, Long::sum);
        }
    }

    void count(Input input, List<SplitResult> splits) {
        counted.add(new Counted(input, List.copyOf(splits)));
    }

    /** A relation got another name. */
    void rename(String name, String other) {
        Optional.ofNullable(given.remove(name)).ifPresent(rows -> given.put(other, rows));
        Optional.ofNullable(taken.remove(name)).ifPresent(rows -> taken.merge(other, rows, Long::sum));
    }

    /** A relation or query is gone. */
    void forget(String owner) {
        for (String name : List.of(owner + SideRelations.ERRORS, owner + SideRelations.LATE)) {
            given.remove(name);
            taken.remove(name);
        }
    }

    /** What no batch has taken, by relation. */
    Map<String, List<Page>> rest() {
        Map<String, List<Page>> rest = new HashMap<>();
        given.forEach((name, rows) -> {
            long all = rows.pages().stream().mapToLong(Page::size).sum();
            long left = all - taken.getOrDefault(name, 0L);
            if (left > 0) {
                rest.put(name, rows.whole() ? first(rows.pages(), left) : last(rows.pages(), left));
            }
        });
        return rest;
    }

    List<Counted> counted() {
        return List.copyOf(counted);
    }

    void clear() {
        given.clear();
        taken.clear();
        counted.clear();
    }

    private static List<Page> first(List<Page> pages, long rows) {
        List<Page> first = new ArrayList<>();
        long left = rows;
        for (Page page : pages) {
            int size = (int) Math.min(left, page.size());
            if (size > 0) {
                first.add(page.slice(0, size));
            }
            left -= size;
        }
        return first;
    }

    private static List<Page> last(List<Page> pages, long rows) {
        List<Page> last = new ArrayList<>();
        long left = rows;
        for (int i = pages.size() - 1; i >= 0 && left > 0; i--) {
            Page page = pages.get(i);
            int size = (int) Math.min(left, page.size());
            last.add(page.slice(page.size() - size, page.size()));
            left -= size;
        }
        Collections.reverse(last);
        return last;
    }
}
