package io.millrace.endpoint.open;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Knows since when a client has not asked for a thing; a thing that is being asked for does not expire. Thread-safe. */
public final class Lease {

    private final Clock clock;
    private final AtomicInteger users = new AtomicInteger();
    private volatile long lastUse;

    Lease(Clock clock) {
        this.clock = clock;
        this.lastUse = clock.millis();
    }

    void begin() {
        users.incrementAndGet();
    }

    void end() {
        lastUse = clock.millis();
        users.decrementAndGet();
    }

    boolean isOver(Duration length) {
        return users.get() == 0 && clock.millis() - lastUse >= length.toMillis();
    }
}
