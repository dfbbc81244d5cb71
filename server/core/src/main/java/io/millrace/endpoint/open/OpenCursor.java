package io.millrace.endpoint.open;

import io.millrace.endpoint.wire.FrameEncoder;
import io.millrace.endpoint.wire.FrameRows;
import io.millrace.session.Cursor;
import io.millrace.session.Holding;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.calcite.avatica.Meta;

/**
 * Cuts the rows of a cursor into frames, by number of rows and by size.
 *
 * <p>A frame can be asked for again, by its offset, until the next one has been asked for: a client that lost an answer loses
 * no rows. Fetches wait for each other; closing does not wait.
 */
public final class OpenCursor {

    private static final int DEFAULT_ROWS = 1_000;
    private static final int MAX_ROWS = 100_000;

    private final Cursor cursor;
    private final FrameEncoder encoder;
    private final boolean endless;
    private final Lease lease;
    private final Holding holding;
    private final Deque<Page> pending = new ArrayDeque<>();
    /** Rows of the first pending page that were sent already. */
    private int sent;

    private boolean exhausted;
    private long nextOffset;
    private Meta.Frame lastFrame;

    /** @param holding counts the rows that were fetched and the frame that may be asked for again; closed with the cursor */
    public OpenCursor(Cursor cursor, FrameEncoder encoder, boolean endless, Lease lease, Holding holding) {
        this.cursor = cursor;
        this.encoder = encoder;
        this.endless = endless;
        this.lease = lease;
        this.holding = holding;
    }

    /**
     * The rows from {@code offset} on, as many as are there and fit a frame.
     *
     * @param maxRows most rows wanted; the server's own choice when not positive
     */
    public Meta.Frame fetch(long offset, int maxRows, Duration wait) {
        lease.begin();
        try {
            return frameAt(offset, maxRows > 0 ? Math.min(maxRows, MAX_ROWS) : DEFAULT_ROWS, wait);
        } finally {
            lease.end();
        }
    }

    private synchronized Meta.Frame frameAt(long offset, int maxRows, Duration wait) {
        if (lastFrame != null && lastFrame.offset == offset) {
            return lastFrame;
        }
        if (offset != nextOffset) {
            throw new MillraceException(
                    ErrorCode.CURSOR_NOT_FOUND,
                    "row " + offset + " cannot be fetched; the result stands at row " + nextOffset);
        }
        if (pending.isEmpty() && !exhausted) {
            Cursor.Fetched fetched = cursor.fetch(maxRows, wait);
            for (Page page : fetched.pages()) {
                if (page.size() > 0) {
                    pending.add(page);
                }
            }
            exhausted = fetched.last();
        }
        FrameRows rows = takeRows(maxRows);
        boolean done = exhausted && pending.isEmpty();
        holding.set(pendingBytes() + rows.bytes());
        Meta.Frame frame = encoder.encode(rows, offset, done);
        nextOffset += rows.size();
        lastFrame = rows.size() > 0 ? frame : null;
        if (done) {
            cursor.close();
        }
        return frame;
    }

    /** An estimate for the rows that wait; those of a page are counted until all of them are sent. */
    private long pendingBytes() {
        return pending.stream().mapToLong(Page::retainedBytes).sum();
    }

    private FrameRows takeRows(int maxRows) {
        FrameRows rows = new FrameRows();
        while (!pending.isEmpty() && rows.size() < maxRows && !rows.isFull()) {
            Page page = pending.peek();
            int end = rows.add(page, sent, Math.min(page.size(), sent + maxRows - rows.size()));
            sent = end;
            if (end == page.size()) {
                pending.remove();
                sent = 0;
            }
        }
        return rows;
    }

    /** Whether one is told when rows come, so that nobody need wait in {@link #fetch}. */
    public boolean announces() {
        return cursor.announces();
    }

    /** The same rows if some are there, or if none will come; else nothing. */
    public Optional<Meta.Frame> poll(long offset, int maxRows) {
        Meta.Frame frame = fetch(offset, maxRows, Duration.ZERO);
        return frame.done || !isEmpty(frame) ? Optional.of(frame) : Optional.empty();
    }

    private synchronized boolean isEmpty(Meta.Frame frame) {
        return frame != lastFrame;
    }

    /** Where one is told of rows. */
    public Cursor rows() {
        return cursor;
    }

    boolean isOver(Leases leases) {
        return lease.isOver(endless ? leases.stream() : leases.cursor());
    }

    /** Closes the cursor of the session; a fetch that waits ends with QUERY_CANCELLED. */
    void close() {
        cursor.close();
        holding.close();
    }
}
