package io.millrace.engine.delivery;

import io.millrace.engine.retry.Backoff;
import io.millrace.engine.retry.RetryTimer;
import io.millrace.spi.error.PausedException;
import java.time.Duration;
import java.util.Optional;

/**
 * How the attempts to deliver the oldest batch go: one that is under way, what the last one ended with, when the next one may follow.
 * Guarded by the lock of its {@link Delivery}.
 */
final class Attempts {

    /** How long an attempt may take before the sink counts as stalled. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** After that a full outbox is taken for one that stays full. */
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(1);

    private final RetryTimer timer;
    private final Backoff backoff;
    private Trouble trouble;
    private long retryNanos;
    private boolean underWay;
    private long begunNanos;
    private boolean brokenOff;

    Attempts(RetryTimer timer, Backoff backoff) {
        this.timer = timer;
        this.backoff = backoff;
    }

    /** What the last attempt failed with, until one succeeds. */
    Optional<Trouble> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Takes over what has stopped the sink before the server was started anew. */
    void restore(Trouble lasting) {
        trouble = lasting;
    }

    /** Whether no further attempt follows by itself. */
    boolean stopped() {
        return trouble != null && trouble.lasting();
    }

    /** Nanoseconds until the next attempt may begin; not positive when it may now. */
    long nanosToNext() {
        return trouble == null ? 0 : retryNanos - timer.nanos();
    }

    boolean underWay() {
        return underWay;
    }

    /** Whether there has been no answer for so long that the sink counts as stalled. */
    boolean stalled() {
        return unanswered(PATIENCE);
    }

    /** Whether there has been no answer for a while. */
    boolean silent() {
        return unanswered(SHORT_PATIENCE);
    }

    private boolean unanswered(Duration patience) {
        return underWay && nanosUnderWay() >= patience.toNanos();
    }

    /** How long the attempt that is under way has taken. */
    long nanosUnderWay() {
        return timer.nanos() - begunNanos;
    }

    void begin() {
        underWay = true;
        begunNanos = timer.nanos();
    }

    /** The attempt has succeeded; true when the sink had been in trouble. By the thread of the attempt. */
    boolean succeeded() {
        boolean wasInTrouble = trouble != null;
        end();
        forget();
        return wasInTrouble;
    }

    /** The attempt has failed. By its thread. */
    Trouble failed(Throwable failure) {
        trouble = Trouble.of(failure, trouble == null ? timer.millis() : trouble.sinceMillis());
        retryNanos = timer.nanos() + (brokenOff ? 0 : Math.max(backoff.next(), pauseOf(failure)));
        end();
        return trouble;
    }

    private static long pauseOf(Throwable failure) {
        return failure instanceof PausedException paused ? paused.pause().toNanos() : 0;
    }

    /** Ends the attempt, and with it what interrupted it. */
    private void end() {
        underWay = false;
        brokenOff = false;
        Thread.interrupted();
    }

    /** The next attempt is another matter. */
    void forget() {
        trouble = null;
        backoff.reset();
    }

    /** Lets the next attempt follow at once; true when one has stalled and its thread is to be interrupted for that. */
    boolean hurry() {
        trouble = trouble == null ? null : trouble.passing();
        retryNanos = timer.nanos();
        backoff.reset();
        brokenOff |= stalled();
        return brokenOff;
    }
}
