package io.millrace.engine.batch;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What one statement or transaction changes in a batch: all of it or, when something in it does not fit any more, nothing.
 *
 * @param relations by name
 * @param landed when something lands with it; not part of the bytes of a plan
 */
public record ChangePlan(SortedMap<String, ChangedRows> relations, Optional<Landed> landed) {

    /** The map may have any order. */
    public ChangePlan(Map<String, ChangedRows> relations) {
        this(relations, Optional.empty());
    }

    /** The map may have any order. */
    public ChangePlan(Map<String, ChangedRows> relations, Optional<Landed> landed) {
        this(BatchPlan.sorted(relations), landed);
    }
}
