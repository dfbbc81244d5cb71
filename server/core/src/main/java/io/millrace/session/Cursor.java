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
