package io.millrace.endpoint;

import io.millrace.session.Cursor;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A cursor that a test fills by hand. */
public final class FakeCursor implements Cursor {

    private final RowType rowType;
    private final Deque<Page> pages = new ArrayDeque<>();
    private boolean ended;
    private boolean closed;
    private RuntimeException failure;
    private long left = Long.MAX_VALUE;

    FakeCursor(RowType rowType) {
        this.rowType = rowType;
    }

    synchronized void limit(long maxRows) {
        left = maxRows == 0 ? Long.MAX_VALUE : maxRows;
    }

    public synchronized void emit(Page page) {
        pages.add(page);
        notifyAll();
    }

    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    public synchronized void fail(RuntimeException why) {
        failure = why;
        notifyAll();
    }

    public synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public RowType rowType() {
        return rowType;
    }

    @Override
    public synchronized Fetched fetch(int maxRows, Duration wait) {
        long deadline = System.nanoTime() + wait.toNanos();
        while (pages.isEmpty() && !ended && !closed && failure == null) {
            long millis = (deadline - System.nanoTime()) / 1_000_000;
            if (millis <= 0) {
                return new Fetched(List.of(), false);
            }
            awaitChange(millis);
        }
        if (closed) {
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the query was cancelled");
        }
        if (failure != null) {
            throw failure;
        }
        List<Page> taken = new ArrayList<>();
        int rows = 0;
        while (!pages.isEmpty() && rows < maxRows && left > 0) {
            Page page = pages.remove();
            int size = (int) Math.min(left, Math.min(page.size(), maxRows - rows));
            taken.add(page.slice(0, size));
            if (size < page.size()) {
                pages.addFirst(page.slice(size, page.size()));
            }
            rows += size;
            left -= size;
        }
        return new Fetched(taken, left == 0 || ended && pages.isEmpty());
    }

    private void awaitChange(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
