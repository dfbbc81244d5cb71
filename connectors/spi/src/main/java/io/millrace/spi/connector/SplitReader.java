package io.millrace.spi.connector;

import io.millrace.spi.data.Page;

/** Reads one split page by page on one thread. */
public interface SplitReader extends AutoCloseable {

    /** Moves to the next page; false at the end of the split. */
    boolean advance();

    /** The page that {@link #advance} moved to; not empty, all weights +1. */
    Page page();

    @Override
    void close();
}
