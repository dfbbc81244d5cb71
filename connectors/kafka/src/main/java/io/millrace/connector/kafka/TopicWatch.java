package io.millrace.connector.kafka;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps what is known of the topics of a source fresh, on a thread of its own, so that nobody who asks waits for the brokers. It looks
 * often while records come and less often while none do.
 */
final class TopicWatch implements AutoCloseable {

    private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long FAILED_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    /** How many looks without news make it idle. */
    private static final int CALM = 100;
    /** Older knowledge counts as none. */
    private static final long STALE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final TopicLookup lookup;
    private final long refreshNanos;
    private final Thread thread;
    private volatile TopicState state;
    private volatile long stateNanos;
    private volatile MillraceException failure;
    private volatile Runnable signal = () -> {};
    private volatile boolean closed;

    /** @param first what is known; null when nothing is */
    TopicWatch(String stream, TopicLookup lookup, long refreshMillis, TopicState first) {
        this.lookup = lookup;
        this.refreshNanos = TimeUnit.MILLISECONDS.toNanos(refreshMillis);
        this.state = first;
        this.stateNanos = System.nanoTime();
        this.thread = new Thread(this::run, "kafka-" + stream);
        thread.setDaemon(true);
        thread.start();
    }

    void onInput(Runnable newSignal) {
        signal = newSignal;
    }

    /**
     * What is known; empty while the brokers are asked for the first time.
     *
     * @throws MillraceException SOURCE_FAILED when that is too old
     */
    Optional<TopicState> state() {
        MillraceException why = failure;
        if (System.nanoTime() - stateNanos > STALE_NANOS) {
            throw new MillraceException(
                    ErrorCode.SOURCE_FAILED, why == null ? "the brokers do not answer" : why.getMessage(), why);
        }
        return Optional.ofNullable(state);
    }

    private void run() {
        long described = System.nanoTime();
        int calm = 0;
        while (!closed) {
            long pause;
            try {
                TopicState before = state;
                boolean again = before == null || System.nanoTime() - described > refreshNanos || failure != null;
                TopicState now = again ? lookup.describe() : lookup.advance(before);
                described = again ? System.nanoTime() : described;
                state = now;
                stateNanos = System.nanoTime();
                failure = null;
                calm = now.equals(before) ? calm + 1 : 0;
                pause = calm > CALM ? IDLE_NANOS : BUSY_NANOS;
                if (calm == 0) {
                    signal.run();
                }
            } catch (RuntimeException e) {
                failure = e instanceof MillraceException known
                        ? known
                        : KafkaErrors.of(ErrorCode.SOURCE_FAILED, "the topic cannot be looked at", e);
                pause = FAILED_NANOS;
            }
            LockSupport.parkNanos(pause);
        }
        lookup.close();
    }

    @Override
    public void close() {
        closed = true;
        signal = () -> {};
        thread.interrupt();
    }
}
