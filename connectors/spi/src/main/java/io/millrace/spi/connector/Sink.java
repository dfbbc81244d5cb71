package io.millrace.spi.connector;

import io.millrace.spi.data.Page;
import java.util.List;

/**
 * Where the rows of a query leave the server.
 *
 * <p>One thread calls a sink, in batch order. A batch is delivered only after it is committed, and again after a crash
 * until the sink has remembered its id; a transactional sink stores id and rows in one transaction.
 */
public interface Sink extends AutoCloseable {

    /** The newest batch that the outside system holds completely; 0 when none. */
    long lastCommitted();

    /** Delivers all rows of one batch, with their weights. */
    void deliver(long epoch, long batch, List<Page> rows);

    @Override
    void close();
}
