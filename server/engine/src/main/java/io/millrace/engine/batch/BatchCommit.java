package io.millrace.engine.batch;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What is written down of a batch beside its plan when it is committed: what depends on clocks, and what it gave, so that it is noticed
 * when it gives anything else once it is run again.
 *
 * @param times of the relations that stand otherwise in time than after the batch before
 * @param outboxes rows for sinks, by sink, where they do not come of running the batch again: what version 1 wrote
 * @param given by each query that gave anything; empty when that was not written down
 */
public record BatchCommit(
        SortedMap<String, InputTime> times,
        SortedMap<String, OutboxRows> outboxes,
        Optional<SortedMap<String, Given>> given) {

    /** The maps may have any order. */
    public BatchCommit(Map<String, InputTime> times, Map<String, OutboxRows> outboxes) {
        this(BatchPlan.sorted(times), BatchPlan.sorted(outboxes), Optional.empty());
    }

    public BatchCommit {
        times = BatchPlan.sorted(times);
        outboxes = BatchPlan.sorted(outboxes);
        given = given.map(BatchPlan::sorted);
    }

    /** A batch whose rows for sinks come again when it is run again. */
    public static BatchCommit of(Map<String, InputTime> times, Map<String, Given> given) {
        return new BatchCommit(
                BatchPlan.sorted(times), BatchPlan.sorted(Map.of()), Optional.of(BatchPlan.sorted(given)));
    }
}
