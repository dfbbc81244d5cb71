package io.millrace.engine.delivery;

import io.millrace.codec.Decoder;
import io.millrace.engine.retry.Backoff;
import io.millrace.engine.retry.RetryTimer;
import io.millrace.journal.checkpoint.CheckpointCut;
import io.millrace.journal.checkpoint.ContentChain;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * The way of one sink's rows out of the server: what waits, what goes wrong, what somebody ordered. The thread that calls the sink is a
 * {@link DeliveryThread}; it asks here what to do next.
 *
 * <p>May be used by any thread; nothing here waits for the sink.
 */
public final class Delivery {

    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    private final RetryTimer timer;
    private final ObjLongConsumer<String> done;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Outbox outbox;
    private final Attempts attempts;
    private volatile DeliveryThread thread;
    private boolean suspended;
    private boolean held;
    /** The greatest number of rows that were written down and taken over. */
    private long writtenTo;
    /** Up to which number it was written down that the sink has its rows. */
    private long doneTo;

    private boolean muted;
    private boolean closing;
    private boolean abandoned;
    private final DeliveryCounts counts = new DeliveryCounts();
    private volatile String name;
    private volatile boolean full;

    /** @param done is told each batch that the sink has, or never gets, after the name of the sink */
    Delivery(String name, Backlog most, RetryTimer timer, Backoff backoff, ObjLongConsumer<String> done) {
        this.name = name;
        this.done = done;
        this.timer = timer;
        this.outbox = new Outbox(most);
        this.attempts = new Attempts(timer, backoff);
    }

    /** @param used the greatest number that the outside system may have seen of this sink; greater ones are given from now on */
    void numberFrom(long used) {
        locked(() -> outbox.numberFrom(used + 1));
    }

    /**
     * Begins to deliver what was collected until now and comes from now on.
     *
     * @param sink opens it when there is something to deliver, {@link SoonOpened} at once
     */
    void start(Supplier<Sink> sink, long epoch) {
        locked(() -> {
            muted = false;
            thread = new DeliveryThread(this, sink, epoch, outbox.newest(), timer);
            thread.start();
        });
    }

    /** Takes no rows that are computed again, because they were written down; see {@link #offerAgain}. */
    void mute() {
        muted = true;
    }

    /** Takes rows that were written down, with their number. */
    void offerAgain(long number, List<Page> rows) {
        locked(() -> {
            if (number > writtenTo) {
                writtenTo = number;
                outbox.add(OutboxBatch.of(number, rows, timer.nanos()));
                full = outbox.isFull();
            }
        });
    }

    /** The same for rows that come after it was told what of them the sink has. */
    public void offerOwed(long number, List<Page> rows) {
        locked(() -> {
            offerAgain(number, rows);
            removeDelivered(doneTo);
        });
    }

    private void removeDelivered(long number) {
        while (!outbox.isEmpty() && outbox.oldest().batch() <= number) {
            counts.delivered(outbox.removeOldest());
        }
        full = outbox.isFull();
    }

    /** The sink has everything up to a number, as was written down. */
    void deliveredAgain(long number) {
        locked(() -> {
            if (number > doneTo) {
                attempts.forget(); // what the checkpoint knew of went well later
            }
            doneTo = Math.max(doneTo, number);
            removeDelivered(number);
        });
    }

    /** What waits, by number. */
    SortedMap<Long, List<Page>> waiting() {
        return guarded(outbox::waiting);
    }

    /** Forgets what waits, which nobody has seen. */
    void forget() {
        locked(() -> {
            outbox.clear();
            full = outbox.isFull();
        });
    }

    /** The number that rows of a batch get if they are offered next. */
    public long numberFor(long batch) {
        return guarded(() -> Math.max(batch, outbox.newest() + 1));
    }

    /** The greatest number that was given to a batch. */
    long newest() {
        return guarded(outbox::newest);
    }

    public String name() {
        return name;
    }

    void rename(String other) {
        name = other;
    }

    /**
     * Takes the rows of a committed batch. Never waits and never refuses: who offers looks at {@link #full} before the next batch.
     *
     * <p>A sink skips what it has had, and several pieces of a backfill may belong to one batch: deliveries are numbered so that each
     * has a number of its own, that of its batch or a greater one.
     */
    public void offer(long batch, List<Page> rows) {
        locked(() -> {
            if (!closing && !muted) {
                outbox.add(OutboxBatch.of(Math.max(batch, outbox.newest() + 1), rows, timer.nanos()));
                full = outbox.isFull();
            }
        });
    }

    /** Whether so much waits that the query has to pause. Stays so until half of it is delivered. */
    public boolean full() {
        return full;
    }

    /** Waits a moment for the outbox to have room; returns at once when it has, and when the sink is closed. */
    public void awaitRoom() {
        guarded(() -> {
            try {
                return full && !closing && changed.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        });
    }

    /** Whether the outbox is full and the sink does not just take its time: it fails, is stopped, or has not answered for a second. */
    public boolean isStuck() {
        return guarded(
                () -> full && (thread == null || attempts.trouble().isPresent() || suspended || attempts.silent()));
    }

    /**
     * Waits until what waits is delivered, if the sink works and that takes no longer, and begins no attempt from then on: another
     * delivery is about to take over.
     */
    void hold(long nanos) {
        long deadline = System.nanoTime() + nanos;
        locked(() -> {
            try {
                while (works() && System.nanoTime() < deadline) {
                    changed.await(Math.min(deadline - System.nanoTime(), LONGEST_WAIT.toNanos()), TimeUnit.NANOSECONDS);
                }
                held = true;
                while (attempts.underWay() && System.nanoTime() < deadline) {
                    changed.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                held = true;
            }
        });
    }

    private boolean works() {
        return thread != null && attempts.trouble().isEmpty() && mayDeliver() && !outbox.isEmpty();
    }

    /** Nobody takes over after {@link #hold}. */
    void release() {
        locked(() -> held = false);
    }

    /** Stops delivering after the attempt that is under way; rows go on to be collected. Refused when it is suspended already. */
    public void suspend() {
        locked(() -> {
            if (suspended) {
                throw refused("the sink is suspended already");
            }
            suspended = true;
        });
    }

    /**
     * Delivers again after {@link #suspend} or an error that stopped the sink.
     *
     * @throws MillraceException when nothing keeps it from delivering
     */
    public void resume() {
        locked(() -> {
            if (!suspended && !muted && attempts.trouble().isEmpty() && !attempts.stalled()) {
                throw refused("the sink is neither suspended nor has it failed");
            }
            suspended = false;
            tryAgain();
        });
    }

    /** Tries again now, whatever the sink waits for; breaks an attempt off that has stalled. Refused when the sink is suspended. */
    public void retry() {
        locked(() -> {
            if (suspended) {
                throw refused("the sink is suspended; write ALTER SINK " + name + " RESUME");
            }
            tryAgain();
        });
    }

    private void tryAgain() {
        if (attempts.hurry()) {
            thread.interrupt();
        }
    }

    /**
     * Gives the oldest batch up; the sink never gets its rows.
     *
     * @throws MillraceException when it is not the oldest, or is being delivered right now
     */
    public void skip(long batch) {
        locked(() -> {
            OutboxBatch oldest = outbox.oldest();
            if (oldest == null) {
                throw refused("no batch waits for sink \"" + name + "\"");
            }
            if (oldest.batch() != batch) {
                throw refused("only the oldest batch that waits can be skipped, and that is batch " + oldest.batch());
            }
            if (attempts.underWay()) {
                throw refused("batch " + batch + " is being delivered right now; write ALTER SINK " + name
                        + " SUSPEND first and RESUME afterwards");
            }
            counts.skipped(oldest);
            remove();
            done.accept(name, batch);
            attempts.forget();
            tryAgain();
            DeliveryThread.noteSkipped(name, batch);
        });
    }

    private static MillraceException refused(String text) {
        return new MillraceException(ErrorCode.INVALID_ARGUMENT, text);
    }

    private void remove() {
        outbox.removeOldest();
        full = outbox.isFull();
        changed.signalAll();
    }

    /** Takes nothing more and ends: a sink that works gets what waits, then it is closed. Does not wait for that. */
    public void close() {
        locked(() -> closing = true);
    }

    /** The sink is dropped: what it has begun is to be complete when it is closed, though it was not opened yet. */
    void drop() {
        locked(() -> Optional.ofNullable(thread).ifPresent(DeliveryThread::completes));
    }

    /** Ends without what waits; an attempt that is under way is interrupted, and left alone when it takes no notice. */
    void abandon() {
        locked(() -> {
            closing = true;
            abandoned = true;
            if (attempts.underWay()) {
                thread.interrupt();
            }
        });
    }

    /** Waits until the sink is closed; false when that takes longer. */
    boolean awaitEnd(long nanos) {
        return thread == null || thread.awaitEnd(nanos);
    }

    private void locked(Runnable change) {
        guarded(() -> {
            change.run();
            changed.signalAll();
            return null;
        });
    }

    private <T> T guarded(Supplier<T> access) {
        lock.lock();
        try {
            return access.get();
        } finally {
            lock.unlock();
        }
    }

    /** What waits, and what was ordered, for a checkpoint. */
    public CheckpointCut cut(String stored) {
        return guarded(() -> {
            DeliveryStand stand = counts.stand(
                    suspended,
                    attempts.trouble().filter(Trouble::lasting),
                    muted ? Math.max(doneTo, counts.batch()) : counts.batch(),
                    outbox.newest());
            return new CheckpointCut(stand::put, List.of(outbox.cut(stored, timer.nanos())));
        });
    }

    /** Takes over what {@link #cut} has written, before all else. */
    public void restore(Decoder in, ContentChain stored, RowType rowType) throws IOException {
        DeliveryStand stand = DeliveryStand.take(in);
        lock.lock();
        try {
            suspended = stand.suspended();
            stand.trouble().ifPresent(attempts::restore);
            counts.restore(stand);
            doneTo = counts.batch();
            writtenTo = stand.newest();
            outbox.restore(stored, stand.newest(), rowType, timer.nanos());
            full = outbox.isFull();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a batch to deliver, the end, or a moment of the timer. For the thread; true when it was the moment. */
    boolean isDue(long moment) {
        return guarded(() -> {
            while (waits() && (suspended || held || moment > timer.nanos())) {
                pause(suspended || held ? TimeUnit.HOURS.toNanos(1) : moment - timer.nanos());
            }
            return waits();
        });
    }

    private boolean waits() {
        return !isOver() && (!mayDeliver() || outbox.isEmpty());
    }

    /** The batch to deliver next, once there is one and it is time to; empty when it is over. For the thread. */
    Optional<OutboxBatch> begin() {
        return guarded(() -> {
            while (!isOver()) {
                long wait = attempts.nanosToNext();
                if (waits()) {
                    changed.awaitUninterruptibly();
                } else if (wait > 0) {
                    pause(wait);
                } else {
                    attempts.begin();
                    return Optional.of(outbox.oldest());
                }
            }
            return Optional.empty();
        });
    }

    private void pause(long nanos) {
        try {
            timer.await(changed, nanos);
        } catch (InterruptedException e) {
            // by the connector, after its attempt was over: nothing is under way that could be broken off
        }
    }

    private boolean mayDeliver() {
        return !suspended && !held && !attempts.stopped();
    }

    private boolean isOver() {
        boolean ready = !suspended && !held && attempts.trouble().isEmpty();
        return closing && (abandoned || !ready || outbox.isEmpty());
    }

    /** The sink has the batch. For the thread; true when it had been in trouble. */
    boolean delivered(OutboxBatch batch) {
        return guarded(() -> {
            counts.delivered(batch);
            remove();
            done.accept(name, batch.batch());
            return attempts.succeeded();
        });
    }

    /** An attempt failed. For the thread. */
    Trouble failed(Throwable failure) {
        return guarded(() -> {
            changed.signalAll();
            return attempts.failed(failure);
        });
    }

    /** Whether a failure of the last attempt is nobody's concern. */
    boolean isAbandoned() {
        return guarded(() -> abandoned);
    }

    public SinkReport report() {
        return guarded(() -> new Standing(timer, attempts, outbox, suspended, thread)
                .report(name, counts.batch(), counts.rows(), counts.skippedRows()));
    }
}
