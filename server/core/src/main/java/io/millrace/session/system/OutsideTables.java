package io.millrace.session.system;

import io.millrace.catalog.NamedConnection;
import io.millrace.catalog.Outside;
import io.millrace.catalog.RelationName;
import io.millrace.session.definition.Definitions;
import io.millrace.session.rows.RowList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The system relations of connections and secrets; none of them has a value that is not to be shown. */
public final class OutsideTables {

    private final Supplier<Definitions> definitions;

    /** @param definitions asked for when a table is read, because it belongs to what is defined itself */
    public OutsideTables(Supplier<Definitions> definitions) {
        this.definitions = definitions;
    }

    public List<SystemTable> tables() {
        return List.of(
                SystemTable.columns()
                        .text("name")
                        .text("connector")
                        .text("options")
                        .optionalText("used_by")
                        .in(
                                RelationName.SYS,
                                "connections",
                                "what streams and sinks share to reach other systems",
                                (rows, viewer) -> list(rows, viewer, true)),
                SystemTable.columns()
                        .text("name")
                        .optionalText("used_by")
                        .in(
                                RelationName.SYS,
                                "secrets",
                                "values that options refer to by name",
                                (rows, viewer) -> list(rows, viewer, false)));
    }

    private void list(RowList rows, Viewer viewer, boolean connections) {
        Definitions.Version version = definitions.get().current();
        for (Outside outside : version.catalog().outside()) {
            if (!viewer.rights().sees(outside.name()) || outside instanceof NamedConnection != connections) {
                continue;
            }
            String users = version.direct(outside.name()).stream()
                    .filter(viewer.rights()::sees)
                    .map(name -> name.isConnection() ? name.title() : name.toString())
                    .collect(Collectors.joining(", "));
            String used = users.isEmpty() ? null : users;
            if (outside instanceof NamedConnection connection) {
                rows.add(connection.name().name(), connection.connector(), connection.shownOptions(), used);
            } else {
                rows.add(outside.name().name(), used);
            }
        }
    }
}
