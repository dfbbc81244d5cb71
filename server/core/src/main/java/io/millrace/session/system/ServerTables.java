package io.millrace.session.system;

import io.millrace.catalog.RelationName;
import io.millrace.catalog.UserFunction;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.engine.batch.BatchReport;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.batch.Published;
import io.millrace.session.audit.Secrets;
import io.millrace.session.definition.Connectors;
import io.millrace.session.definition.Definitions;
import io.millrace.session.durable.Checkpoints;
import io.millrace.session.rows.RowList;
import io.millrace.session.running.Execution;
import io.millrace.session.running.Executions;
import io.millrace.spi.connector.Connector;
import io.millrace.spi.connector.option.Option;
import io.millrace.sql.parser.Keywords;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What the server says about itself: statements, sessions, settings, connectors, functions and the last batches. */
public final class ServerTables {

    private final Executions executions;
    private final Supplier<Collection<OpenSession>> sessions;
    private final Connectors connectors;
    private final Driver driver;
    private final Supplier<List<Checkpoints.Taken>> checkpoints;
    private final Supplier<Definitions> definitions;

    /**
     * @param checkpoints the last ones, the newest first
     * @param definitions asked for when tables are read, because these belong to what is defined themselves
     */
    public ServerTables(
            Executions executions,
            Supplier<Collection<OpenSession>> sessions,
            Connectors connectors,
            Driver driver,
            Supplier<List<Checkpoints.Taken>> checkpoints,
            Supplier<Definitions> definitions) {
        this.executions = executions;
        this.sessions = sessions;
        this.connectors = connectors;
        this.driver = driver;
        this.checkpoints = checkpoints;
        this.definitions = definitions;
    }

    public List<SystemTable> tables() {
        return List.of(
                SystemTable.columns()
                        .number("id")
                        .text("session_id")
                        .text("user_name")
                        .time("started_at")
                        .text("sql")
                        .number("memory_bytes")
                        .number("memory_limit")
                        .in(RelationName.SYS, "statements", "running statements, for KILL", this::statements),
                SystemTable.columns()
                        .text("id")
                        .text("user_name")
                        .time("opened_at")
                        .in(RelationName.SYS, "sessions", "open sessions", this::sessions),
                SystemTable.columns()
                        .text("name")
                        .text("value")
                        .text("default_value")
                        .text("type")
                        .text("scope")
                        .text("description")
                        .in(
                                RelationName.SYS,
                                "settings",
                                "settings as this session sees them",
                                (rows, viewer) -> settings(rows, viewer.settings())),
                SystemTable.columns()
                        .text("mode")
                        .time("now")
                        .in(
                                RelationName.SYS,
                                "clock",
                                "what moves time, and how far it has come",
                                (rows, viewer) -> clock(rows)),
                SystemTable.columns()
                        .text("name")
                        .text("kind")
                        .text("option_name")
                        .optionalText("default_value")
                        .text("type")
                        .text("required")
                        .text("changeable")
                        .text("description")
                        .in(
                                RelationName.SYS,
                                "options",
                                "options of connectors and formats",
                                (rows, viewer) -> options(rows)),
                SystemTable.columns()
                        .text("name")
                        .text("kind")
                        .text("options")
                        .in(
                                RelationName.SYS,
                                "connectors",
                                "installed connectors and formats",
                                (rows, viewer) -> connectors(rows)),
                SystemTable.columns()
                        .text("name")
                        .text("kind")
                        .text("signature")
                        .text("description")
                        .text("example")
                        .in(RelationName.SYS, "functions", "functions that queries can call", this::functions),
                SystemTable.columns()
                        .text("word")
                        .in(
                                RelationName.SYS,
                                "keywords",
                                "words of the grammar",
                                (rows, viewer) -> Keywords.all().forEach(rows::add)),
                SystemTable.columns()
                        .number("batch")
                        .time("batch_time")
                        .number("rows_in")
                        .number("plan_micros")
                        .number("execute_micros")
                        .number("commit_micros")
                        .number("publish_micros")
                        .number("written_bytes")
                        .in(
                                RelationName.SYS,
                                "batches",
                                "the last batches since the server was started",
                                (rows, viewer) -> batches(rows)),
                SystemTable.columns()
                        .number("checkpoint")
                        .number("batch")
                        .time("taken_at")
                        .number("written_bytes")
                        .number("state_bytes")
                        .number("stall_micros")
                        .number("duration_millis")
                        .in(
                                RelationName.SYS,
                                "checkpoints",
                                "the last checkpoints since the server was started",
                                (rows, viewer) -> checkpoints(rows)));
    }

    private void statements(RowList rows, Viewer viewer) {
        for (Execution execution : executions.all()) {
            if (viewer.sees(execution.principal())) {
                rows.add(
                        execution.id(),
                        execution.session(),
                        execution.principal().name(),
                        execution.startedAt(),
                        Secrets.hidden(execution.sql()),
                        execution.memory().used(),
                        execution.memory().limit());
            }
        }
    }

    private void checkpoints(RowList rows) {
        checkpoints
                .get()
                .forEach(taken -> rows.add(
                        taken.number(),
                        taken.batch(),
                        taken.takenAt(),
                        taken.bytes(),
                        taken.stateBytes(),
                        taken.stallNanos() / 1_000,
                        taken.nanos() / 1_000_000));
    }

    private void sessions(RowList rows, Viewer viewer) {
        sessions.get().stream()
                .filter(session -> viewer.sees(session.principal()))
                .forEach(session -> rows.add(session.id(), session.principal().name(), session.openedAt()));
    }

    private static void settings(RowList rows, Settings settings) {
        for (Setting setting : Setting.values()) {
            rows.add(
                    setting.key(),
                    settings.text(setting),
                    setting.defaultValue(),
                    setting.kind().shape().word(),
                    setting.scope().name().toLowerCase(Locale.ROOT),
                    setting.description());
        }
    }

    private void options(RowList rows) {
        for (Connector found : connectors.connectors()) {
            options(rows, found.name(), "connector", found.options(), found.connectionOptions());
            if (!found.sinkOptions().equals(found.options())) {
                options(rows, found.name(), "sink", found.sinkOptions(), found.connectionOptions());
            }
        }
        connectors.formats().forEach(found -> options(rows, found.name(), "format", found.options(), List.of()));
    }

    private static void options(
            RowList rows, String name, String kind, List<Option> options, List<Option> ofConnections) {
        for (Option option : options) {
            rows.add(
                    name,
                    kind,
                    option.name(),
                    option.defaultValue().orElse(null),
                    option.kind().name().toLowerCase(Locale.ROOT),
                    option.required() ? "YES" : "NO",
                    option.changeable() || ofConnections.contains(option) ? "YES" : "NO",
                    option.description());
        }
    }

    private void connectors(RowList rows) {
        connectors.connectors().forEach(found -> rows.add(found.name(), "connector", names(found.options())));
        connectors.formats().forEach(found -> rows.add(found.name(), "format", names(found.options())));
    }

    private static String names(List<Option> options) {
        return String.join(", ", options.stream().map(Option::name).toList());
    }

    /** Those of the server, and behind them those of users. */
    private void functions(RowList rows, Viewer viewer) {
        FunctionList.entries()
                .forEach(function -> rows.add(
                        function.name(),
                        function.kind(),
                        function.signature(),
                        function.description(),
                        function.example()));
        for (UserFunction function : definitions.get().catalog().functions()) {
            if (!viewer.rights().sees(function.name())) {
                continue;
            }
            rows.add(
                    function.name().name(),
                    function.kind().name().toLowerCase(Locale.ROOT),
                    function.signature(),
                    "made by CREATE FUNCTION; "
                            + (function.table()
                                    ? "TABLE"
                                    : function.result().type(0).sql()),
                    "");
        }
    }

    private void clock(RowList rows) {
        rows.add(driver.clock().manual() ? "MANUAL" : "SYSTEM", driver.clock().millis());
    }

    /** After a restart, until there is another, the one that the server went on from, of which nothing else is known. */
    private void batches(RowList rows) {
        List<BatchReport> last = driver.batches();
        if (last.isEmpty()) {
            Published published = driver.published();
            rows.add(published.batch(), published.timestamp(), 0L, 0L, 0L, 0L, 0L, 0L);
        }
        last.forEach(batch -> rows.add(
                batch.batch(),
                batch.timestamp(),
                batch.rows(),
                micros(batch.planNanos()),
                micros(batch.executeNanos()),
                micros(batch.commitNanos()),
                micros(batch.publishNanos()),
                batch.bytes()));
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(nanos);
    }
}
