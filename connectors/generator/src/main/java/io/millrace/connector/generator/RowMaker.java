package io.millrace.connector.generator;

import io.millrace.spi.data.Page;

/** Makes the rows of ranges of offsets. Thread-safe. */
public interface RowMaker {

    /** How many consecutive offsets hold at most, and nearly, that many rows, which are at least a page. */
    long offsetsFor(long rows);

    /**
     * Collects the offsets within {@code [start, end)} that are rows, until {@code offsets} is full.
     *
     * @return how many were found; fewer than the array holds only at the end of the range
     */
    int collect(long start, long end, long[] offsets);

    /** The rows of the given offsets with the columns asked for. */
    Page make(long[] offsets, int count, int[] columns);
}
