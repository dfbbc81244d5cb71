package io.millrace.session.rows;

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
import java.util.function.Function;
import java.util.stream.IntStream;

/** The rows of a SELECT STREAM as they come, until the client closes it or its limit is reached. */
public final class SubscriptionCursor implements Cursor {

    private final RowType rowType;
    private final Subscription subscription;
    private final Function<Subscription.Delta, List<Page>> rows;
    private final Runnable onEnd;
    private final ArrayDeque<Page> waiting = new ArrayDeque<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile MillraceException failure;
    private long wanted;

    /**
     * @param rows makes rows of weight +1 of the changes of a batch
     * @param limit most rows to deliver
     */
    public SubscriptionCursor(
            RowType rowType,
            Subscription subscription,
            Function<Subscription.Delta, List<Page>> rows,
            long limit,
            Runnable onEnd) {
        this.rowType = rowType;
        this.subscription = subscription;
        this.rows = rows;
        this.wanted = limit;
        this.onEnd = onEnd;
    }

    /** The rows of a delta that only adds: its first columns, which the client sees. */
    public static Function<Subscription.Delta, List<Page>> insertions(int columns) {
        int[] visible = IntStream.range(0, columns).toArray();
        return delta -> delta.pages().stream()
                .map(page -> Copies.expand(page.project(visible)))
                .toList();
    }

    /** The rows of a delta with {@code _op} and {@code _batch}. */
    public static Function<Subscription.Delta, List<Page>> changes(ChangeRows changes) {
        return delta -> changes.of(delta.pages(), delta.batch());
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
            rows.apply(delta.get()).stream().filter(page -> page.size() > 0).forEach(waiting::add);
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
        return page.size();
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
