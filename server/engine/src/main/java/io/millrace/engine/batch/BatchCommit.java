package io.millrace.engine.batch;

import java.util.Map;
import java.util.SortedMap;

/**
 * What is written down of a batch beside its plan when it is committed: what depends on clocks, and what must leave the server exactly as
 * it was even if it is computed again.
 *
 * @param times of the relations that stand otherwise in time than after the batch before
 * @param outboxes rows for sinks, by sink
 */
public record BatchCommit(SortedMap<String, InputTime> times, SortedMap<String, OutboxRows> outboxes) {

    /** The maps may have any order. */
    public BatchCommit(Map<String, InputTime> times, Map<String, OutboxRows> outboxes) {
        this(BatchPlan.sorted(times), BatchPlan.sorted(outboxes));
    }

    public BatchCommit {
        times = BatchPlan.sorted(times);
        outboxes = BatchPlan.sorted(outboxes);
    }
}
