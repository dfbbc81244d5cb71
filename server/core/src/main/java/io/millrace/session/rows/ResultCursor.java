package io.millrace.session.rows;

import io.millrace.engine.memory.HeldPages;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.session.Cursor;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rows of a SELECT on their way from the thread that computes them to the client's: the one waits while the other is behind,
 * so that results of any size need little memory.
 */
public final class ResultCursor implements Cursor {

    private static final long MAX_WAITING_ROWS = 16L * Page.MAX_ROWS;
    private static final long MAX_WAITING_BYTES = 4L << 20;

    private final RowType rowType;
    private final HeldPages held;
    private final Runnable onEnd;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<Page> waiting = new ArrayDeque<>();
    private long waitingRows;
    /** The newest page, kept back so that the last rows are known to be the last. */
    private Page newest;

    private boolean finished;
    private boolean closed;
    private MillraceException failure;

    /**
     * @param memory of the statement, which the rows belong to while they wait
     * @param onEnd called once, when the cursor is closed
     */
    public ResultCursor(RowType rowType, MemoryBudget memory, Runnable onEnd) {
        this.rowType = rowType;
        this.held = new HeldPages(memory, "rows that the client has not fetched");
        this.onEnd = onEnd;
    }

    /** A cursor over rows that are all there. */
    public static ResultCursor of(RowType rowType, List<Page> pages) {
        ResultCursor cursor = new ResultCursor(rowType, MemoryBudget.unbounded(), () -> {});
        cursor.waiting.addAll(pages);
        cursor.waitingRows = pages.stream().mapToLong(Page::size).sum();
        cursor.finished = true;
        return cursor;
    }

    @Override
    public RowType rowType() {
        return rowType;
    }

    /** Takes a page from the computing thread; waits while the client is behind; false when the client wants no more. */
    public boolean offer(Page page) {
        lock.lock();
        try {
            while (!closed && failure == null && isFull()) {
                changed.awaitUninterruptibly();
            }
            if (closed || failure != null) {
                return false;
            }
            enqueueNewest();
            newest = page;
            held.recount(waiting);
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull() {
        return waitingRows > MAX_WAITING_ROWS || held.bytes() > MAX_WAITING_BYTES;
    }

    private void enqueueNewest() {
        if (newest != null) {
            waiting.add(newest);
            waitingRows += newest.size();
            newest = null;
            changed.signalAll();
        }
    }

    /** No more pages will come. */
    public void finish() {
        lock.lock();
        try {
            enqueueNewest();
            finished = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the result with an error, at once. */
    public void fail(MillraceException cause) {
        lock.lock();
        try {
            failure = failure == null ? cause : failure;
            forget();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the first rows or the end, so that what fails at once fails the statement and not the first fetch. */
    public void awaitStart() {
        lock.lock();
        try {
            while (waiting.isEmpty() && !finished && failure == null && !closed) {
                changed.await();
            }
            check();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Fetched fetch(int maxRows, Duration wait) {
        lock.lock();
        try {
            long nanos = wait.toNanos();
            while (waiting.isEmpty() && !finished && failure == null && !closed && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            check();
            List<Page> pages = take(maxRows);
            changed.signalAll();
            return new Fetched(pages, finished && waiting.isEmpty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw cancelled();
        } finally {
            lock.unlock();
        }
    }

    private List<Page> take(int maxRows) {
        List<Page> pages = new ArrayList<>();
        int taken = 0;
        while (!waiting.isEmpty() && taken < maxRows) {
            Page page = waiting.poll();
            int most = maxRows - taken;
            if (page.size() > most) {
                waiting.addFirst(page.slice(most, page.size()));
                page = page.slice(0, most);
            }
            taken += page.size();
            pages.add(page);
        }
        waitingRows -= taken;
        held.recount(waiting);
        return pages;
    }

    @Override
    public boolean isStopped() {
        lock.lock();
        try {
            return failure != null;
        } finally {
            lock.unlock();
        }
    }

    private void forget() {
        waiting.clear();
        newest = null;
        held.clear();
    }

    private void check() {
        if (failure != null) {
            throw failure;
        }
        if (closed) {
            throw cancelled();
        }
    }

    private static MillraceException cancelled() {
        return new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled");
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            forget();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        onEnd.run();
    }
}
