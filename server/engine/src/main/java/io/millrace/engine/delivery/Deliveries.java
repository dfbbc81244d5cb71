package io.millrace.engine.delivery;

import io.millrace.engine.retry.Backoff;
import io.millrace.engine.retry.RetryTimer;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The deliveries of the server by the names of their sinks. May be used by any thread. */
public final class Deliveries {

    /** A sink that was opened to take the place of another. */
    private record Succession(Optional<Delivery> before, Sink sink) {

        void giveUp() {
            try {
                sink.close();
            } catch (RuntimeException e) {
                log.warn("closing a sink that never was used failed", e);
            }
            before.ifPresent(Delivery::release);
        }
    }

    private static final Logger log = LoggerFactory.getLogger(Deliveries.class);

    /** How long a thread that was interrupted may take to close its sink before nobody waits for it any more. */
    private static final Duration LAST_GRACE = Duration.ofMillis(100);

    private final Backlog backlog;
    private final RetryTimer timer;
    private final RandomGenerator random;
    /** The greatest number given to a batch of a sink that is not there any more: one that comes after it may be taken for it. */
    private final AtomicLong used = new AtomicLong();

    private volatile boolean held;
    private volatile Set<String> keptBack = Set.of();
    private final Map<String, Delivery> open = new ConcurrentHashMap<>();
    private final Map<String, Succession> successions = new ConcurrentHashMap<>();
    private final WrittenSinks written = new WrittenSinks();
    private volatile ObjLongConsumer<String> done = (sink, batch) -> {};
    private volatile long epoch = 1;

    /** @param random safe to be used by many threads */
    public Deliveries(Backlog backlog, RetryTimer timer, RandomGenerator random) {
        this.backlog = backlog;
        this.timer = timer;
        this.random = random;
    }

    /**
     * What all deliveries go by from now on.
     *
     * @param newEpoch of the server: grows with each start
     * @param listener is told each batch that a sink has, or never gets, after the name of the sink; by any thread
     */
    public void follow(long newEpoch, ObjLongConsumer<String> listener) {
        epoch = newEpoch;
        done = listener;
    }

    /** Begins to deliver to a sink, which belongs to the delivery from now on and is closed by it. */
    public Delivery open(String name, Supplier<Sink> sink) {
        if (held) {
            Delivery delivery = prepare(name);
            delivery.numberFrom(used.get());
            written.opens(name, sink);
            return delivery;
        }
        Sink opened = sink.get();
        Delivery delivery = prepare(name);
        delivery.numberFrom(used.get());
        if (keptBack.contains(name)) {
            successions.put(name, new Succession(Optional.empty(), opened));
        } else {
            delivery.start(() -> opened, epoch);
        }
        return delivery;
    }

    /** Sinks that are opened under these names get nothing until {@link #letGo}. */
    public void keepBack(Set<String> names) {
        keptBack = Set.copyOf(names);
    }

    /** Delivers to those that were {@linkplain #keepBack kept back} and have not ended. */
    public void letGo() {
        Set<String> names = keptBack;
        keptBack = Set.of();
        names.forEach(name -> Optional.ofNullable(successions.remove(name))
                .ifPresent(succession -> find(name).ifPresent(delivery -> delivery.start(succession::sink, epoch))));
    }

    /** Begins to collect rows for a sink that will take the place of another; see {@link #handOver}. */
    public Delivery prepare(String name) {
        Delivery delivery =
                new Delivery(name, backlog, timer, new Backoff(random), (sink, batch) -> done.accept(sink, batch));
        open.put(name, delivery);
        if (held) {
            delivery.mute();
        }
        return delivery;
    }

    /** Calls no sink, and takes no rows that are computed again, until {@link #release}; to be called before the first is opened. */
    public void hold() {
        held = true;
    }

    /** Takes rows that were written down with a number; a sink that is not there any more does not want them. */
    public void offerAgain(String name, long number, List<Page> rows) {
        find(name).ifPresent(delivery -> delivery.offerAgain(number, rows));
    }

    /** A sink had everything up to a number, as was written down. */
    public void deliveredAgain(String name, long number) {
        find(name).ifPresent(delivery -> delivery.deliveredAgain(number));
    }

    /**
     * Opens the sinks, each when it has something to deliver, and delivers what they do not have.
     *
     * @param later those that are not told yet all that they may have had; see {@link #start}
     */
    public void release(Set<String> later) {
        held = false;
        Set<String> names = new HashSet<>(open.keySet());
        names.removeAll(later);
        start(names);
        written.retain(later);
    }

    /** Opens sinks that were left out of {@link #release}. */
    public void start(Set<String> names) {
        names.forEach(name -> written.opening(name).ifPresent(sink -> {
            written.forget(name);
            find(name).ifPresent(delivery -> delivery.start(sink, epoch));
        }));
    }

    /**
     * Makes a sink give way to another: what waits for it is delivered if it works and that takes no longer than the grace, and nothing
     * from then on. So the new one can be opened even if both write to the same place. Until {@link #succeed} the new one belongs to
     * the delivery and gets nothing; ending that before closes it and lets the old one go on.
     *
     * @param old the name of a delivery; when there is none, nobody has to give way
     * @param next that of one that was prepared
     * @param sink opens the new one; when it fails, the old one goes on
     */
    public void handOver(String old, String next, Supplier<Sink> sink, Duration grace) {
        Optional<Delivery> before = find(old);
        before.ifPresent(delivery -> delivery.hold(grace.toNanos()));
        try {
            if (held) {
                written.opens(next, sink);
                return;
            }
            successions.put(next, new Succession(before, sink.get()));
        } catch (RuntimeException | Error e) {
            before.ifPresent(Delivery::release);
            throw e;
        }
    }

    /**
     * Gives what was collected for a sink that is about to take the place of another greater numbers than the other's, whose query gives
     * nothing any more.
     *
     * @param collects whether it goes on with what was collected: else that is forgotten
     * @return what was collected, by number
     */
    public SortedMap<Long, List<Page>> number(String old, String next, boolean collects) {
        Optional<Delivery> delivery = find(next);
        long before = find(old).map(Delivery::newest).orElse(0L);
        if (!collects) {
            delivery.ifPresent(Delivery::forget);
        }
        delivery.ifPresent(one -> one.numberFrom(Math.max(used.get(), before)));
        return delivery.map(Delivery::waiting).orElseGet(TreeMap::new);
    }

    /**
     * Ends the old delivery after {@link #handOver} and lets the new one take its place under another name. At each moment there is one of
     * the two.
     */
    public void succeed(String old, String next, String name) {
        Optional<Delivery> before = find(old);
        Optional<Succession> succession = Optional.ofNullable(successions.remove(next));
        Optional<Delivery> after =
                Optional.ofNullable(open.remove(next)).filter(unused -> held || succession.isPresent());
        after.ifPresent(delivery -> {
            delivery.rename(name);
            open.put(name, delivery);
        });
        before.ifPresent(delivery -> open.remove(old, delivery));
        written.forget(old);
        finish(before.map(List::of).orElse(List.of()), Duration.ZERO);
        if (held) {
            written.rename(next, name);
        } else {
            after.ifPresent(delivery -> delivery.start(succession.orElseThrow()::sink, epoch));
        }
    }

    /** The greatest number given to a batch of a sink that is not there any more; for checkpoints. */
    public long used() {
        return used.get();
    }

    /** Gives sinks that come greater numbers than this. */
    public void restoreUsed(long number) {
        used.accumulateAndGet(number, Math::max);
    }

    public Optional<Delivery> find(String name) {
        return Optional.ofNullable(open.get(name));
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
            written.forget(name);
            Optional.ofNullable(successions.remove(name)).ifPresent(Succession::giveUp);
        }
        finish(ending, grace);
    }

    private void finish(List<Delivery> deliveries, Duration grace) {
        List<Delivery> ending = new ArrayList<>(deliveries);
        ending.forEach(delivery -> {
            used.accumulateAndGet(delivery.newest(), Math::max);
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

    /** As {@link #end}, for ever: what the sinks have begun is completed. */
    public void drop(List<String> names, Duration grace) {
        names.forEach(name -> find(name).ifPresent(Delivery::drop));
        end(names, grace);
    }

    /** As {@link #end}, all of them. */
    public void endAll(Duration grace) {
        end(List.copyOf(open.keySet()), grace);
    }
}
