package io.millrace.session.running;

import io.millrace.engine.memory.MemoryBudget;
import io.millrace.session.Principal;
import io.millrace.spi.error.Cancellation;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One run of a statement, from before it is planned until its last row is fetched or it is closed. Thread-safe: any thread may cancel.
 *
 * <p>A statement ends in one of two ways: it is cancelled, and then nothing of it is left; or it is settled, and then cancelling it comes
 * too late.
 */
public final class Execution implements Cancellation, AutoCloseable {

    private final long id;
    private final String session;
    private final Principal principal;
    private final String schema;
    private final String sql;
    private final long startedAt;
    private final MemoryBudget memory;
    private final Consumer<Execution> onClose;
    private final AtomicLong lastUse;
    private volatile MillraceException cancelled;
    private boolean settled;
    private Optional<Consumer<MillraceException>> canceller = Optional.empty();
    private Optional<Future<?>> timeout = Optional.empty();
    private volatile Set<String> reads = Set.of();
    private volatile Set<String> follows = Set.of();

    Execution(
            long id,
            String session,
            Principal principal,
            String schema,
            String sql,
            long startedAt,
            MemoryBudget memory,
            Consumer<Execution> onClose) {
        this.id = id;
        this.session = session;
        this.principal = principal;
        this.schema = schema;
        this.sql = sql;
        this.startedAt = startedAt;
        this.memory = memory;
        this.onClose = onClose;
        this.lastUse = new AtomicLong(startedAt);
    }

    /** The id of the statement, for KILL. */
    public long id() {
        return id;
    }

    /** The schema that its session is in. */
    public String schema() {
        return schema;
    }

    public String session() {
        return session;
    }

    /** For whom it runs. */
    public Principal principal() {
        return principal;
    }

    public String sql() {
        return sql;
    }

    /** Epoch milliseconds. */
    public long startedAt() {
        return startedAt;
    }

    /** What the statement may hold and holds in memory, until its last row is fetched or it is closed. */
    public MemoryBudget memory() {
        return memory;
    }

    /** Whether rows are there for a client to fetch, so that it ends only with the client's help. */
    public synchronized boolean hasCursor() {
        return canceller.isPresent();
    }

    /** When a client last asked for rows, epoch milliseconds. */
    public long lastUse() {
        return lastUse.get();
    }

    public void used(long now) {
        lastUse.set(now);
    }

    /** Names the relations that are read as they were in one batch. */
    public void reads(Set<String> relations) {
        reads = Set.copyOf(relations);
    }

    /** Names the relations whose rows go to the client as they come. */
    public void follows(Set<String> relations) {
        follows = Set.copyOf(relations);
    }

    boolean isFollowing() {
        return !follows.isEmpty();
    }

    boolean isFollowing(String relation) {
        return follows.contains(relation);
    }

    boolean isReading(String relation) {
        return reads.contains(relation) || isFollowing(relation);
    }

    /** Says how to stop the rows that a client fetches; called at once when the statement was already cancelled. */
    public void onCancel(Consumer<MillraceException> stop) {
        synchronized (this) {
            canceller = Optional.of(stop);
        }
        Optional.ofNullable(cancelled).ifPresent(stop);
    }

    void endAfter(Future<?> newTimeout) {
        synchronized (this) {
            timeout = Optional.of(newTimeout);
        }
    }

    /**
     * Stops the statement, unless it is settled: its next step, or the client's next fetch, fails with this cause.
     *
     * @return whether it stops
     */
    public boolean cancel(MillraceException cause) {
        Optional<Consumer<MillraceException>> stop;
        synchronized (this) {
            if (cancelled != null || settled) {
                return cancelled != null;
            }
            cancelled = cause;
            stop = canceller;
        }
        stop.ifPresent(stopping -> stopping.accept(cause));
        return true;
    }

    public boolean cancel() {
        return cancel(new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled"));
    }

    @Override
    public void check() {
        MillraceException cause = cancelled;
        if (cause != null) {
            throw cause;
        }
    }

    /** What the statement does takes effect from now on, and cancelling it none; fails when it was cancelled. */
    public synchronized void settle() {
        check();
        settled = true;
    }

    /** The statement has ended. */
    @Override
    public void close() {
        synchronized (this) {
            timeout.ifPresent(future -> future.cancel(false));
        }
        memory.close();
        onClose.accept(this);
    }
}
