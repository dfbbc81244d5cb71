package io.millrace.session.rows;

import io.millrace.engine.memory.HeldPages;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.query.Subscription;
import io.millrace.session.Cursor;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The rows of a SELECT STREAM as they come, until the client closes it or its limit is reached. */
public final class SubscriptionCursor implements Cursor {

    private final RowType rowType;
    private final Subscription subscription;
    private final Rows rows;
    private final HeldPages held;
    private final Runnable onEnd;
    private final ArrayDeque<Page> waiting = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile MillraceException failure;
    private long wanted;

    /** Makes rows of weight +1 of the changes of a batch. */
    @FunctionalInterface
    public interface Rows {

        /** Passes them on, some at a time. */
        void pass(Subscription.Delta delta, Consumer<Page> reader);
    }

    /**
     * @param memory of the statement, which the rows belong to while they wait
     * @param limit most rows to deliver
     */
    public SubscriptionCursor(
            RowType rowType, Subscription subscription, Rows rows, long limit, MemoryBudget memory, Runnable onEnd) {
        this.rowType = rowType;
        this.held = new HeldPages(memory, "changes that the client has not fetched");
        this.subscription = subscription;
        this.rows = rows;
        this.wanted = limit;
        this.onEnd = onEnd;
    }

    /** The rows of a delta that only adds: its first columns, which the client sees. */
    public static Rows insertions(int columns) {
        int[] visible = IntStream.range(0, columns).toArray();
        return (delta, reader) -> delta.pages()
                .forEach(page -> Copies.expand(page.project(visible), copies -> {
                    reader.accept(copies);
                    return true;
                }));
    }

    /** The rows of a delta with {@code _op} and {@code _batch}. */
    public static Rows changes(ChangeRows changes) {
        return (delta, reader) -> changes.pass(delta.pages(), delta.batch(), reader);
    }

    @Override
    public RowType rowType() {
        return rowType;
    }

    @Override
    public Fetched fetch(int maxRows, Duration wait) {
        List<Page> pages = new ArrayList<>();
        int most = (int) Math.min(maxRows, wanted);
        int taken = 0;
        try {
            while (taken < most) {
                if (waiting.isEmpty() && !await(taken == 0 ? wait : Duration.ZERO)) {
                    break;
                }
                taken += take(pages, most - taken);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled");
        }
        wanted -= taken;
        return new Fetched(pages, wanted == 0);
    }

    /** Moves the next changes to {@link #waiting}; false when none came in time. */
    private boolean await(Duration wait) throws InterruptedException {
        Optional<Subscription.Delta> delta = poll(wait);
        while (delta.isPresent()) {
            rows.pass(delta.get(), page -> {
                if (page.size() > 0) {
                    held.hold(waiting, page);
                }
            });
            if (!waiting.isEmpty()) {
                return true;
            }
            delta = poll(Duration.ZERO);
        }
        return false;
    }

    private Optional<Subscription.Delta> poll(Duration wait) throws InterruptedException {
        try {
            return subscription.poll(wait);
        } catch (MillraceException e) {
            throw failure == null ? e : failure;
        }
    }

    private int take(List<Page> pages, int most) {
        Page page = waiting.poll();
        if (page == null) {
            return 0;
        }
        if (page.size() > most) {
            waiting.addFirst(page.slice(most, page.size()));
            page = page.slice(0, most);
        }
        pages.add(page);
        if (waiting.isEmpty()) {
            held.clear();
        }
        return page.size();
    }

    @Override
    public boolean announces() {
        return true;
    }

    @Override
    public void whenReady(Runnable wake) {
        if (waiting.isEmpty()) {
            subscription.whenReady(wake);
        } else {
            wake.run();
        }
    }

    @Override
    public boolean isStopped() {
        return failure != null;
    }

    /** Ends the subscription with an error. */
    public void fail(MillraceException cause) {
        failure = cause;
        close();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            subscription.close();
            onEnd.run();
        }
    }
}
