package io.millrace.session.running;

import io.millrace.engine.memory.MemoryBudget;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * One run of a statement, from its start until its last row is fetched or it is closed. Thread-safe: any thread may cancel.
 */
public final class Execution implements AutoCloseable {

    private final long id;
    private final String session;
    private final String user;
    private final String sql;
    private final long startedAt;
    private final MemoryBudget memory;
    private final Consumer<Execution> onClose;
    private final AtomicReference<MillraceException> cancelled = new AtomicReference<>();
    private final AtomicReference<Consumer<MillraceException>> canceller = new AtomicReference<>();
    private final AtomicLong lastUse;
    private volatile Set<String> reads = Set.of();

    Execution(
            long id,
            String session,
            String user,
            String sql,
            long startedAt,
            MemoryBudget memory,
            Consumer<Execution> onClose) {
        this.id = id;
        this.session = session;
        this.user = user;
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

    public String session() {
        return session;
    }

    public String user() {
        return user;
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
    public boolean hasCursor() {
        return canceller.get() != null;
    }

    /** When a client last asked for rows, epoch milliseconds. */
    public long lastUse() {
        return lastUse.get();
    }

    public void used(long now) {
        lastUse.set(now);
    }

    /** Names the relations whose rows go to the client. */
    public void reads(Set<String> relations) {
        reads = Set.copyOf(relations);
    }

    boolean isReading(String relation) {
        return reads.contains(relation);
    }

    /** Says how to stop what runs now; called at once when the statement was already cancelled. */
    public void onCancel(Consumer<MillraceException> stop) {
        canceller.set(stop);
        Optional.ofNullable(cancelled.get()).ifPresent(stop);
    }

    /** Stops the statement: its next step, or the client's next fetch, fails with this cause. */
    public void cancel(MillraceException cause) {
        if (cancelled.compareAndSet(null, cause)) {
            Optional.ofNullable(canceller.get()).ifPresent(stop -> stop.accept(cause));
        }
    }

    public void cancel() {
        cancel(new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled"));
    }

    /** Fails when the statement was cancelled. */
    public void check() {
        MillraceException cause = cancelled.get();
        if (cause != null) {
            throw cause;
        }
    }

    /** The statement has ended. */
    @Override
    public void close() {
        memory.close();
        onClose.accept(this);
    }
}
