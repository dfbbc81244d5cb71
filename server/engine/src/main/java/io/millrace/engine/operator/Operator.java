package io.millrace.engine.operator;

import io.millrace.spi.data.Page;

/**
 * Runs one DStream on one partition and owns its state there.
 *
 * <p>In each batch one thread calls {@link #process} for every page of the delta of each input, in any order, then
 * {@link #finish} once. What an operator emits over a batch depends on the set of input rows, not on their order or on how they
 * were cut into pages. Different batches may run on different threads, never two at a time.
 */
public interface Operator {

    /**
     * Takes a page of the delta.
     *
     * @param input which input it belongs to, counted from 0 in the order of {@code DStream.inputs()}
     * @param delta not empty
     */
    void process(int input, Page delta, Output output);

    /**
     * Ends the batch: emits the changes that had to wait for the whole delta, and what the watermark releases. Called in every
     * batch in which an input had rows or the watermark or the time moved.
     */
    void finish(Output output);

    /**
     * The least watermark at which something is given out that the operator holds back, or windows of it close;
     * {@code Long.MAX_VALUE} when nothing waits for the watermark. For EXPLAIN WATERMARK, between batches.
     */
    default long nextClose() {
        return Long.MAX_VALUE;
    }

    /** Rows held in state, for SHOW QUERIES and EXPLAIN ANALYZE. */
    long stateRows();

    /** Estimated heap bytes of the state. */
    long stateBytes();
}
