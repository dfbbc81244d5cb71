package io.millrace.connector.generator;

import io.millrace.spi.connector.option.Options;
import java.time.Clock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleSupplier;

/** Says how many rows are due at a rate, and signals when more are. The rate may be another one each time: it then counts from that moment. */
public final class Pacer implements AutoCloseable {

    private static final long UNSET = Long.MIN_VALUE;

    /** So long at most until another rate is noticed. */
    private static final long MOST_NANOS = 1_000_000_000;

    private static final long LEAST_NANOS = 2_000_000;

    private final DoubleSupplier rates;
    private final Clock clock;
    private double rate;
    private long firstOffset;
    private long firstMillis = UNSET;
    private long reached;
    private boolean ticking;
    private volatile Runnable signal;
    private volatile boolean closed;

    private Pacer(DoubleSupplier rates, Clock clock) {
        this.rates = rates;
        this.clock = clock;
        this.rate = rates.getAsDouble();
    }

    /** Keeps to the option 'rate', rows per second; 0 when unlimited. */
    public static Pacer of(Options options, Clock clock) {
        return new Pacer(() -> options.now().decimal("rate").orElse(0.0), clock);
    }

    public boolean isUnlimited() {
        return rates.getAsDouble() <= 0;
    }

    /** The offset up to which rows are due; time counts from the first call. */
    public synchronized long due(long offset) {
        reached = Math.max(reached, offset);
        double now = rates.getAsDouble();
        if (now != rate) {
            rate = now;
            firstMillis = UNSET;
        }
        if (rate <= 0) {
            return Long.MAX_VALUE;
        }
        tickWhileLimited();
        long millis = clock.millis();
        if (firstMillis == UNSET) {
            firstMillis = millis;
            firstOffset = reached;
        }
        return firstOffset + (long) ((millis - firstMillis) * rate / 1000);
    }

    /** Rows before an offset were read by somebody who was there before: they are due, and those that follow become so from now on. */
    public synchronized void recall(long offset) {
        if (!isUnlimited() && (firstMillis == UNSET || due(offset) < offset)) {
            firstMillis = clock.millis();
            firstOffset = offset;
        }
    }

    /** Has {@code signal} called as rows become due, at most every other millisecond. */
    public synchronized void onDue(Runnable newSignal) {
        signal = newSignal;
        tickWhileLimited();
    }

    private void tickWhileLimited() {
        if (signal != null && !ticking && !isUnlimited()) {
            ticking = true;
            Thread thread = new Thread(this::tick, "millrace-generator-pace");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void tick() {
        for (double now = limit(); !closed && now > 0; now = limit()) {
            LockSupport.parkNanos(this, Math.max(LEAST_NANOS, Math.min(MOST_NANOS, (long) (1e9 / now))));
            signal.run();
        }
        if (!closed) {
            signal.run(); // there is no limit any more
        }
    }

    /** The rate by now; where there is none, nobody ticks until there is one again. */
    private synchronized double limit() {
        double now = rates.getAsDouble();
        ticking = now > 0;
        return now;
    }

    @Override
    public void close() {
        closed = true;
    }
}
