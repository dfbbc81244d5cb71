package io.millrace.connector.jdbc.source;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Finds out up to which value of a growing column everything is there: up to one that others could see for a delay before a transaction began.
 * Whatever got a smaller value earlier has committed by then, and the transaction sees it.
 */
final class SettledValues {

    /** What the greatest value was at some time. */
    private record Seen(OrderValue greatest, long nanos) {}

    private final long delay;
    private final Deque<Seen> seen = new ArrayDeque<>();
    private OrderValue newest;
    private OrderValue bound;

    SettledValues(Duration delay) {
        this.delay = delay.toNanos();
    }

    /** Takes note of the greatest value, after it was seen. */
    void see(OrderValue greatest, long nanos) {
        if (!greatest.equals(newest)) {
            newest = greatest;
            seen.add(new Seen(greatest, nanos));
        }
    }

    /**
     * The greatest value that is settled; empty while none is known to be.
     *
     * @param begun a time before the transaction took its snapshot
     */
    Optional<OrderValue> bound(long begun) {
        while (!seen.isEmpty() && begun - seen.peek().nanos() >= delay) {
            bound = seen.poll().greatest();
        }
        return Optional.ofNullable(bound);
    }

    /** How many values are not settled yet. */
    int waiting() {
        return seen.size();
    }
}
