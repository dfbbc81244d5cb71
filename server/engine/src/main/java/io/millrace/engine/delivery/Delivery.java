package io.millrace.engine.delivery;

import io.millrace.engine.retry.Backoff;
import io.millrace.engine.retry.RetryTimer;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The way of one sink's rows out of the server: what waits, what goes wrong, what somebody ordered. The thread that calls the sink is a
 * {@link DeliveryThread}; it asks here what to do next.
 *
 * <p>May be used by any thread; nothing here waits for the sink.
 */
public final class Delivery {

    /** How long an attempt may take before the sink counts as stalled. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(1);

    private static final Duration LONGEST_WAIT = Duration.ofMillis(100);

    private final String name;
    private final RetryTimer timer;
    private final Backoff backoff;
    private final DeliveryThread thread;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Outbox outbox;
    private Trouble trouble;
    private long retryNanos;
    private boolean underWay;
    private long begunNanos;
    private boolean brokenOff;
    private boolean suspended;
    private boolean closing;
    private boolean abandoned;
    private long deliveredBatch;
    private long deliveredRows;
    private long skippedRows;
    private volatile boolean full;

    Delivery(String name, Sink sink, Backlog most, RetryTimer timer, Backoff backoff) {
        this.name = name;
        this.timer = timer;
        this.backoff = backoff;
        this.outbox = new Outbox(most);
        this.thread = new DeliveryThread(this, sink, timer);
    }

    void start() {
        thread.start();
    }

    public String name() {
        return name;
    }

    /**
     * Takes the rows of a committed batch. Never waits and never refuses: who offers looks at {@link #full} before the next batch.
     *
     * @param batch greater than all before
     */
    public void offer(long batch, List<Page> rows) {
        lock.lock();
        try {
            if (!closing) {
                outbox.add(OutboxBatch.of(batch, rows, timer.nanos()));
                full = outbox.isFull();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whether so much waits that the query has to pause. Stays so until half of it is delivered. */
    public boolean full() {
        return full;
    }

    /** Waits a moment for the outbox to have room; returns at once when it has, and when the sink is closed. */
    public void awaitRoom() {
        lock.lock();
        try {
            if (full && !closing) {
                changed.await(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the outbox is full and the sink does not just take its time: it fails, is stopped, or has not answered for a second. */
    boolean isStuck() {
        lock.lock();
        try {
            boolean silent = underWay && timer.nanos() - begunNanos >= SHORT_PATIENCE.toNanos();
            return full && (trouble != null || suspended || silent);
        } finally {
            lock.unlock();
        }
    }

    /** Stops delivering after the attempt that is under way; rows go on to be collected. */
    public void suspend() {
        locked(() -> suspended = true);
    }

    /** Delivers again after {@link #suspend} or an error that stopped the sink. */
    public void resume() {
        locked(() -> {
            suspended = false;
            tryAgain();
        });
    }

    /**
     * Tries again now, whatever the sink waits for; an attempt that has stalled is broken off.
     *
     * @throws MillraceException when the sink is suspended
     */
    public void retry() {
        locked(() -> {
            if (suspended) {
                throw refused("the sink is suspended; write ALTER SINK " + name + " RESUME");
            }
            tryAgain();
        });
    }

    private void tryAgain() {
        trouble = trouble == null ? null : trouble.passing();
        retryNanos = timer.nanos();
        backoff.reset();
        if (stalled()) {
            brokenOff = true;
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
            if (underWay) {
                throw refused("batch " + batch + " is being delivered right now; write ALTER SINK " + name
                        + " SUSPEND first and RESUME afterwards");
            }
            skippedRows += oldest.rows();
            remove();
            trouble = null;
            tryAgain();
        });
        thread.noteSkipped(batch);
    }

    private static MillraceException refused(String text) {
        return new MillraceException(ErrorCode.INVALID_ARGUMENT, text);
    }

    private void remove() {
        outbox.removeOldest();
        full = outbox.isFull();
        changed.signalAll();
    }

    private boolean stalled() {
        return underWay && timer.nanos() - begunNanos >= PATIENCE.toNanos();
    }

    /** Takes nothing more and ends: a sink that works gets what waits, then it is closed. Does not wait for that. */
    public void close() {
        locked(() -> closing = true);
    }

    /** Ends without what waits; an attempt that is under way is interrupted, and left alone when it takes no notice. */
    void abandon() {
        locked(() -> {
            closing = true;
            abandoned = true;
            if (underWay) {
                thread.interrupt();
            }
        });
    }

    /** Waits until the sink is closed; false when that takes longer. */
    boolean awaitEnd(long nanos) {
        return thread.awaitEnd(nanos);
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** The batch to deliver next, once there is one and it is time to; empty when it is over. For the thread. */
    Optional<OutboxBatch> begin() {
        lock.lock();
        try {
            while (!isOver()) {
                long wait = trouble == null ? 0 : retryNanos - timer.nanos();
                if (!mayDeliver() || outbox.isEmpty()) {
                    changed.awaitUninterruptibly();
                } else if (wait > 0) {
                    pause(wait);
                } else {
                    underWay = true;
                    begunNanos = timer.nanos();
                    return Optional.of(outbox.oldest());
                }
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private void pause(long nanos) {
        try {
            timer.await(changed, nanos);
        } catch (InterruptedException e) {
            // by the connector, after its attempt was over: nothing is under way that could be broken off
        }
    }

    private boolean mayDeliver() {
        return !suspended && (trouble == null || !trouble.lasting());
    }

    private boolean isOver() {
        return closing && (abandoned || suspended || trouble != null || outbox.isEmpty());
    }

    /** The sink has the batch. For the thread; true when it had been in trouble. */
    boolean delivered(OutboxBatch batch) {
        lock.lock();
        try {
            boolean wasInTrouble = trouble != null;
            end();
            trouble = null;
            backoff.reset();
            deliveredBatch = batch.batch();
            deliveredRows += batch.rows();
            remove();
            return wasInTrouble;
        } finally {
            lock.unlock();
        }
    }

    /** An attempt failed. For the thread. */
    Trouble failed(Throwable failure) {
        lock.lock();
        try {
            trouble = Trouble.of(failure, trouble == null ? timer.millis() : trouble.sinceMillis());
            retryNanos = timer.nanos() + (brokenOff ? 0 : backoff.next());
            end();
            return trouble;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the attempt, and with it what interrupted it. */
    private void end() {
        underWay = false;
        brokenOff = false;
        Thread.interrupted();
    }

    /** Whether somebody ended the delivery, so that a failure of the last attempt is nobody's concern. */
    boolean isAbandoned() {
        lock.lock();
        try {
            return abandoned;
        } finally {
            lock.unlock();
        }
    }

    public SinkReport report() {
        lock.lock();
        try {
            long now = timer.nanos();
            SinkStatus status = status();
            Optional<String> problem = Optional.ofNullable(trouble).map(Trouble::text);
            OptionalLong since = trouble == null ? OptionalLong.empty() : OptionalLong.of(trouble.sinceMillis());
            OutboxBatch oldest = outbox.oldest();
            if (status == SinkStatus.STALLED) {
                long millis = (now - begunNanos) / 1_000_000;
                problem = Optional.of("batch " + oldest.batch() + " was given to the outside system " + millis / 1000
                        + " s ago and there is no answer");
                since = OptionalLong.of(timer.millis() - millis);
            }
            return new SinkReport(
                    name,
                    status,
                    problem,
                    since,
                    deliveredBatch == 0 ? OptionalLong.empty() : OptionalLong.of(deliveredBatch),
                    deliveredRows,
                    outbox.batches(),
                    outbox.rows(),
                    outbox.bytes(),
                    oldest == null ? 0 : (now - oldest.nanos()) / 1_000_000,
                    skippedRows);
        } finally {
            lock.unlock();
        }
    }

    private SinkStatus status() {
        if (stalled()) {
            return SinkStatus.STALLED;
        }
        if (suspended && !underWay) {
            return SinkStatus.SUSPENDED;
        }
        if (trouble == null) {
            return SinkStatus.RUNNING;
        }
        return trouble.lasting() ? SinkStatus.FAILED : SinkStatus.RETRYING;
    }
}
