package io.millrace.engine.delivery;

import io.millrace.engine.retry.Backoff;
import io.millrace.engine.retry.RetryTimer;
import io.millrace.spi.connector.Sink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/** The deliveries of the server by the names of their sinks. May be used by any thread. */
public final class Deliveries {

    /** How long a thread that was interrupted may take to close its sink before nobody waits for it any more. */
    private static final Duration LAST_GRACE = Duration.ofMillis(100);

    private final Backlog backlog;
    private final RetryTimer timer;
    private final RandomGenerator random;
    private final Map<String, Delivery> open = new ConcurrentHashMap<>();

    /** @param random safe to be used by many threads */
    public Deliveries(Backlog backlog, RetryTimer timer, RandomGenerator random) {
        this.backlog = backlog;
        this.timer = timer;
        this.random = random;
    }

    /** Begins to deliver to a sink, which belongs to the delivery from now on and is closed by it. */
    public Delivery open(String name, Sink sink) {
        Delivery delivery = new Delivery(name, sink, backlog, timer, new Backoff(random));
        open.put(name, delivery);
        delivery.start();
        return delivery;
    }

    public Optional<Delivery> find(String name) {
        return Optional.ofNullable(open.get(name));
    }

    /** Whether there is such a sink and no more can be put into its outbox before something changes outside. */
    public boolean isStuck(String name) {
        return find(name).filter(Delivery::isStuck).isPresent();
    }

    public Optional<SinkReport> report(String name) {
        return find(name).map(Delivery::report);
    }

    /**
     * Ends deliveries and waits: sinks that work get what waits for them within the grace; others are left to their threads, which
     * close them when they return. Unknown names are skipped.
     */
    public void end(List<String> names, Duration grace) {
        List<Delivery> ending = new ArrayList<>();
        for (String name : names) {
            Optional.ofNullable(open.remove(name)).ifPresent(ending::add);
        }
        ending.forEach(delivery -> {
            if (delivery.report().status() == SinkStatus.STALLED) {
                delivery.abandon();
            } else {
                delivery.close();
            }
        });
        long deadline = System.nanoTime() + grace.toNanos();
        ending.removeIf(delivery -> delivery.awaitEnd(deadline - System.nanoTime()));
        ending.forEach(Delivery::abandon);
        long last = System.nanoTime() + LAST_GRACE.toNanos();
        ending.forEach(delivery -> delivery.awaitEnd(last - System.nanoTime()));
    }

    /** As {@link #end}, all of them. */
    public void endAll(Duration grace) {
        end(List.copyOf(open.keySet()), grace);
    }
}
