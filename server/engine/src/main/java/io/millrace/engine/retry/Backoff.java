package io.millrace.engine.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before each further attempt: twice as long each time, from a tenth of a second to half a minute, less a random part of
 * up to the half, so that those who failed together do not come back together. Used by one thread at a time.
 */
public final class Backoff {

    static final Duration FIRST = Duration.ofMillis(100);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private long nextNanos = FIRST.toNanos();

    public Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** Nanoseconds to wait after one more failure. */
    public long next() {
        long whole = nextNanos;
        nextNanos = Math.min(2 * whole, LONGEST.toNanos());
        return whole - random.nextLong(whole / 2);
    }

    /** An attempt succeeded. */
    public void reset() {
        nextNanos = FIRST.toNanos();
    }
}
