package io.millrace.engine.aggregate;

import io.millrace.engine.state.cell.StateContainer;
import io.millrace.spi.data.Column;

/**
 * The state of one aggregate call over all groups: cells by group id.
 *
 * <p>A page costs one virtual call and one loop. Nulls and filters reach an accumulator as weights of zero.
 */
public abstract class Accumulator {

    /** Makes room for the group ids below {@code groups}. */
    abstract void reserve(int groups);

    /**
     * Adds the rows of a page.
     *
     * @param arguments the argument columns
     * @param groups the group of each row
     * @param weights the weight of each row, zero where it does not count; {@code null} when all are +1
     */
    abstract void add(Column[] arguments, int[] groups, int rows, long[] weights);

    /** Adds the states {@code from[i]} of another accumulator of this class to the states {@code into[i]} of this one. */
    abstract void merge(Accumulator other, int[] from, int[] into, int count);

    /** Takes away what {@link #merge} has added with the same arguments, where that is {@link #reversible}. */
    void unmerge(Accumulator other, int[] from, int[] into, int count) {
        throw new IllegalStateException(getClass().getSimpleName() + " cannot take states away");
    }

    /** Whether {@link #unmerge} leaves the very state that was there before {@link #merge}. */
    boolean reversible() {
        return false;
    }

    /** The results of {@code groups[0..count)}. */
    abstract Column results(int[] groups, int count);

    /** Makes the state of a group that of no rows. */
    abstract void clear(int group);

    /** Makes the states of {@code groups[0..count)} those of no rows. */
    void clear(int[] groups, int count) {
        for (int i = 0; i < count; i++) {
            clear(groups[i]);
        }
    }

    /** Whether {@link #merge} is possible. */
    boolean mergeable() {
        return true;
    }

    /** Rows held, if it holds rows. */
    long rows() {
        return 0;
    }

    /** What must last from batch to batch. */
    abstract StateContainer state();
}
