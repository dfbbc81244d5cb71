package io.millrace.engine.delivery;

import io.millrace.spi.connector.Sink;
import io.millrace.spi.data.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** While a server does again what was written down: how sinks will be opened, and rows that were written before their sink is there. */
final class WrittenRows {

    private record Numbered(long number, List<Page> rows) {}

    private final Map<String, Supplier<Sink>> openings = new ConcurrentHashMap<>();
    private final Map<String, List<Numbered>> early = new ConcurrentHashMap<>();

    void opens(String name, Supplier<Sink> sink) {
        openings.put(name, sink);
    }

    Optional<Supplier<Sink>> opening(String name) {
        return Optional.ofNullable(openings.get(name));
    }

    /** Keeps rows until their sink is there. */
    void keep(String name, long number, List<Page> rows) {
        early.computeIfAbsent(name, unused -> new ArrayList<>()).add(new Numbered(number, rows));
    }

    /** The sink is there. */
    void give(String name, Delivery delivery) {
        Optional.ofNullable(early.remove(name))
                .ifPresent(rows -> rows.forEach(one -> delivery.offerAgain(one.number(), one.rows())));
    }

    void rename(String name, String other) {
        Optional.ofNullable(openings.remove(name)).ifPresent(sink -> openings.put(other, sink));
    }

    void forget(String name) {
        openings.remove(name);
        early.remove(name);
    }

    void clear() {
        openings.clear();
        early.clear();
    }
}
