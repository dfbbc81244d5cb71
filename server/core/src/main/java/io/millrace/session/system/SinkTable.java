package io.millrace.session.system;

import io.millrace.catalog.RelationName;
import io.millrace.engine.delivery.SinkReport;
import io.millrace.engine.delivery.SinkStatus;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.query.QueryReport;
import io.millrace.session.definition.Definitions;
import io.millrace.session.definition.StandingSink;
import io.millrace.session.rows.RowList;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What SHOW SINKS shows: how far each sink has come, what keeps it back, what it promises. */
public final class SinkTable {

    private final Supplier<Definitions> definitions;
    private final Driver driver;

    /** @param definitions asked for when the table is read, because it belongs to what is defined itself */
    public SinkTable(Supplier<Definitions> definitions, Driver driver) {
        this.definitions = definitions;
        this.driver = driver;
    }

    public SystemTable table() {
        return SystemTable.columns()
                .relation("name")
                .text("connector")
                .text("status")
                .text("guarantee")
                .optionalNumber("delivered_batch")
                .optionalNumber("next_batch")
                .number("lag_batches")
                .number("lag_rows")
                .fraction("lag_seconds")
                .number("delivered_rows")
                .number("skipped_rows")
                .text("query_status")
                .number("rows_in")
                .number("rows_out")
                .optionalText("failure")
                .time("failing_since")
                .in(RelationName.SYS, "sinks", "sinks with how far they have come", (rows, viewer) -> sinks(rows));
    }

    private void sinks(RowList rows) {
        Map<String, QueryReport> queries = driver.queries().stream()
                .collect(Collectors.toMap(QueryReport::name, Function.identity(), (first, second) -> first));
        for (StandingSink sink : definitions.get().current().sinks().values()) {
            String name = sink.name().toString();
            QueryReport query = queries.get(name);
            driver.deliveries()
                    .report(name)
                    .filter(report -> query != null)
                    .ifPresent(report -> add(rows, sink, query, report));
        }
    }

    private static void add(RowList rows, StandingSink sink, QueryReport query, SinkReport report) {
        boolean queryFailed = query.status() == QueryReport.Status.FAILED;
        Optional<String> failure = queryFailed ? query.failure() : report.problem();
        rows.add(
                report.name(),
                sink.connector(),
                status(query, report),
                sink.capabilities().guarantee(),
                orNull(report.deliveredBatch()),
                orNull(report.nextBatch()),
                report.lagBatches(),
                report.lagRows(),
                report.lagMillis() / 1000.0,
                report.deliveredRows(),
                report.skippedRows(),
                query.status().name(),
                query.rowsIn(),
                query.rowsOut(),
                failure.orElse(null),
                orNull(report.problemSince()));
    }

    private static Long orNull(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() : null;
    }

    /** What goes wrong is told first: a query without rows to come, then a sink without deliveries. */
    private static String status(QueryReport query, SinkReport report) {
        if (query.status() == QueryReport.Status.FAILED) {
            return query.status().name();
        }
        boolean begins = query.status() == QueryReport.Status.BACKFILLING && report.status() == SinkStatus.RUNNING;
        return begins ? query.status().name() : report.status().name();
    }
}
