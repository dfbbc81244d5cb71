package io.millrace.engine.query;

import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.view.FailedSnapshot;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.StreamLog;
import io.millrace.engine.view.ViewStore;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Where the rows of a query go: the output operation. Used by the driver's thread. */
public sealed interface QueryTarget
        permits QueryTarget.ToView,
                QueryTarget.ToStream,
                QueryTarget.GivenUp,
                QueryTarget.ToSink,
                QueryTarget.ToHeldSink,
                QueryTarget.ToSubscription {

    /**
     * Takes the delta of a batch that is being committed; nothing may leave the server yet.
     *
     * @param watermark of the query's rows with it
     */
    void apply(long batch, List<Page> delta, long watermark);

    /** The batch is committed: what goes outside may go now. */
    void deliver(long batch, List<Page> delta);

    /** The query has failed and gives nothing more. */
    default void fail(Throwable failure) {}

    /** A row of the query failed. Views and streams have a relation for such rows; a client is told at once. */
    default void reject(RejectedRow row) {}

    /** The number that the next row gets; negative when rows are not numbered. */
    default long nextPosition() {
        return -1;
    }

    /** Bytes of the rows that are kept of the query. */
    default long bytes() {
        return 0;
    }

    Optional<RelationSnapshot> snapshot(long batch);

    void close();

    /** Integrated into a view. */
    record ToView(ViewStore store) implements QueryTarget {

        @Override
        public void apply(long batch, List<Page> delta, long watermark) {
            store.apply(batch, delta);
            store.commit();
        }

        @Override
        public long bytes() {
            return store.bytes();
        }

        @Override
        public void deliver(long batch, List<Page> delta) {}

        @Override
        public Optional<RelationSnapshot> snapshot(long batch) {
            return Optional.of(store.snapshot(batch));
        }

        @Override
        public void close() {}
    }

    /** Appended to a derived stream. */
    record ToStream(StreamLog log) implements QueryTarget {

        @Override
        public void apply(long batch, List<Page> delta, long watermark) {
            log.append(delta);
            if (watermark == Long.MAX_VALUE && !log.isTimed()) {
                log.commit();
            } else {
                log.commit(batch, watermark, true);
            }
        }

        @Override
        public long bytes() {
            return log.bytes();
        }

        @Override
        public long nextPosition() {
            return log.nextSequence();
        }

        @Override
        public void deliver(long batch, List<Page> delta) {}

        @Override
        public Optional<RelationSnapshot> snapshot(long batch) {
            return Optional.of(log.snapshot());
        }

        @Override
        public void close() {}
    }

    /** Nothing more: the rows of a failed query were given up. */
    record GivenUp(String name, String reason) implements QueryTarget {

        @Override
        public void apply(long batch, List<Page> delta, long watermark) {}

        @Override
        public void deliver(long batch, List<Page> delta) {}

        @Override
        public Optional<RelationSnapshot> snapshot(long batch) {
            return Optional.of(new FailedSnapshot(name, reason));
        }

        @Override
        public void close() {}
    }

    /**
     * Sent to an outside system. Several pieces of a backfill may belong to one batch, and a sink skips what it has had: deliveries are
     * numbered so that each has a number of its own, that of its batch or a greater one.
     */
    record ToSink(Sink sink, AtomicLong delivered) implements QueryTarget {

        public ToSink(Sink sink) {
            this(sink, new AtomicLong());
        }

        @Override
        public void apply(long batch, List<Page> delta, long watermark) {}

        @Override
        public void deliver(long batch, List<Page> delta) {
            if (!delta.isEmpty()) {
                long number = delivered.updateAndGet(last -> Math.max(last + 1, batch));
                sink.deliver(1, number, delta);
            }
        }

        @Override
        public Optional<RelationSnapshot> snapshot(long batch) {
            return Optional.empty();
        }

        @Override
        public void close() {
            sink.close();
        }
    }

    /** Kept for a sink that opens once the query has caught up and takes the place of another. */
    final class ToHeldSink implements QueryTarget {

        private static final long MOST_ROWS = 1_000_000;

        private record Held(long batch, List<Page> delta) {}

        private final List<Held> held = new ArrayList<>();
        private long rows;
        private Optional<ToSink> opened = Optional.empty();

        @Override
        public void apply(long batch, List<Page> delta, long watermark) {}

        @Override
        public void deliver(long batch, List<Page> delta) {
            if (opened.isPresent()) {
                opened.get().deliver(batch, delta);
                return;
            }
            held.add(new Held(batch, List.copyOf(delta)));
            rows += delta.stream().mapToLong(Page::size).sum();
            if (rows > MOST_ROWS) {
                held.clear();
                throw new MillraceException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "more than " + MOST_ROWS + " rows would have to wait until the new sink takes the place of the"
                                + " old one; drop the old one first, or write WITH (backfill = 'none')");
            }
        }

        /** Opens the sink and delivers what was kept; when that fails, no sink is open. */
        public void release(Supplier<Sink> open) {
            ToSink sink = new ToSink(open.get());
            try {
                held.forEach(batch -> sink.deliver(batch.batch(), batch.delta()));
            } catch (RuntimeException e) {
                sink.close();
                throw e;
            }
            held.clear();
            opened = Optional.of(sink);
        }

        @Override
        public Optional<RelationSnapshot> snapshot(long batch) {
            return Optional.empty();
        }

        @Override
        public void close() {
            opened.ifPresent(ToSink::close);
        }
    }

    /** Handed to a client as it comes. */
    record ToSubscription(Subscription subscription) implements QueryTarget {

        @Override
        public void apply(long batch, List<Page> delta, long watermark) {}

        @Override
        public void deliver(long batch, List<Page> delta) {
            subscription.offer(batch, delta);
        }

        @Override
        public void fail(Throwable failure) {
            subscription.fail(
                    failure instanceof MillraceException known
                            ? known
                            : new MillraceException(ErrorCode.INTERNAL_ERROR, "internal error", failure));
        }

        @Override
        public void reject(RejectedRow row) {
            subscription.fail(new MillraceException(row.code(), row.reason()));
        }

        @Override
        public Optional<RelationSnapshot> snapshot(long batch) {
            return Optional.empty();
        }

        @Override
        public void close() {
            subscription.close();
        }
    }
}
