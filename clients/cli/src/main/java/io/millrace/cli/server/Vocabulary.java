package io.millrace.cli.server;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What words and names the server knows, as far as this user sees them. Asked for when a person wants a completion and something may
 * have changed; without a server, or one that answers otherwise, it is empty.
 */
public final class Vocabulary {

    /** A function, with what is said of it. */
    public record Function(String name, String kind, String signature) {}

    /** A column and its type. */
    public record NamedColumn(String name, String type) {}

    private final Link link;
    private boolean current;
    private Set<String> keywords = new TreeSet<>();
    private Map<String, Map<String, List<NamedColumn>>> relations = new TreeMap<>();
    private Map<String, Function> functions = new TreeMap<>();
    private Set<String> settings = new TreeSet<>();

    public Vocabulary(Link link) {
        this.link = link;
    }

    /** Something may be there that was not, or has gone. */
    public void stale() {
        current = false;
    }

    /** The words of the grammar, in upper case. */
    public Set<String> keywords() {
        return keywords;
    }

    /** Columns by relation by schema, all in lower case as keys. */
    public Map<String, Map<String, List<NamedColumn>>> relations() {
        return relations;
    }

    public Map<String, Function> functions() {
        return functions;
    }

    public Set<String> settings() {
        return settings;
    }

    /** Asks the server, on a connection of its own, when that is needed. */
    public void refresh() {
        if (current) {
            return;
        }
        current = true;
        try (Connection connection = link.another();
                Statement statement = connection.createStatement()) {
            keywords = new TreeSet<>();
            read(statement, "SELECT word FROM sys.keywords", row -> keywords.add(row.getString(1)));
            settings = new TreeSet<>();
            read(statement, "SELECT name FROM sys.settings", row -> settings.add(row.getString(1)));
            Map<String, Function> known = new TreeMap<>();
            read(statement, "SELECT name, kind, signature FROM sys.functions", row -> {
                String name = row.getString(1);
                known.putIfAbsent(
                        name.toUpperCase(Locale.ROOT), new Function(name, row.getString(2), row.getString(3)));
            });
            functions = known;
            Map<String, Map<String, List<NamedColumn>>> found = new TreeMap<>();
            read(
                    statement,
                    "SELECT table_schema, table_name, column_name, data_type FROM information_schema.columns"
                            + " ORDER BY 1, 2, ordinal_position",
                    row -> found.computeIfAbsent(row.getString(1), schema -> new TreeMap<>())
                            .computeIfAbsent(row.getString(2), relation -> new ArrayList<>())
                            .add(new NamedColumn(row.getString(3), row.getString(4))));
            relations = found;
        } catch (SQLException unknown) {
            // what is known already has to do
            return;
        }
    }

    private interface RowReader {
        void read(ResultSet row) throws SQLException;
    }

    private static void read(Statement statement, String sql, RowReader reader) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.read(rows);
            }
        }
    }
}
