package io.millrace.engine.batch;

import java.util.Map;
import java.util.SortedMap;

/**
 * What one statement or transaction changes in a batch: all of it or, when something in it does not fit any more, nothing.
 *
 * @param relations by name
 */
public record ChangePlan(SortedMap<String, ChangedRows> relations) {

    /** The map may have any order. */
    public ChangePlan(Map<String, ChangedRows> relations) {
        this(BatchPlan.sorted(relations));
    }
}
