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

    private final CancelSignal signal;
    private final Holding holding;
    private final Lease lease;
    private final List<ByteBuffer> parts = new ArrayList<>();
    private long bytes;
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
     * @throws MillraceException PROTOCOL_VIOLATION when it is not the next one, MEMORY_EXCEEDED when there is no room for it
     */
    public synchronized void add(int number, ByteBuffer part) {
        if (closed || number != parts.size()) {
            throw new MillraceException(
                    ErrorCode.PROTOCOL_VIOLATION, "the parts of the batch have not come one after the other");
        }
        lease.begin();
        lease.end();
        holding.set(bytes + part.array().length);
        bytes += part.array().length;
        parts.add(part);
    }

    /** All parts so far. */
    public synchronized List<ByteBuffer> parts() {
        return List.copyOf(parts);
    }

    boolean isOver(Duration length) {
        return lease.isOver(length);
    }

    @Override
    public synchronized void close() {
        closed = true;
        parts.clear();
        holding.close();
    }
}
