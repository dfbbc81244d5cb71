package io.millrace.session.system;

import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.input.Health;
import io.millrace.engine.input.InputReport;
import io.millrace.engine.traffic.TrafficReport;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.SideStreams;
import io.millrace.session.rows.RowList;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What sys.sources shows: what is read from outside, how far and how fast, and what waits there. */
final class SourceTable {

    private final Supplier<Definitions> definitions;
    private final Driver driver;

    SourceTable(Supplier<Definitions> definitions, Driver driver) {
        this.definitions = definitions;
        this.driver = driver;
    }

    SystemTable table() {
        return SystemTable.columns()
                .relation("name")
                .text("connector")
                .text("status")
                .number("rows")
                .number("rejected")
                .optionalText("problem")
                .time("problem_since")
                .optionalNumber("lag_rows")
                .optionalNumber("lag_bytes")
                .optionalFraction("behind_seconds")
                .fraction("rows_per_second")
                .optionalFraction("bytes_per_second")
                .time("last_row_at")
                .optionalText("last_error")
                .time("last_error_at")
                .time("since")
                .in(
                        RelationName.SYS,
                        "sources",
                        "what streams and tables are read from outside, and how that goes",
                        (rows, viewer) -> sources(rows));
    }

    private void sources(RowList rows) {
        Map<String, InputReport> inputs =
                driver.inputs().stream().collect(Collectors.toMap(InputReport::name, Function.identity()));
        definitions.get().catalog().relations().stream()
                .filter(relation -> !SideStreams.isSideStream(relation.name()))
                .forEach(relation -> {
                    String connector = connector(relation);
                    InputReport input = inputs.get(relation.name().toString());
                    if (connector != null && input != null) {
                        add(rows, connector, input);
                    }
                });
    }

    private static String connector(Relation relation) {
        return relation instanceof StreamRelation stream
                ? stream.options().get("connector")
                : relation instanceof TableRelation table ? table.options().get("connector") : null;
    }

    private static void add(RowList rows, String connector, InputReport input) {
        TrafficReport traffic = input.traffic();
        rows.add(
                input.name(),
                connector,
                RelationTables.status(input),
                input.rows(),
                input.rejected(),
                RelationTables.problemText(input),
                RelationTables.problem(input).map(Health.Problem::since).orElse(null),
                orNull(traffic.lagRows()),
                orNull(traffic.lagBytes()),
                orNull(traffic.behindSeconds()),
                traffic.rowsPerSecond(),
                orNull(traffic.bytesPerSecond()),
                orNull(traffic.lastRowAt()),
                input.lastProblem().map(Health.Problem::text).orElse(null),
                input.lastProblem().map(Health.Problem::since).orElse(null),
                traffic.since());
    }

    private static Long orNull(OptionalLong number) {
        return number.isPresent() ? (Long) number.getAsLong() : null;
    }

    private static Double orNull(OptionalDouble number) {
        return number.isPresent() ? (Double) number.getAsDouble() : null;
    }
}
