package io.millrace.engine.run;

import io.millrace.dstream.DStream;
import java.util.List;

/**
 * What one node of a running query has done so far.
 *
 * @param inputs whose rows it takes, by their places among the nodes of the query
 * @param rowsIn rows taken, over all inputs and partitions
 * @param nanos time spent in the node's own code
 */
public record NodeReport(
        DStream node,
        int stage,
        List<Integer> inputs,
        long rowsIn,
        long rowsOut,
        long nanos,
        long stateRows,
        long stateBytes) {

    public NodeReport {
        inputs = List.copyOf(inputs);
    }
}
