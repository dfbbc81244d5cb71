package io.millrace.engine.delivery;

import io.millrace.engine.retry.ProblemLog;
import io.millrace.engine.retry.RetryTimer;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only thread that calls a sink: batch after batch, in order, each until it is delivered. Which batch a sink has already it asks at
 * the start and after a failure, whose outcome nobody knows.
 *
 * <p>It catches whatever a sink throws, and is a daemon: a sink that never returns keeps neither the server nor anybody else.
 */
final class DeliveryThread extends Thread {

    private static final Logger log = LoggerFactory.getLogger(DeliveryThread.class);

    private static final Duration IDLE_AGAIN = Duration.ofSeconds(10);

    private final Delivery delivery;
    private final Supplier<Sink> opening;
    private final long epoch;
    private final long newestBefore;
    private Sink sink;
    private final ProblemLog problems;
    private final RetryTimer timer;
    /** When the sink is to be called although no batch comes. */
    private OptionalLong idleAt;

    /** What a call without a batch failed with, until one succeeds. */
    private volatile Trouble idleTrouble;

    private final CountDownLatch ended = new CountDownLatch(1);
    /** Whether nobody comes after this thread who could complete what the sink has begun. */
    private volatile boolean last;

    private boolean known;
    private long committed;
    /** The newest batch that this thread has given to the sink, with or without success. */
    private long attempted;

    /**
     * Makes a thread.
     *
     * @param opening opens the sink when there is something to deliver; what it throws is trouble of the sink like any other
     * @param epoch of the server
     * @param newestBefore the greatest number that was given to a batch before, so that the sink may have it
     */
    DeliveryThread(Delivery delivery, Supplier<Sink> opening, long epoch, long newestBefore, RetryTimer timer) {
        super("sink " + delivery.name());
        this.delivery = delivery;
        this.opening = opening;
        this.epoch = epoch;
        this.newestBefore = newestBefore;
        this.timer = timer;
        this.idleAt = opening instanceof SoonOpened ? OptionalLong.of(timer.nanos()) : OptionalLong.empty();
        this.problems = new ProblemLog(log, timer);
        setDaemon(true);
    }

    @Override
    public void run() {
        try {
            boolean more = true;
            while (more) {
                more = deliverNext();
            }
        } finally {
            closeSink();
            ended.countDown();
        }
    }

    private boolean deliverNext() {
        try {
            if (idleAt.isPresent() && delivery.isDue(idleAt.getAsLong())) {
                idle();
                return true;
            }
            Optional<OutboxBatch> next = delivery.begin();
            next.ifPresent(this::attempt);
            return next.isPresent();
        } catch (RuntimeException | Error e) {
            if (e instanceof MillraceException known && known.code() == ErrorCode.JOURNAL_BROKEN) {
                return false; // the server ends; nothing is wrong with the sink, and no checkpoint may say so
            }
            log.error("the delivery to sink {} broke", delivery.name(), e);
            delivery.failed(new MillraceException(ErrorCode.INTERNAL_ERROR, "internal error", e));
            return true;
        }
    }

    /**
     * What a sink says that it holds must be something that it can hold. One that has more than was ever given to it belongs to a server
     * that knew more: the batches that are skipped because of that would be lost.
     */
    private long checked(long lastCommitted) {
        if (lastCommitted < 0) {
            throw new MillraceException(
                    ErrorCode.SINK_FAILED, "the sink says that it holds batch " + lastCommitted + ", which cannot be");
        }
        if (lastCommitted > Math.max(newestBefore, attempted)) {
            throw new MillraceException(
                    ErrorCode.SINK_MISMATCH,
                    "sink \"" + delivery.name() + "\" holds batch " + lastCommitted
                            + ", but the journal of this server knows"
                            + " none after " + newestBefore
                            + ": the data directory is older than what the sink was given;"
                            + " start the server with the newest one, or drop the sink and create it again");
        }
        return lastCommitted;
    }

    private void attempt(OutboxBatch batch) {
        try {
            ask();
            if (batch.batch() > committed) {
                attempted = batch.batch();
                sink.deliver(epoch, batch.batch(), batch.pages());
            }
        } catch (Throwable e) { // also errors: the sink is not ours
            known = false;
            failed(batch, e);
            return;
        }
        planIdle();
        if (delivery.delivered(batch)) {
            problems.solved("sink " + delivery.name() + " delivers again");
        }
    }

    /** Opens the sink, and asks what it has, where that is not known. */
    private void ask() {
        if (sink == null) {
            sink = opening.get();
        }
        if (!known) {
            committed = checked(sink.lastCommitted());
            known = true;
        }
    }

    private void planIdle() {
        idleAt = OptionalLong.empty();
        try {
            sink.idleAfter().ifPresent(after -> idleAt = OptionalLong.of(timer.nanos() + after.toNanos()));
        } catch (RuntimeException e) {
            idleAt = OptionalLong.of(timer.nanos() + IDLE_AGAIN.toNanos());
        }
    }

    /** What fails is no trouble of a batch: it is tried again, and the sink is asked what it has before it gets the next one. */
    private void idle() {
        try {
            ask();
            sink.idle();
            planIdle();
            if (idleTrouble != null) {
                idleTrouble = null;
                problems.solved("sink " + delivery.name() + " has ended what it had begun");
            }
        } catch (Throwable e) { // as above
            known = false;
            idleAt = OptionalLong.of(timer.nanos() + IDLE_AGAIN.toNanos());
            Trouble before = idleTrouble;
            idleTrouble = Trouble.of(e, before == null ? timer.millis() : before.sinceMillis());
            problems.occurred("sink " + delivery.name() + " could not end what it has begun", e);
        }
    }

    /** What keeps the sink from ending what it has begun; tried again by itself. By any thread. */
    Optional<Trouble> idleTrouble() {
        return Optional.ofNullable(idleTrouble).map(Trouble::passing);
    }

    private void failed(OutboxBatch batch, Throwable failure) {
        Trouble trouble = delivery.failed(failure);
        if (delivery.isAbandoned()) {
            return;
        }
        String what = "sink " + delivery.name() + " could not be given batch " + batch.batch() + ": " + trouble.text();
        if (trouble.lasting()) {
            log.error("{}; it is stopped until ALTER SINK … RESUME", what);
        } else {
            problems.occurred(what, failure);
        }
    }

    static void noteSkipped(String sink, long batch) {
        log.warn("batch {} of sink {} was skipped by order", batch, sink);
    }

    private void closeSink() {
        SinkReport report = delivery.report();
        if (report.lagBatches() > 0) {
            log.warn(
                    "sink {} was closed with {} batches ({} rows) that it does not have",
                    delivery.name(),
                    report.lagBatches(),
                    report.lagRows());
        }
        try {
            if (last && opening instanceof SoonOpened && !delivery.isAbandoned()) {
                ask();
            }
        } catch (Throwable e) { // as above
            log.warn("what sink {} has begun could not be completed", delivery.name(), e);
        }
        try {
            if (sink != null) {
                sink.close();
            }
        } catch (Throwable e) { // as above
            log.warn("closing sink {} failed", delivery.name(), e);
        }
    }

    /** A sink that has to be opened although nothing waits for it is opened, if it was not, before it is closed. */
    void completes() {
        last = true;
    }

    /** Waits until the sink is closed; false when that takes longer. */
    boolean awaitEnd(long nanos) {
        try {
            return ended.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
