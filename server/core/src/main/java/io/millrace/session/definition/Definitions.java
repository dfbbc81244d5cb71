package io.millrace.session.definition;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.dstream.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The current version of what is defined. Readers take a version and keep it; one thread at a time makes the next one, inside
 * {@link #exclusively}.
 */
public final class Definitions {

    /**
     * One version. Immutable.
     *
     * @param queries the running queries of views, derived streams and sinks
     */
    public record Version(Catalog catalog, Map<RelationName, StandingSink> sinks, Map<RelationName, Query> queries) {

        public Version {
            sinks = Collections.unmodifiableMap(new TreeMap<>(sinks));
            queries = Collections.unmodifiableMap(new TreeMap<>(queries));
        }

        public Optional<StandingSink> sink(RelationName name) {
            return Optional.ofNullable(sinks.get(name));
        }

        public Optional<Query> query(RelationName name) {
            return Optional.ofNullable(queries.get(name));
        }

        /** Whether a relation or sink has the name. */
        public boolean exists(RelationName name) {
            return catalog.find(name).isPresent() || sinks.containsKey(name);
        }

        /** A name of a relation or sink with the case that it was created with, by which the driver knows it. */
        public RelationName asCreated(RelationName name) {
            return catalog.find(name)
                    .map(Relation::name)
                    .or(() -> sink(name).map(StandingSink::name))
                    .orElse(name);
        }

        /** What would have to go together with a relation: each after what it reads; its own side streams left out. */
        public List<RelationName> dependents(RelationName name) {
            Set<RelationName> found = new LinkedHashSet<>();
            found.add(name);
            for (Relation relation : catalog.dependents(name)) {
                found.add(relation.name());
            }
            for (StandingSink sink : sinks.values()) {
                if (sink.dependsOn().stream().anyMatch(found::contains)) {
                    found.add(sink.name());
                }
            }
            found.remove(name);
            found.removeIf(dependent -> SideStreams.isSideStream(dependent)
                    && (SideStreams.owner(dependent).equals(name) || found.contains(SideStreams.owner(dependent))));
            return List.copyOf(found);
        }

        public Version withRelation(Relation relation) {
            Catalog changed = catalog.with(relation);
            for (Relation side : SideStreams.of(relation.name(), changed)) {
                changed = changed.with(side);
            }
            return new Version(changed, sinks, queries);
        }

        public Version withQuery(RelationName name, Query query) {
            Map<RelationName, Query> changed = new TreeMap<>(queries);
            changed.put(name, query);
            return new Version(catalog, sinks, changed);
        }

        public Version withSink(StandingSink sink) {
            Map<RelationName, StandingSink> changed = new TreeMap<>(sinks);
            changed.put(sink.name(), sink);
            Catalog withSides = catalog;
            for (Relation side : SideStreams.ofQuery(sink.name(), SideStreams.timed(sink.dependsOn(), catalog))) {
                withSides = withSides.with(side);
            }
            return new Version(withSides, changed, queries);
        }

        /** A version without the relation or sink, its side streams and its query. */
        public Version without(RelationName name) {
            Catalog changed = catalog.without(name);
            for (RelationName side : SideStreams.names(name)) {
                if (changed.find(side).isPresent()) {
                    changed = changed.without(side);
                }
            }
            Map<RelationName, StandingSink> otherSinks = new TreeMap<>(sinks);
            otherSinks.remove(name);
            Map<RelationName, Query> otherQueries = new TreeMap<>(queries);
            otherQueries.remove(name);
            return new Version(changed, otherSinks, otherQueries);
        }
    }

    private final ReentrantLock changing = new ReentrantLock();
    private volatile Version current;

    /** Begins with the relations that the server itself provides. */
    public Definitions(List<Relation> systemRelations) {
        Catalog catalog = Catalog.empty();
        for (Relation relation : systemRelations) {
            catalog = catalog.with(relation);
        }
        this.current = new Version(catalog, Map.of(), Map.of());
    }

    public Version current() {
        return current;
    }

    public Catalog catalog() {
        return current.catalog();
    }

    /** Runs a change of definitions while no other one runs. */
    public <T> T exclusively(Supplier<T> change) {
        changing.lock();
        try {
            return change.get();
        } finally {
            changing.unlock();
        }
    }

    /** Makes a version the current one; only inside {@link #exclusively}. */
    public void publish(Version next) {
        if (!changing.isHeldByCurrentThread()) {
            throw new IllegalStateException("definitions are changed inside exclusively()");
        }
        current = next;
    }

    /** All relations and sinks that depend on one, as text for a message. */
    public static String listed(List<RelationName> names) {
        List<String> texts = new ArrayList<>();
        names.forEach(name -> texts.add("\"" + name + "\""));
        return String.join(", ", texts);
    }
}
