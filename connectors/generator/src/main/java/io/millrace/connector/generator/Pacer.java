package io.millrace.connector.generator;

import java.time.Clock;
import java.util.concurrent.locks.LockSupport;

/** Says how many rows are due at a rate, and signals when more are. */
public final class Pacer implements AutoCloseable {

    private static final long UNSET = Long.MIN_VALUE;

    private final double rate;
    private final Clock clock;
    private long firstOffset;
    private long firstMillis = UNSET;
    private volatile Runnable signal;
    private volatile boolean closed;

    /** @param rate rows per second; 0 when unlimited */
    public Pacer(double rate, Clock clock) {
        this.rate = rate;
        this.clock = clock;
    }

    public boolean isUnlimited() {
        return rate <= 0;
    }

    /** The offset up to which rows are due; time counts from the first call. */
    public synchronized long due(long offset) {
        if (isUnlimited()) {
            return Long.MAX_VALUE;
        }
        long now = clock.millis();
        if (firstMillis == UNSET) {
            firstMillis = now;
            firstOffset = offset;
        }
        return firstOffset + (long) ((now - firstMillis) * rate / 1000);
    }

    /** Rows before an offset were read by somebody who was there before: they are due, and those that follow become so from now on. */
    public synchronized void recall(long offset) {
        if (!isUnlimited() && (firstMillis == UNSET || due(offset) < offset)) {
            firstMillis = clock.millis();
            firstOffset = offset;
        }
    }

    /** Has {@code signal} called as rows become due, at most every other millisecond. */
    public void onDue(Runnable newSignal) {
        boolean first = signal == null;
        signal = newSignal;
        if (first && !isUnlimited()) {
            Thread thread = new Thread(this::tick, "millrace-generator-pace");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void tick() {
        long nanos = Math.max(2_000_000, Math.min(1_000_000_000, (long) (1e9 / rate)));
        while (!closed) {
            LockSupport.parkNanos(this, nanos);
            signal.run();
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
