package io.millrace.session;

import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.time.Duration;
import java.util.List;

/**
 * Rows of one execution, fetched forward. One thread fetches; any thread may close.
 *
 * <p>A cursor that nobody fetches from for the lease time is closed by the server.
 */
public interface Cursor extends AutoCloseable {

    RowType rowType();

    /**
     * The next rows: returns as soon as at least one row is there, the end is reached, or {@code wait} has passed.
     *
     * @param maxRows most rows to return, at least 1
     * @throws io.millrace.spi.error.MillraceException QUERY_CANCELLED after cancel or close, or what made the query fail
     */
    Fetched fetch(int maxRows, Duration wait);

    /** Whether {@link #whenReady} waits for rows that may never come. */
    default boolean announces() {
        return false;
    }

    /**
     * Calls once when the next fetch may have rows, is at the end, or fails: at once when that is so already, or when it cannot be
     * said; else from any thread, which must not be held up. By the one who fetches, between two fetches.
     */
    default void whenReady(Runnable wake) {
        wake.run();
    }

    /** Whether somebody has stopped it, so that the next fetch fails. Any thread may ask. */
    default boolean isStopped() {
        return false;
    }

    @Override
    void close();

    /**
     * Some rows of a result. Weights are all +1.
     *
     * @param last whether no row will follow
     */
    record Fetched(List<Page> pages, boolean last) {}
}
