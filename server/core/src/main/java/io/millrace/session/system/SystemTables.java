package io.millrace.session.system;

import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.SystemRelation;
import io.millrace.engine.view.RelationSnapshot;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All system relations by name. They are added once, while the server is put together. */
public final class SystemTables {

    private final Map<RelationName, SystemTable> tables = new TreeMap<>();

    public SystemTables(List<SystemTable> tables) {
        tables.forEach(table -> this.tables.put(table.name(), table));
    }

    /** The table of that qualified name. */
    public Optional<SystemTable> find(String name) {
        return Optional.ofNullable(tables.get(RelationName.parse(name)));
    }

    public SystemTable get(RelationName name) {
        return Optional.ofNullable(tables.get(name)).orElseThrow(() -> new IllegalStateException("no " + name));
    }

    public Collection<SystemTable> all() {
        return tables.values();
    }

    /** For the catalog. */
    public List<Relation> relations() {
        return tables.values().stream()
                .<Relation>map(table -> new SystemRelation(table.name(), table.rowType()))
                .toList();
    }

    /** The rows of a system relation as they are now; empty when the name is not one. */
    public Optional<RelationSnapshot> snapshot(String name, Viewer viewer) {
        return find(name).map(table -> table.snapshot(viewer));
    }
}
