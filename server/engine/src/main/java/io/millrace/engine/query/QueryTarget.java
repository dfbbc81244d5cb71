package io.millrace.engine.query;

import io.millrace.codec.Decoder;
import io.millrace.engine.delivery.Delivery;
import io.millrace.engine.refused.RejectedRow;
import io.millrace.engine.view.FailedSnapshot;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.engine.view.StreamLog;
import io.millrace.engine.view.ViewStore;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.StoredContents;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Where the rows of a query go: the output operation. Used by the driver's thread. */
public sealed interface QueryTarget
        permits QueryTarget.ToView,
                QueryTarget.ToStream,
                QueryTarget.GivenUp,
                QueryTarget.ToSink,
                QueryTarget.ToSubscription {

    /**
     * Takes the delta of a batch that is being committed; nothing may leave the server yet.
     *
     * @param watermark of the query's rows with it
     */
    void apply(long batch, List<Page> delta, long watermark);

    /** Whether readers of earlier batches go on to see those while later ones are applied: they have to have other numbers. */
    default boolean isVersioned() {
        return false;
    }

    /** What was to go outside with a number goes now, if it has not gone then. */
    default void deliverAgain(long number, List<Page> delta) {}

    /** The batch is committed: what goes outside may go now. */
    void deliver(long batch, List<Page> delta);

    /** The query has failed and gives nothing more. */
    default void fail(Throwable failure) {}

    /** A row of the query failed. Views and streams have a relation for such rows; a client is told at once. */
    default void reject(RejectedRow row) {}

    /** Whether so much of it waits to be taken that the query has to pause before its next batch. */
    default boolean full() {
        return false;
    }

    /** Waits until the target is not {@link #full} any more; returns sooner if it likes. */
    default void awaitRoom() {}

    /** Whether it is {@link #full} and stays so until something changes outside. */
    default boolean stuck() {
        return false;
    }

    /** The number that the next row gets; negative when rows are not numbered. */
    default long nextPosition() {
        return -1;
    }

    /** The number under which a sink gets the rows of a batch that are delivered next. */
    default long numberFor(long batch) {
        return batch;
    }

    /** Bytes of the rows that are kept of the query. */
    default long bytes() {
        return 0;
    }

    Optional<RelationSnapshot> snapshot(long batch);

    /**
     * What a checkpoint has of it, between batches.
     *
     * @param name under which it is stored
     * @param batch that was the last
     */
    default CheckpointCut cut(String name, long batch) {
        return CheckpointCut.NOTHING;
    }

    /** Takes over what {@link #cut} has written, before anything is applied. */
    default void restore(Decoder in, StoredContents contents, String name, RowType rowType, long batch)
            throws IOException {}

    void close();

    /** Integrated into a view. */
    record ToView(ViewStore store) implements QueryTarget {

        @Override
        public void apply(long batch, List<Page> delta, long watermark) {
            try {
                store.apply(batch, delta);
            } catch (OutOfMemoryError e) {
                store.abort(batch); // what is shown of the failed query is the content of a batch
                throw e;
            }
            store.commit();
        }

        @Override
        public boolean isVersioned() {
            return true;
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
        public CheckpointCut cut(String name, long batch) {
            return new CheckpointCut(out -> {}, List.of(store.cut(name, batch)));
        }

        @Override
        public void restore(Decoder in, StoredContents contents, String name, RowType rowType, long batch)
                throws IOException {
            store.restore(contents.chain(name), batch);
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
        public CheckpointCut cut(String name, long batch) {
            return new CheckpointCut(out -> {}, List.of(log.cut(name)));
        }

        @Override
        public void restore(Decoder in, StoredContents contents, String name, RowType rowType, long batch)
                throws IOException {
            log.restore(contents.chain(name));
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

    /** Put into the outbox of a sink. */
    record ToSink(Delivery delivery) implements QueryTarget {

        @Override
        public void apply(long batch, List<Page> delta, long watermark) {}

        @Override
        public void deliver(long batch, List<Page> delta) {
            if (!delta.isEmpty()) {
                delivery.offer(batch, delta);
            }
        }

        @Override
        public void deliverAgain(long number, List<Page> delta) {
            delivery.offerOwed(number, delta);
        }

        @Override
        public long numberFor(long batch) {
            return delivery.numberFor(batch);
        }

        @Override
        public boolean full() {
            return delivery.full();
        }

        @Override
        public void awaitRoom() {
            delivery.awaitRoom();
        }

        @Override
        public boolean stuck() {
            return delivery.isStuck();
        }

        @Override
        public CheckpointCut cut(String name, long batch) {
            return delivery.cut(name);
        }

        @Override
        public void restore(Decoder in, StoredContents contents, String name, RowType rowType, long batch)
                throws IOException {
            delivery.restore(in, contents.chain(name), rowType);
        }

        @Override
        public Optional<RelationSnapshot> snapshot(long batch) {
            return Optional.empty();
        }

        @Override
        public void close() {
            delivery.close();
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
            subscription.fail(QueryFailure.lasting(failure));
        }

        @Override
        public void reject(RejectedRow row) {
            subscription.fail(row.error(""));
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
