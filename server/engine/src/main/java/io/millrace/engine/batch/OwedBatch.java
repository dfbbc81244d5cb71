package io.millrace.engine.batch;

import io.millrace.spi.data.Page;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a batch has for queries that cannot run it before a source is there again.
 *
 * @param plan what they take of the relations that wait with them, and which splits of others; those of which they take nothing else are
 *     marked when nothing more comes from them
 * @param commit how all that they read stands in time; as outboxes, what has changed in relations that do not wait, with the number of its
 *     first row; what they gave, unless the batch was run without them
 */
public record OwedBatch(BatchPlan plan, BatchCommit commit) {

    private static final long OVERHEAD = 512;

    /** About how much memory it takes. */
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

    /** What is left of it for others when a relation is dropped; one that gets the name later has no part in it. */
    public OwedBatch without(String relation) {
        TreeMap<String, InputPlan> inputs = new TreeMap<>(plan.inputs());
        TreeMap<String, InputTime> times = new TreeMap<>(commit.times());
        TreeMap<String, OutboxRows> outboxes = new TreeMap<>(commit.outboxes());
        inputs.remove(relation);
        times.remove(relation);
        outboxes.remove(relation);
        return new OwedBatch(
                new BatchPlan(plan.batch(), plan.timestamp(), plan.epoch(), plan.seed(), inputs, Map.of()),
                new BatchCommit(times, outboxes, commit.given()));
    }

    /** Whether nothing comes with it, and it was run without those to whom it is owed. */
    public boolean isEmpty() {
        return commit.outboxes().isEmpty()
                && commit.given().isEmpty()
                && plan.inputs().values().stream()
                        .allMatch(input -> input.splits().isEmpty()
                                && input.pushed().isEmpty()
                                && input.rejected().count() == 0);
    }
}
