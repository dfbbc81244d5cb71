package io.millrace.engine.owed;

import io.millrace.engine.batch.BatchCommit;
import io.millrace.engine.batch.BatchPlan;
import io.millrace.engine.batch.Given;
import io.millrace.engine.batch.InputPlan;
import io.millrace.engine.batch.InputTime;
import io.millrace.engine.batch.OutboxRows;
import io.millrace.engine.batch.TypedPages;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What a batch has for queries that cannot run it before a source is there again.
 *
 * @param plan what they take of the relations that wait with them, and which splits of others; those of which they take nothing else are
 *     marked when nothing more comes from them
 * @param commit how all that they read stands in time; as outboxes, what has changed in relations that do not wait, with the number of its
 *     first row; what those gave that had run it, also when that was nothing
 */
public record OwedBatch(BatchPlan plan, BatchCommit commit) implements OwedItem {

    private static final long OVERHEAD = 512;

    @Override
    public long bytes() {
        long pushed = plan.inputs().values().stream()
                .flatMap(input -> input.pushed().stream())
                .mapToLong(rows -> bytes(rows.rows()))
                .sum();
        return OVERHEAD
                + pushed
                + commit.outboxes().values().stream()
                        .mapToLong(rows -> bytes(rows.rows()))
                        .sum();
    }

    private static long bytes(TypedPages rows) {
        return rows.pages().stream().mapToLong(Page::retainedBytes).sum();
    }

    @Override
    public Set<String> sources() {
        return plan.inputs().entrySet().stream()
                .filter(input -> !input.getValue().splits().isEmpty())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** Whether a query had run it; else nobody has seen what it gives. */
    public boolean wasRunBy(String query) {
        return commit.given().filter(given -> given.containsKey(query)).isPresent();
    }

    @Override
    public OwedBatch renamed(String name, String other) {
        return of(
                OwedItem.renamed(plan.inputs(), name, other),
                OwedItem.renamed(commit.times(), name, other),
                OwedItem.renamed(commit.outboxes(), name, other),
                commit.given().map(given -> new TreeMap<>(OwedItem.renamed(given, name, other))));
    }

    private OwedBatch of(
            Map<String, InputPlan> inputs,
            Map<String, InputTime> times,
            Map<String, OutboxRows> outboxes,
            Optional<SortedMap<String, Given>> given) {
        return new OwedBatch(
                new BatchPlan(plan.batch(), plan.timestamp(), plan.epoch(), plan.seed(), inputs, Map.of()),
                new BatchCommit(new TreeMap<>(times), new TreeMap<>(outboxes), given));
    }

    @Override
    public OwedBatch without(String relation) {
        TreeMap<String, InputPlan> inputs = new TreeMap<>(plan.inputs());
        TreeMap<String, InputTime> times = new TreeMap<>(commit.times());
        TreeMap<String, OutboxRows> outboxes = new TreeMap<>(commit.outboxes());
        inputs.remove(relation);
        times.remove(relation);
        outboxes.remove(relation);
        return of(inputs, times, outboxes, commit.given());
    }

    @Override
    public OwedBatch reshaped(String relation, RowType rowType, UnaryOperator<Page> rows) {
        TreeMap<String, OutboxRows> outboxes = new TreeMap<>(commit.outboxes());
        outboxes.computeIfPresent(
                relation,
                (name, before) -> new OutboxRows(
                        before.number(),
                        new TypedPages(
                                rowType,
                                before.rows().pages().stream().map(rows).toList())));
        return of(plan.inputs(), commit.times(), outboxes, commit.given());
    }

    /** Whether nothing comes with it, and it was run without those to whom it is owed. */
    public boolean isEmpty() {
        return commit.outboxes().isEmpty()
                && commit.given().map(Map::isEmpty).orElse(true)
                && plan.inputs().values().stream()
                        .allMatch(input -> input.splits().isEmpty()
                                && input.pushed().isEmpty()
                                && input.rejected().count() == 0);
    }
}
