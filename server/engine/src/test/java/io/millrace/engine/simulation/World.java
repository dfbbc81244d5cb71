package io.millrace.engine.simulation;

import io.millrace.journal.storage.FaultyStorage;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** What is there beside the server, and outlives it: time, disk, sources, outside systems, and a note of all that happens. */
final class World {

    private final Random random;
    private final Map<String, Feed> feeds = new TreeMap<>();
    private final Map<String, Outside> outsides = new TreeMap<>();
    private static final int NEWEST = 40;

    private final List<String> events = new ArrayList<>();
    private FaultyStorage storage;
    private long millis = 1_000_000;
    private volatile Semaphore gate;
    private volatile BooleanSupplier closes = () -> false;

    World(long seed) {
        random = new Random(seed);
        follow(new FaultyStorage(seed));
    }

    int choose(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    long seed() {
        return random.nextLong();
    }

    FaultyStorage storage() {
        return storage;
    }

    private void follow(FaultyStorage next) {
        storage = next;
        storage.beforeForce(this::passGate);
    }

    private void passGate() {
        Semaphore closed = gate;
        if (closed != null && closes.getAsBoolean()) {
            closed.acquireUninterruptibly();
        }
    }

    /** No force begins once something is so. */
    void closeGate(BooleanSupplier condition) {
        closes = condition;
        gate = new Semaphore(0);
    }

    void openGate() {
        Semaphore closed = gate;
        gate = null;
        if (closed != null) {
            closed.release(1_000);
        }
    }

    /** The server is dead, and perhaps the power was gone: what the next one finds. */
    void endLife(boolean power) {
        follow(power ? storage.afterCrash(random.nextLong()) : storage.afterKill());
    }

    Feed feed(String source) {
        return feeds.computeIfAbsent(source, unused -> new Feed());
    }

    Outside outside(String sink) {
        synchronized (outsides) {
            return outsides.computeIfAbsent(sink, unused -> new Outside());
        }
    }

    void note(String event) {
        events.add(event);
    }

    /** All that has happened. */
    List<String> trace() {
        return events;
    }

    /** What has happened last. */
    String newest() {
        return String.join("\n", events.subList(Math.max(0, events.size() - NEWEST), events.size()));
    }

    void passTime() {
        millis += random.nextInt(5_000);
    }

    /** The clock of the machine, which stands still while something happens. */
    Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(millis);
            }
        };
    }
}
