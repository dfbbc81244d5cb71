package io.millrace.engine.query;

import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.MemoryUse;
import io.millrace.engine.memory.PageBytes;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rows of a continuous query on their way to one client: the driver offers, the client's thread takes.
 *
 * <p>A client that falls too far behind ends its own subscription; it never holds the driver back.
 */
public final class Subscription implements AutoCloseable {

    /** The changes of one batch. */
    public record Delta(long batch, List<Page> pages) {

        public Delta {
            pages = List.copyOf(pages);
        }

        private long bytes() {
            PageBytes meter = new PageBytes();
            return pages.stream().mapToLong(meter::of).sum();
        }

        private long rows() {
            return pages.stream().mapToLong(Page::size).sum();
        }
    }

    private static final long MAX_WAITING_ROWS = 4_000_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final ArrayDeque<Delta> waiting = new ArrayDeque<>();
    private final MemoryUse held;
    private final Runnable onClose;
    private long waitingRows;
    private Optional<Runnable> listener = Optional.empty();
    private MillraceException failure;
    private boolean closed;

    /** @param memory of the statement, which the changes belong to while they wait */
    public Subscription(MemoryBudget memory, Runnable onClose) {
        this.held = new MemoryUse(memory, "changes that the client has not fetched");
        this.onClose = onClose;
    }

    /** Called by the driver's thread with the committed changes of a batch. */
    void offer(long batch, List<Page> pages) {
        lock.lock();
        try {
            if (closed || failure != null) {
                return;
            }
            add(new Delta(batch, pages));
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        wake();
    }

    /**
     * Calls once when there is something to take, or nothing will come any more; at once when that is so already. It may be the
     * driver's thread that calls.
     */
    public void whenReady(Runnable wake) {
        lock.lock();
        try {
            listener = Optional.of(wake);
            if (waiting.isEmpty() && failure == null && !closed) {
                return;
            }
        } finally {
            lock.unlock();
        }
        wake();
    }

    private void wake() {
        Optional<Runnable> called;
        lock.lock();
        try {
            called = listener;
            listener = Optional.empty();
        } finally {
            lock.unlock();
        }
        called.ifPresent(Runnable::run);
    }

    private void add(Delta delta) {
        waiting.add(delta);
        waitingRows += delta.rows();
        if (waitingRows > MAX_WAITING_ROWS) {
            failure = new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the client fetches too slowly: more than " + MAX_WAITING_ROWS + " rows were waiting for it");
        }
        try {
            held.add(delta.bytes());
        } catch (MillraceException e) {
            failure = new MillraceException(
                    e.code(), "the client fetches too slowly, and its rows are waiting: " + e.getMessage(), e);
        }
        if (failure != null) {
            waiting.clear();
            held.note(0);
        }
    }

    /** Ends the subscription with an error, after what is waiting. */
    void fail(MillraceException cause) {
        lock.lock();
        try {
            failure = failure == null ? cause : failure;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        wake();
    }

    /**
     * The next changes, waiting at most that long; empty when none came.
     *
     * @throws MillraceException when the query failed or the subscription was closed
     */
    public Optional<Delta> poll(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            long nanos = TimeUnit.NANOSECONDS.convert(wait);
            while (waiting.isEmpty() && failure == null && !closed && nanos > 0) {
                nanos = arrived.awaitNanos(nanos);
            }
            if (closed) {
                throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled");
            }
            Delta next = waiting.poll();
            if (next == null && failure != null) {
                throw failure;
            }
            if (next != null) {
                waitingRows -= next.rows();
                held.note(held.bytes() - next.bytes());
            }
            return Optional.ofNullable(next);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            waiting.clear();
            held.note(0);
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        wake();
        onClose.run();
    }
}
