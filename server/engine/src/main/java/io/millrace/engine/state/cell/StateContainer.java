package io.millrace.engine.state.cell;

/**
 * State that lasts from batch to batch: it can be taken back to the end of the last batch, cut, written and read.
 *
 * <p>Between two calls of {@link #commit} or {@link #abort} lies one batch. One thread at a time uses a container; only its cuts may be
 * written elsewhere meanwhile.
 */
public interface StateContainer {

    /** Ends a batch for good. Costs time in what the batch has changed. */
    void commit();

    /**
     * Takes back everything since the last {@link #commit}, also what an exception has left half done; {@link #rebuild} must follow.
     * May cost time in the whole state.
     */
    void abort();

    /** What the container holds now, between batches; costs a pointer per block. */
    StateCut cut();

    /** Writes everything; between batches. */
    default void write(StateWriter writer) {
        cut().write(writer, StateCut.NEVER);
    }

    /**
     * Reads what a cut has written: everything into an empty container, or on top of it what has changed since, cut by cut.
     * {@link #rebuild} must follow.
     */
    void read(StateReader reader);

    /** Derives anew what is not stored, after {@link #abort} or {@link #read}. */
    default void rebuild() {}

    /** Estimated heap bytes. */
    long bytes();
}
