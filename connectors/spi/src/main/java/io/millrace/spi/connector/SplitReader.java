package io.millrace.spi.connector;

import io.millrace.spi.data.Page;

/** Reads one split page by page on one thread, which may leave off at any page. */
public interface SplitReader extends AutoCloseable {

    /**
     * Moves to the next page; false at the end of the split.
     *
     * @throws io.millrace.spi.error.MillraceException with blame EXTERNAL when the outside system fails; nothing is known then of the
     *     rest of the split, and it is read again from its start
     */
    boolean advance();

    /**
     * The page that {@link #advance} moved to; not empty.
     *
     * <p>All weights are +1, unless the source {@linkplain ConnectorSource#changes() changes} rows: then a row is taken back by its before image
     * with weight −1 and put in by its after image with +1.
     */
    Page page();

    /** Gives back what the reader holds; may be called more than once, and before the end. */
    @Override
    void close();
}
