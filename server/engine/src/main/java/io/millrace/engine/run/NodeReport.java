package io.millrace.engine.run;

import io.millrace.dstream.DStream;

/**
 * What one node of a running query has done so far.
 *
 * @param rowsIn rows taken, over all inputs and partitions
 * @param nanos time spent in the node's own code
 */
public record NodeReport(
        DStream node, int stage, long rowsIn, long rowsOut, long nanos, long stateRows, long stateBytes) {}
