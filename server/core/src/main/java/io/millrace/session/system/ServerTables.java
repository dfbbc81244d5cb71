package io.millrace.session.system;

import io.millrace.catalog.RelationName;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.batch.Published;
import io.millrace.session.definition.Connectors;
import io.millrace.session.durable.Checkpoints;
import io.millrace.session.rows.RowList;
import io.millrace.session.running.Execution;
import io.millrace.session.running.Executions;
import io.millrace.spi.connector.option.Option;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What the server says about itself: statements, sessions, settings, connectors, functions and the newest batch. */
public final class ServerTables {

    private final Executions executions;
    private final Supplier<Collection<OpenSession>> sessions;
    private final Connectors connectors;
    private final Driver driver;
    private final Supplier<List<Checkpoints.Taken>> checkpoints;

    /** @param checkpoints the last ones, the newest first */
    public ServerTables(
            Executions executions,
            Supplier<Collection<OpenSession>> sessions,
            Connectors connectors,
            Driver driver,
            Supplier<List<Checkpoints.Taken>> checkpoints) {
        this.executions = executions;
        this.sessions = sessions;
        this.connectors = connectors;
        this.driver = driver;
        this.checkpoints = checkpoints;
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
                        .in(
                                RelationName.SYS,
                                "statements",
                                "running statements, for KILL",
                                (rows, viewer) -> statements(rows)),
                SystemTable.columns()
                        .text("id")
                        .text("user_name")
                        .time("opened_at")
                        .in(RelationName.SYS, "sessions", "open sessions", (rows, viewer) -> sessions(rows)),
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
                        .in(
                                RelationName.SYS,
                                "functions",
                                "functions that queries can call",
                                (rows, viewer) -> functions(rows)),
                SystemTable.columns()
                        .number("batch")
                        .time("batch_time")
                        .in(RelationName.SYS, "batches", "the newest batch", (rows, viewer) -> batches(rows)),
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

    private void statements(RowList rows) {
        for (Execution execution : executions.all()) {
            rows.add(
                    execution.id(),
                    execution.session(),
                    execution.user(),
                    execution.startedAt(),
                    execution.sql(),
                    execution.memory().used(),
                    execution.memory().limit());
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

    private void sessions(RowList rows) {
        sessions.get().forEach(session -> rows.add(session.id(), session.user(), session.openedAt()));
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
        connectors.connectors().forEach(found -> options(rows, found.name(), "connector", found.options()));
        connectors.formats().forEach(found -> options(rows, found.name(), "format", found.options()));
    }

    private static void options(RowList rows, String name, String kind, List<Option> options) {
        for (Option option : options) {
            rows.add(
                    name,
                    kind,
                    option.name(),
                    option.defaultValue().orElse(null),
                    option.kind().name().toLowerCase(Locale.ROOT),
                    option.required() ? "YES" : "NO",
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

    private static void functions(RowList rows) {
        FunctionList.entries()
                .forEach(function -> rows.add(
                        function.name(),
                        function.kind(),
                        function.signature(),
                        function.description(),
                        function.example()));
    }

    private void clock(RowList rows) {
        rows.add(driver.clock().manual() ? "MANUAL" : "SYSTEM", driver.clock().millis());
    }

    private void batches(RowList rows) {
        Published published = driver.published();
        rows.add((long) published.batch(), published.timestamp());
    }
}
