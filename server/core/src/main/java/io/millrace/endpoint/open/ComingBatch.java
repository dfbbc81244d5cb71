package io.millrace.endpoint.open;

import io.millrace.session.CancelSignal;
import io.millrace.session.Holding;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The parts that have come of a batch, until it is run or given up. Thread-safe. */
public final class ComingBatch implements AutoCloseable {

    /** What a row takes beside its bytes while the batch runs: the count that it answers with, and a place in the columns of the table. */
    private static final int ROW_BYTES = 8 + 16;

    private final CancelSignal signal;
    private final Holding holding;
    private final Lease lease;
    private final List<ByteBuffer> parts = new ArrayList<>();
    private long bytes;
    private boolean running;
    private boolean closed;

    ComingBatch(CancelSignal signal, Holding holding, Lease lease) {
        this.signal = signal;
        this.holding = holding;
        this.lease = lease;
    }

    /** With which the batch can be cancelled, also before all of it has come. */
    public CancelSignal signal() {
        return signal;
    }

    /**
     * Takes a part.
     *
     * @param rows how many it has
     * @throws MillraceException QUERY_CANCELLED when the batch was given up, PROTOCOL_VIOLATION when it is not the next one,
     *     MEMORY_EXCEEDED when there is no room for it
     */
    public synchronized void add(int number, ByteBuffer part, long rows) {
        checkOpen();
        if (number != parts.size()) {
            throw new MillraceException(
                    ErrorCode.PROTOCOL_VIOLATION, "the parts of the batch have not come one after the other");
        }
        lease.begin();
        lease.end();
        long more = bytes + part.array().length + rows * ROW_BYTES;
        holding.set(more);
        bytes = more;
        parts.add(part);
    }

    /**
     * All parts, to run them. From now on the lease does not end, and the memory is held until {@link #ended}.
     *
     * @throws MillraceException QUERY_CANCELLED when the batch was given up
     */
    public synchronized List<ByteBuffer> run() {
        checkOpen();
        running = true;
        lease.begin();
        return List.copyOf(parts);
    }

    /** Lets go of a batch that was run, or failed. */
    synchronized void ended() {
        if (running) {
            running = false;
            lease.end();
        }
        close();
    }

    /** Gives it up if no part has come for that long; returns whether it did. */
    synchronized boolean expire(Duration length) {
        boolean over = lease.isOver(length);
        if (over) {
            close();
        }
        return over;
    }

    private void checkOpen() {
        if (closed) {
            throw gone();
        }
    }

    /** What a client is told whose batch is no more. */
    public static MillraceException gone() {
        return new MillraceException(
                ErrorCode.QUERY_CANCELLED, "the batch was given up before all of it had come; nothing of it was done");
    }

    /** Gives it up; what a run still needs stays held until the run has ended. */
    @Override
    public synchronized void close() {
        closed = true;
        parts.clear();
        if (!running) {
            holding.close();
        }
    }
}
