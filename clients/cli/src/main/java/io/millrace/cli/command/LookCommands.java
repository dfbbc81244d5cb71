package io.millrace.cli.command;

import io.millrace.cli.command.ShellCommand.Call;
import io.millrace.cli.output.CellText;
import io.millrace.cli.text.SqlText;
import java.util.List;
import java.util.Optional;

/** Commands that list what there is: queries of system relations. */
final class LookCommands {

    private static final String RELATIONS = "SELECT name, 'STREAM' AS kind FROM sys.streams"
            + " UNION ALL SELECT name, 'TABLE' FROM sys.tables"
            + " UNION ALL SELECT name, kind FROM sys.views"
            + " UNION ALL SELECT name, 'SINK' FROM sys.sinks";

    /** What clutters a list: side streams, and what the system has. */
    private static final String ASIDE =
            " UNION ALL SELECT CASE table_schema WHEN 'public' THEN table_name ELSE table_schema || '.' || table_name END,"
                    + " table_type FROM information_schema.tables WHERE table_schema IN ('sys', 'information_schema')"
                    + " OR table_type = 'SIDE STREAM'";

    private static final String COMMENT =
            "(SELECT MAX(c.comment) FROM sys.comments AS c WHERE c.name = r.name AND c.column_name IS NULL) AS comment";

    private static final String SCHEMAS = "SELECT schema_name FROM information_schema.schemata";

    /**
     * What a list shows.
     *
     * @param key the column that a pattern is compared with
     */
    private record Listing(String columns, String more, String from, String key) {}

    private final Shell shell;

    LookCommands(Shell shell) {
        this.shell = shell;
    }

    List<ShellCommand> all() {
        return List.of(
                ShellCommand.of("\\d", "[PATTERN]", "relations and sinks, or the columns of those", this::describe),
                list("\\dt", "tables", "name, primary_key, \"rows\"", ", feed, rejected, problem", "sys.tables"),
                list(
                        "\\ds",
                        "streams",
                        "name, feed, \"rows\", watermark, status",
                        ", rejected, problem",
                        "sys.streams"),
                list("\\dv", "views", "name, kind, status, \"rows\"", ", failure", "sys.views"),
                list(
                        "\\dk",
                        "sinks",
                        "name, connector, status, lag_rows",
                        ", guarantee, lag_batches, delivered_rows, skipped_rows, rows_in, rows_out",
                        "sys.sinks"),
                list(
                        "\\dq",
                        "running queries",
                        "name, status, rows_in, rows_out, state_rows",
                        ", late_rows, failed_rows, watermark, state_bytes, failure",
                        "sys.queries"),
                list("\\df", "functions", "name, kind, signature", ", description", "sys.functions"),
                list("\\du", "users and roles", "name, kind, roles", "", people()),
                list("\\dn", "schemas", "schema_name AS name", "", "information_schema.schemata", "schema_name"),
                list("\\dc", "connections", "name, connector", ", options, used_by", "sys.connections"),
                list("\\dconfig", "settings", "name, \"value\"", ", default_value, scope, description", "sys.settings"),
                list(
                        "\\l",
                        "catalogs",
                        "DISTINCT catalog_name AS name",
                        "",
                        "information_schema.schemata",
                        "catalog_name"));
    }

    private static String people() {
        return "(SELECT name, 'USER' AS kind, roles FROM sys.users UNION ALL SELECT name, 'ROLE', roles FROM sys.roles)";
    }

    private ShellCommand list(String name, String what, String columns, String more, String from) {
        return list(name, what, columns, more, from, "name");
    }

    private ShellCommand list(String name, String what, String columns, String more, String from, String key) {
        Listing listing = new Listing(columns, more, from, key);
        return ShellCommand.of(name, "[PATTERN]", what, call -> list(call, listing));
    }

    private boolean list(Call call, Listing listing) {
        String columns = listing.columns() + (call.has('+') ? listing.more() : "");
        return query("SELECT " + columns + " FROM " + listing.from() + " AS r"
                + condition(call.argument(0), listing.key()) + " ORDER BY 1");
    }

    private static String condition(Optional<String> pattern, String column) {
        return pattern.map(text -> " WHERE " + new Wildcards(text).condition(column))
                .orElse("");
    }

    private static String relations(Call call) {
        return "(" + RELATIONS + (call.has('S') ? ASIDE : "") + ") AS r";
    }

    private boolean query(String sql) {
        return shell.runAsItIs(new SqlText(sql, 1, 1), Optional.empty());
    }

    private boolean describe(Call call) throws CommandFailure {
        if (call.arguments().isEmpty()) {
            return query("SELECT name, kind" + (call.has('+') ? ", " + COMMENT : "") + " FROM " + relations(call)
                    + " ORDER BY name");
        }
        for (String name : call.arguments()) {
            List<String> found = List.of(name);
            if (Wildcards.isPattern(name)) {
                found = shell.runner()
                        .ask("SELECT name FROM " + relations(call) + condition(Optional.of(name), "name")
                                + " ORDER BY name");
                if (found.isEmpty()) {
                    throw new CommandFailure("nothing is called " + name);
                }
            }
            List<String> schemas = Wildcards.isPattern(name) ? shell.runner().ask(SCHEMAS) : List.of();
            for (String each : found) {
                String written = Wildcards.isPattern(name) ? quoted(each, schemas) : each;
                if (!describe(written, each, call.has('+'))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A name that was listed, as statements have it: whole, or behind its schema. */
    private static String quoted(String name, List<String> schemas) {
        int dot = name.indexOf('.');
        return dot > 0 && schemas.contains(name.substring(0, dot))
                ? quoted(name.substring(0, dot)) + "." + quoted(name.substring(dot + 1))
                : quoted(name);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Columns; and with more of it also the statement that made it. */
    private boolean describe(String name, String title, boolean more) {
        boolean titled = shell.style().hasFooter();
        SqlText describe = new SqlText("DESCRIBE " + name, 1, 1);
        if (!shell.runAsItIs(describe, titled ? Optional.of(CellText.of(title)) : Optional.empty())) {
            return false;
        }
        if (more) {
            for (String line : shell.runner().ask("SHOW CREATE " + name)) {
                shell.screen().out().println(CellText.lines(line));
            }
        }
        return true;
    }
}
