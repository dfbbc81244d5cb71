package io.millrace.engine.operator;

import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateCut;
import io.millrace.engine.state.cell.StateReader;
import io.millrace.engine.state.cell.StateWriter;
import io.millrace.engine.state.cell.UnreadableStateException;
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
     * Ends the work of the batch: emits the changes that had to wait for the whole delta, and what the watermark releases. Called in every
     * batch in which an input had rows or the watermark or the time moved.
     */
    void finish(Output output);

    /**
     * What must last from batch to batch, in a fixed order: the same object at every call. What can be derived from it (links, heads,
     * orders, counts) and scratch space are left out; {@link #rebuild} makes them anew.
     */
    StateContainer state();

    /** Derives what is not stored from what is, and empties scratch space; after {@link #abort} and {@link #restore}. */
    default void rebuild() {}

    /** Ends a batch for good; what it forgot cannot come back. */
    default void commit() {
        state().commit();
    }

    /**
     * Takes back everything since the last {@link #commit}, at whatever point the batch has stopped, even by an exception: afterwards
     * the same input gives the same delta.
     */
    default void abort() {
        state().abort();
        state().rebuild();
        rebuild();
    }

    /** The state between two batches, to be written later, by any thread. */
    default StateCut cut() {
        return state().cut();
    }

    /** Writes the state, between two batches. */
    default void snapshot(StateWriter writer) {
        state().write(writer);
    }

    /**
     * Takes over the state that an operator of the same node has written. To be called before the first batch.
     *
     * @param readers of a whole snapshot, then of the changes since, in order
     * @throws UnreadableStateException if the state is damaged, of another version, or of another node
     */
    default void restore(StateReader... readers) {
        for (StateReader reader : readers) {
            state().read(reader);
        }
        state().rebuild();
        rebuild();
    }

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

    /** Ends the operator, which is not called again: it wants nothing more of anybody outside. */
    default void close() {}
}
