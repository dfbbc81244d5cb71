package io.millrace.engine.memory;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What one query or statement may hold in memory, and what it holds. Whoever keeps pages, state or large values for it counts them
 * here and gives them back; closing gives everything back.
 *
 * <p>Thread-safe and cheap enough to be asked for every page, not for every row. A budget that was exceeded stays so: everything
 * that asks it for more fails with the same error.
 */
public final class MemoryBudget implements AutoCloseable {

    /** On whose behalf memory is held. */
    public enum Holder {
        QUERY(
                "query.memory",
                "filter or aggregate earlier, bound what the query remembers by windows of time, or raise the setting"),
        STATEMENT("statement.memory", "read fewer rows or columns, as by WHERE or LIMIT, or raise the setting"),
        /** Rows of tables and streams. */
        KEPT("server.memory", "drop what is not needed, or raise the setting"),
        /** Requests and answers on their way. */
        PASSING("server.memory", "send less at a time, or raise the setting");

        private final String setting;
        private final String remedy;

        Holder(String setting, String remedy) {
            this.setting = setting;
            this.remedy = remedy;
        }

        /** Whether what is held can be taken away. */
        boolean mayFail() {
            return this == QUERY || this == STATEMENT;
        }
    }

    /** Parts are told that are more than this fraction, as a divisor. */
    private static final long PARTS_TOLD = 4;

    /** What {@link #used} stands at after closing. */
    private static final long CLOSED = Long.MIN_VALUE;

    private final ServerMemory server;
    private final Holder holder;
    private final long limit;
    private final AtomicLong used = new AtomicLong();
    private final Map<String, AtomicLong> parts = new ConcurrentHashMap<>();
    private final AtomicReference<MillraceException> failure = new AtomicReference<>();
    private final List<Consumer<MillraceException>> whenFailed = new CopyOnWriteArrayList<>();

    MemoryBudget(ServerMemory server, Holder holder, long limit) {
        this.server = server;
        this.holder = holder;
        this.limit = limit;
    }

    /** A budget that nothing exceeds. */
    public static MemoryBudget unbounded() {
        return ServerMemory.unbounded().query(Long.MAX_VALUE);
    }

    /** What is held of one kind. */
    AtomicLong part(String what) {
        return parts.computeIfAbsent(what, name -> new AtomicLong());
    }

    Holder holder() {
        return holder;
    }

    /** Bytes held. */
    public long used() {
        return Math.max(0, used.get());
    }

    /** Whether so little is held that the server would not gain by taking it away. */
    public boolean isSmall() {
        return server.isSmall(used());
    }

    /** Bytes that may be held. */
    public long limit() {
        return limit;
    }

    /**
     * Counts bytes that are held from now on, before they are allocated where that is possible; negative ones are given back.
     *
     * @throws MillraceException MEMORY_EXCEEDED; the bytes are counted nevertheless, until they are given back. QUERY_CANCELLED
     *     when the budget was closed.
     */
    public void add(long bytes) {
        long held = change(bytes);
        if (bytes > 0 && held == CLOSED) {
            throw cancelled();
        }
        if (bytes > 0) {
            check(held);
        }
    }

    /** As {@link #add}, but never fails: for what is there already. */
    public void count(long bytes) {
        change(bytes);
    }

    /** Fails as {@link #add} would for one more byte when the budget was exceeded or closed. */
    void checkOpen() {
        if (used.get() == CLOSED) {
            throw cancelled();
        }
        check();
    }

    private static MillraceException cancelled() {
        return new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was cancelled");
    }

    private long change(long bytes) {
        long before = used.get();
        while (before != CLOSED && !used.compareAndSet(before, before + bytes)) {
            before = used.get();
        }
        if (before == CLOSED) {
            return CLOSED;
        }
        server.change(bytes);
        return before + bytes;
    }

    /** Fails when the server has no room for so much more that is to be kept. */
    public void admitKept(long bytes) {
        server.admitKept(bytes);
    }

    /** Fails when the budget was exceeded. */
    public void check() {
        MillraceException cause = failure.get();
        if (cause != null) {
            throw cause;
        }
    }

    private void check(long held) {
        if (held > limit) {
            fail(exceeded());
        } else if (server.isFull()) {
            server.makeRoom();
        }
        check();
    }

    private MillraceException exceeded() {
        return new MillraceException(
                ErrorCode.MEMORY_EXCEEDED,
                "more than " + Bytes.text(limit) + " of memory is needed, which is the limit of the setting "
                        + holder.setting + largest() + "; " + holder.remedy);
    }

    /** What takes most, where that is known: {@code ; it was for 80 MiB of rows that a join keeps}. */
    String largest() {
        String most = parts.entrySet().stream()
                .filter(part -> part.getValue().get() > used() / PARTS_TOLD)
                .sorted(Comparator.comparing(part -> -part.getValue().get()))
                .map(part -> Bytes.text(part.getValue().get()) + " of " + part.getKey())
                .collect(Collectors.joining(", "));
        return most.isEmpty() ? "" : "; it was for " + most;
    }

    /** Lets everything fail that asks for more. */
    void fail(MillraceException cause) {
        if (failure.compareAndSet(null, cause)) {
            whenFailed.forEach(told -> told.accept(cause));
        }
    }

    /** The heap had no room for what was asked: as if the budget were exceeded. */
    public MillraceException exhausted(OutOfMemoryError error) {
        fail(new MillraceException(
                ErrorCode.MEMORY_EXCEEDED,
                "the heap has no room for what was needed at once; " + holder.remedy
                        + ", or give the server more memory (JAVA_OPTS=-Xmx…)",
                error));
        return failure.get();
    }

    public boolean failed() {
        return failure.get() != null;
    }

    /** Closes this one; another of the same kind and size, which has not failed, takes its place. */
    public MemoryBudget renew() {
        close();
        return server.open(holder, limit);
    }

    /**
     * Says who else is to learn that the budget has failed, as to let go of what is held; told by any thread, at once when it has
     * already, and perhaps twice.
     */
    public void whenFailed(Consumer<MillraceException> told) {
        whenFailed.add(told);
        Optional.ofNullable(failure.get()).ifPresent(told);
    }

    /** Gives everything back; what is counted later is not held against anybody. */
    @Override
    public void close() {
        long held = used.getAndSet(CLOSED);
        if (held != CLOSED) {
            server.change(-held);
            server.forget(this);
        }
    }
}
