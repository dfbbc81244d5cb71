package io.millrace.spi.connector;

import io.millrace.spi.data.Page;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the rows of a query leave the server.
 *
 * <p>One thread at a time calls a sink, in batch order; it may wait for the outside system and ends soon when it is interrupted. A batch
 * is delivered only after it is committed, and again after a failure or a crash until {@link #lastCommitted} has come as far. A
 * transactional sink stores rows and batch id in one transaction. Batches without rows for the sink are not delivered.
 */
public interface Sink extends AutoCloseable {

    /** The newest batch that the outside system holds completely; 0 when none. Asked when the sink is opened and after a failure. */
    long lastCommitted();

    /**
     * Delivers all rows of one batch, with their weights; within a batch the order says nothing. A batch that is not newer than
     * {@link #lastCommitted} is there already and must not be written again.
     *
     * @param epoch grows whenever a server takes the sink over; a transactional sink refuses what comes from an earlier one than it
     *     knows
     * @param batch id of the batch, which grows
     * @throws io.millrace.spi.error.MillraceException with blame EXTERNAL when the outside system fails: the batch is delivered again
     */
    void deliver(long epoch, long batch, List<Page> rows);

    /**
     * How long after the last call {@link #idle} is to be called, if no batch comes before; empty for never. Asked after each batch, and
     * after {@link #idle}.
     */
    default Optional<Duration> idleAfter() {
        return Optional.empty();
    }

    /** What there is to do although no batch comes, such as to end a file that is old enough; when it fails, it is called again. */
    default void idle() {
        // nothing to do for most
    }

    @Override
    void close();
}
