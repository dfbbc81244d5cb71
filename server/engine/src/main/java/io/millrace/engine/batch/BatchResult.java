package io.millrace.engine.batch;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * All that a batch gives. Nothing of it counts before it is committed.
 *
 * @param batch id of the plan that was run
 * @param deltas changes by relation: of views and derived streams, and of the inputs whose rows went through the batch
 * @param late rows that came behind the watermark, by query
 * @param rejected records and rows that could not be used, by input or query
 * @param watermarks by relation, the batch counted in
 * @param reports what each node of a query did in the batch, in the order of {@code EXPLAIN}
 * @param digests of what the batch changed in the state of a query: a replay must give the same
 */
public record BatchResult(
        long batch,
        SortedMap<String, TypedPages> deltas,
        SortedMap<String, List<LateInput>> late,
        SortedMap<String, Rejections> rejected,
        SortedMap<String, Long> watermarks,
        SortedMap<String, List<NodeWork>> reports,
        SortedMap<String, List<StateDigest>> digests) {

    /** The maps may have any order. */
    public BatchResult(
            long batch,
            Map<String, TypedPages> deltas,
            Map<String, List<LateInput>> late,
            Map<String, Rejections> rejected,
            Map<String, Long> watermarks,
            Map<String, List<NodeWork>> reports,
            Map<String, List<StateDigest>> digests) {
        this(
                batch,
                BatchPlan.sorted(deltas),
                BatchPlan.sorted(late),
                BatchPlan.sorted(rejected),
                BatchPlan.sorted(watermarks),
                BatchPlan.sorted(reports),
                BatchPlan.sorted(digests));
    }

    public BatchResult {
        deltas = BatchPlan.sorted(deltas);
        late = BatchPlan.sorted(late);
        rejected = BatchPlan.sorted(rejected);
        watermarks = BatchPlan.sorted(watermarks);
        reports = BatchPlan.sorted(reports);
        digests = BatchPlan.sorted(digests);
    }

    /**
     * What one node did in the batch, over all partitions.
     *
     * @param nanos time spent in the node's own code
     * @param stateRows rows held after the batch; likewise bytes
     */
    public record NodeWork(int stage, long rowsIn, long rowsOut, long nanos, long stateRows, long stateBytes) {}

    /**
     * What the batch changed in the state of one node on one partition.
     *
     * @param node its number in the order of {@code EXPLAIN}
     * @param rows changed
     */
    public record StateDigest(int node, int partition, long rows, long digest) {}
}
