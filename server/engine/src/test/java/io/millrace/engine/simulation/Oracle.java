package io.millrace.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the server has promised, and what follows from that: the content of everything, computed from scratch. */
final class Oracle {

    /** Rows whose INSERT has not been answered. */
    private record Unanswered(String relation, Map<String, Long> rows) {}

    private final Map<String, Definition> defined = new LinkedHashMap<>();
    private final Map<String, Map<String, Long>> inserted = new TreeMap<>();
    private final List<Unanswered> unanswered = new ArrayList<>();
    private Optional<Definition> perhaps = Optional.empty();
    private Optional<Together> together = Optional.empty();
    private long batch;

    List<Definition> definitions() {
        return List.copyOf(defined.values());
    }

    boolean isDefined(String name) {
        return defined.containsKey(name);
    }

    boolean isRead(String name) {
        return defined.values().stream().anyMatch(definition -> definition.of().equals(name));
    }

    /** A statement that makes it, or drops it, begins. */
    void asked(Definition definition) {
        perhaps = Optional.of(definition);
    }

    void asked(Together all) {
        together = Optional.of(all);
    }

    void landed(Together all) {
        together = Optional.empty();
        all.gone().forEach(this::dropped);
        all.made().forEach(this::created);
        all.rows()
                .ifPresent(given -> inserted.computeIfAbsent(given.relation(), unused -> new TreeMap<>())
                        .putAll(map(given.rows())));
    }

    /** Nothing of it has happened, not even outside. */
    private static void gaveUp(Together all, World world) {
        all.made().stream()
                .filter(Definition::isSink)
                .forEach(sink -> assertThat(world.outside(sink.name()).rows())
                        .as("what " + sink.text() + " got, which never was")
                        .isEmpty());
    }

    void created(Definition definition) {
        perhaps = Optional.empty();
        defined.put(definition.name(), definition);
    }

    void dropped(Definition definition) {
        perhaps = Optional.empty();
        defined.remove(definition.name());
        inserted.remove(definition.name());
    }

    void answered(String relation, long[][] rows, long inBatch) {
        inserted.computeIfAbsent(relation, unused -> new TreeMap<>()).putAll(map(rows));
        assertThat(inBatch).as("batch of an INSERT").isGreaterThanOrEqualTo(batch);
        batch = inBatch;
    }

    void unanswered(String relation, long[][] rows) {
        unanswered.add(new Unanswered(relation, map(rows)));
    }

    private static Map<String, Long> map(long[][] rows) {
        Map<String, Long> map = new TreeMap<>();
        for (long[] row : rows) {
            map.put(Rows.row(row[0], row[1]), 1L);
        }
        return map;
    }

    /** A server has been put back: settles what was not known, and compares. */
    void learn(SimulatedServer server, World world) {
        perhaps.ifPresent(definition -> {
            if (server.defined().containsKey(definition.name())) {
                created(definition);
            } else {
                dropped(definition);
                world.outside(definition.name()).clear();
            }
        });
        perhaps = Optional.empty();
        together.ifPresent(all -> {
            if (server.defined().keySet().stream().anyMatch(all.names()::contains)) {
                landed(all);
                all.gone()
                        .forEach(definition -> world.outside(definition.name()).clear());
            } else {
                gaveUp(all, world);
            }
        });
        together = Optional.empty();
        assertThat(server.defined().keySet())
                .as("what is defined")
                .containsExactlyInAnyOrderElementsOf(defined.keySet());
        for (Unanswered insert : unanswered) {
            if (isDefined(insert.relation())) {
                Map<String, Long> rows = server.read(insert.relation());
                long there = insert.rows().keySet().stream()
                        .filter(rows::containsKey)
                        .count();
                assertThat(there).as("rows of one INSERT: " + insert).isIn(0L, (long)
                        insert.rows().size());
                if (there > 0) {
                    inserted.computeIfAbsent(insert.relation(), unused -> new TreeMap<>())
                            .putAll(insert.rows());
                }
            }
        }
        unanswered.clear();
        assertThat(server.batch()).as("batch id").isGreaterThanOrEqualTo(batch);
        compare(server, world);
    }

    /** Whether everything is what it has to be. */
    void compare(SimulatedServer server, World world) {
        assertThat(server.failures()).isEmpty();
        server.awaitAlive(server::runsAll, "a query does not catch up");
        for (Definition definition : defined.values()) {
            if (definition.kind() == Definition.Kind.SOURCE && isRead(definition.name())) {
                long all = world.feed(definition.name()).available();
                server.awaitAlive(() -> server.readTo(definition.name()) == all, definition.name() + " is not read");
            }
        }
        for (Definition definition : defined.values()) {
            if (!definition.isSink() && definition.kind() != Definition.Kind.SOURCE) {
                assertThat(server.read(definition.name()))
                        .as("content of " + definition.text())
                        .isEqualTo(content(definition, world));
            }
        }
    }

    /** Whether a sink that has got everything has what its query gives. */
    void compareOutside(Definition sink, World world) {
        assertThat(world.outside(sink.name()).rows())
                .as("what " + sink.text() + " got")
                .isEqualTo(content(sink, world));
    }

    private Map<String, Long> content(Definition definition, World world) {
        if (definition.kind() == Definition.Kind.SOURCE) {
            Map<String, Long> rows = new TreeMap<>();
            for (long number = 0; number < world.feed(definition.name()).available(); number++) {
                long[] row = Feed.row(number);
                rows.put(Rows.row(row[0], row[1]), 1L);
            }
            return rows;
        } else if (definition.isInput()) {
            return inserted.getOrDefault(definition.name(), Map.of());
        }
        Map<String, Long> read = content(defined.get(definition.of()), world);
        return definition.sumsUp() ? Rows.sums(read) : read;
    }
}
