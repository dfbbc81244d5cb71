package io.millrace.engine.delivery;

import io.millrace.spi.connector.Sink;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** While a server does again what was written down: how sinks will be opened. */
final class WrittenSinks {

    private final Map<String, Supplier<Sink>> openings = new ConcurrentHashMap<>();

    void opens(String name, Supplier<Sink> sink) {
        openings.put(name, sink);
    }

    Optional<Supplier<Sink>> opening(String name) {
        return Optional.ofNullable(openings.get(name));
    }

    void rename(String name, String other) {
        Optional.ofNullable(openings.remove(name)).ifPresent(sink -> openings.put(other, sink));
    }

    void forget(String name) {
        openings.remove(name);
    }

    void retain(Set<String> names) {
        openings.keySet().retainAll(names);
    }
}
