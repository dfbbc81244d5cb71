package io.millrace.session.system;

import io.millrace.catalog.Feed;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.catalog.ViewRelation;
import io.millrace.dstream.Source;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.input.Health;
import io.millrace.engine.input.InputReport;
import io.millrace.engine.query.QueryReport;
import io.millrace.engine.run.NodeReport;
import io.millrace.engine.time.PartitionReport;
import io.millrace.engine.view.RelationSnapshot;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.SideStreams;
import io.millrace.session.rows.RowList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What SHOW STREAMS, TABLES, VIEWS and QUERIES show: definitions with what the driver says about them. */
public final class RelationTables {

    private final Supplier<Definitions> definitions;
    private final Driver driver;

    /** @param definitions asked for when tables are read, because these belong to what is defined themselves */
    public RelationTables(Supplier<Definitions> definitions, Driver driver) {
        this.definitions = definitions;
        this.driver = driver;
    }

    public List<SystemTable> tables() {
        return List.of(
                SystemTable.columns()
                        .relation("name")
                        .text("feed")
                        .optionalNumber("rows")
                        .optionalNumber("rejected")
                        .time("watermark")
                        .text("status")
                        .optionalText("problem")
                        .time("problem_since")
                        .in(
                                RelationName.SYS,
                                "streams",
                                "streams with what has arrived",
                                (rows, viewer) -> streams(rows)),
                SystemTable.columns()
                        .relation("name")
                        .text("feed")
                        .optionalText("primary_key")
                        .optionalNumber("rows")
                        .optionalNumber("rejected")
                        .optionalText("problem")
                        .time("problem_since")
                        .in(RelationName.SYS, "tables", "tables with their size", (rows, viewer) -> tableRows(rows)),
                new SourceTable(definitions, driver).table(),
                SystemTable.columns()
                        .relation("name")
                        .text("kind")
                        .text("status")
                        .optionalNumber("rows")
                        .optionalText("failure")
                        .in(RelationName.SYS, "views", "plain and materialized views", (rows, viewer) -> views(rows)),
                SystemTable.columns()
                        .relation("name")
                        .text("output")
                        .text("status")
                        .number("rows_in")
                        .number("rows_out")
                        .number("late_rows")
                        .number("failed_rows")
                        .time("watermark")
                        .number("state_rows")
                        .number("state_bytes")
                        .number("memory_bytes")
                        .number("memory_limit")
                        .optionalText("failure")
                        .in(RelationName.SYS, "queries", "running queries", (rows, viewer) -> queries(rows)),
                SystemTable.columns()
                        .relation("name")
                        .text("status")
                        .number("rows_read")
                        .optionalNumber("rows_known")
                        .in(
                                RelationName.SYS,
                                "backfills",
                                "how far queries are that catch up",
                                (rows, viewer) -> backfills(rows)),
                SystemTable.columns()
                        .relation("stream")
                        .optionalText("source_partition")
                        .time("watermark")
                        .text("status")
                        .optionalNumber("silent_ms")
                        .in(
                                RelationName.SYS,
                                "watermarks",
                                "how far the partitions of streams have come in time",
                                (rows, viewer) -> watermarks(rows)),
                SystemTable.columns()
                        .relation("stream")
                        .text("source_partition")
                        .optionalText("position")
                        .optionalText("problem")
                        .in(RelationName.SYS, "offsets", "how far sources were read", (rows, viewer) -> offsets(rows)));
    }

    private <R extends Relation> Stream<R> relations(Class<R> kind) {
        return definitions.get().catalog().relations().stream()
                .filter(relation -> !SideStreams.isSideStream(relation.name()))
                .filter(kind::isInstance)
                .map(kind::cast);
    }

    private Map<String, InputReport> inputs() {
        return driver.inputs().stream().collect(Collectors.toMap(InputReport::name, Function.identity()));
    }

    private Map<String, QueryReport> reports() {
        return driver.queries().stream()
                .collect(Collectors.toMap(QueryReport::name, Function.identity(), (first, second) -> first));
    }

    private void streams(RowList rows) {
        Map<String, InputReport> inputs = inputs();
        Map<String, QueryReport> queries = reports();
        relations(StreamRelation.class).forEach(stream -> {
            String name = stream.name().toString();
            InputReport input = inputs.get(name);
            QueryReport query = queries.get(name);
            if (input != null) {
                rows.add(
                        name,
                        feed(stream.feed(), stream.options()),
                        input.rows(),
                        input.rejected(),
                        watermark(input.watermark()),
                        status(input),
                        problemText(input),
                        input.problem().map(Health.Problem::since).orElse(null));
            } else if (query != null) {
                rows.add(
                        name,
                        "query",
                        query.rowsOut(),
                        null,
                        watermark(query.watermark()),
                        query.status().name(),
                        query.failure().orElse(null),
                        null);
            }
        });
    }

    private static String feed(Feed feed, Map<String, String> options) {
        return switch (feed) {
            case CONNECTOR, LOOKUP -> options.getOrDefault("connector", "connector");
            case INSERT -> "INSERT";
            case QUERY -> "query";
        };
    }

    static Optional<Health.Problem> problem(InputReport input) {
        return Optional.ofNullable(input).flatMap(InputReport::problem);
    }

    /** What does not work, or else what does not exist any more. */
    static String problemText(InputReport input) {
        return problem(input)
                .map(Health.Problem::text)
                .or(() -> Optional.ofNullable(input).flatMap(InputReport::gone))
                .orElse(null);
    }

    /** SUSPENDED while nobody asks the outside system; else RETRYING while that does not work, whatever was read before. */
    static String status(InputReport input) {
        if (input.suspended()) {
            return "SUSPENDED";
        }
        return problem(input).isPresent() ? "RETRYING" : input.exhausted() ? "ENDED" : "OPEN";
    }

    private static Long watermark(long watermark) {
        return watermark == Long.MIN_VALUE || watermark == Long.MAX_VALUE ? null : (Long) watermark;
    }

    private void tableRows(RowList rows) {
        Map<String, InputReport> inputs = inputs();
        relations(TableRelation.class).forEach(table -> {
            InputReport input = inputs.get(table.name().toString());
            String key = table.primaryKey().stream()
                    .map(column -> table.rowType().field(column).name())
                    .collect(Collectors.joining(", "));
            rows.add(
                    table.name().toString(),
                    feed(table.feed(), table.options()),
                    key.isEmpty() ? null : key,
                    size(table.name()),
                    input == null ? null : input.rejected(),
                    problemText(input),
                    problem(input).map(Health.Problem::since).orElse(null));
        });
    }

    private Long size(RelationName name) {
        return driver.published()
                .relation(name.toString())
                .map(RelationSnapshot::rows)
                .filter(size -> size >= 0)
                .orElse(null);
    }

    private void views(RowList rows) {
        Map<String, QueryReport> queries = reports();
        relations(ViewRelation.class).forEach(view -> {
            Optional<QueryReport> query =
                    Optional.ofNullable(queries.get(view.name().toString()));
            rows.add(
                    view.name().toString(),
                    view.materialized() ? "MATERIALIZED VIEW" : "VIEW",
                    query.map(report -> report.status().name()).orElse("EXPANDED"),
                    view.materialized() ? size(view.name()) : null,
                    query.flatMap(QueryReport::failure).orElse(null));
        });
    }

    private void queries(RowList rows) {
        for (QueryReport query : driver.queries()) {
            rows.add(
                    query.name(),
                    query.output().name(),
                    query.status().name(),
                    query.rowsIn(),
                    query.rowsOut(),
                    query.lateRows(),
                    query.failedRows(),
                    watermark(query.watermark()),
                    query.nodes().stream().mapToLong(NodeReport::stateRows).sum(),
                    query.nodes().stream().mapToLong(NodeReport::stateBytes).sum(),
                    query.memoryBytes(),
                    query.memoryLimit(),
                    query.failure().orElse(null));
        }
    }

    private void backfills(RowList rows) {
        Map<String, InputReport> inputs = inputs();
        for (QueryReport query : driver.queries()) {
            if (query.isCatchingUp()) {
                rows.add(query.name(), query.status().name(), query.backfilledRows(), known(query, inputs));
            }
        }
    }

    /** The rows that a query finds in what it reads; null when that is not known of all. */
    private Long known(QueryReport query, Map<String, InputReport> inputs) {
        Set<String> sources = query.nodes().stream()
                .map(NodeReport::node)
                .filter(Source.class::isInstance)
                .map(node -> ((Source) node).relation())
                .collect(Collectors.toSet());
        long sum = 0;
        for (String source : sources) {
            Long rows = driver.published()
                    .relation(source)
                    .map(RelationSnapshot::rows)
                    .filter(size -> size >= 0)
                    .or(() -> Optional.ofNullable(inputs.get(source)).map(InputReport::rows))
                    .orElse(null);
            if (rows == null) {
                return null;
            }
            sum += rows;
        }
        return sources.isEmpty() ? null : (Long) sum;
    }

    private void offsets(RowList rows) {
        for (InputReport input : driver.inputs()) {
            Set<String> partitions = new TreeSet<>(input.offsets().keySet());
            partitions.addAll(input.partitionProblems().keySet());
            partitions.forEach(partition -> rows.add(
                    input.name(),
                    partition,
                    input.offsets().get(partition),
                    input.partitionProblems().get(partition)));
        }
    }

    private void watermarks(RowList rows) {
        for (InputReport input : driver.inputs()) {
            for (PartitionReport partition : input.partitions()) {
                rows.add(
                        input.name(),
                        partition.name().isEmpty() ? null : partition.name(),
                        watermark(partition.watermark()),
                        partition.status().name(),
                        partition.silentMillis() < 0 ? null : (Long) partition.silentMillis());
            }
        }
    }
}
