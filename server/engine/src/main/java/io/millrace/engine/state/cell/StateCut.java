package io.millrace.engine.state.cell;

/** What a container held between two batches. Immutable: may be written by another thread while batches go on. */
public interface StateCut {

    /** Stands for a cut before everything. */
    int NEVER = -1;

    /** The number of what a container has read, as if it had been cut then. */
    int RESTORED = 0;

    /** Cuts of one container are numbered in order, from 1. */
    int number();

    /**
     * Writes what has changed since another cut.
     *
     * @param since number of that cut of the same container, {@link #RESTORED}, or {@link #NEVER} for everything
     */
    void write(StateWriter writer, int since);

    /** How many blocks {@link #write} would write. */
    int changedBlocks(int since);
}
