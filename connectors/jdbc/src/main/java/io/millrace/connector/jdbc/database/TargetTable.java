package io.millrace.connector.jdbc.database;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A table that is written or read, as the database describes it.
 *
 * @param name with its schema, quoted
 * @param uniqueKeys sets of columns that tell rows apart
 * @param primaryKey columns in their order; empty when there is none
 */
public record TargetTable(
        String name, String quote, List<TargetColumn> columns, Set<Set<String>> uniqueKeys, List<String> primaryKey) {

    private record Name(String schema, String table) {}

    public static TargetTable get(Connection connection, String given) throws SQLException {
        return get(find(connection, given), given);
    }

    /** A table or view to read. */
    public static TargetTable readable(Connection connection, String given) throws SQLException {
        return get(find(connection, given, TargetTable::isReadable), given);
    }

    private static TargetTable get(Optional<TargetTable> found, String given) {
        return found.orElseThrow(() -> new MillraceException(
                ErrorCode.INVALID_DEFINITION, "option 'table' is '" + given + "', but the database has no such table"));
    }

    /** @param given {@code table} or {@code schema.table}; case counts only where two names differ in nothing else */
    public static Optional<TargetTable> find(Connection connection, String given) throws SQLException {
        return find(connection, given, TargetTable::isTable);
    }

    private static Optional<TargetTable> find(Connection connection, String given, Predicate<String> kind)
            throws SQLException {
        DatabaseMetaData data = connection.getMetaData();
        int point = given.indexOf('.');
        String schema = point < 0 ? connection.getSchema() : given.substring(0, point);
        Optional<Name> name = choose(data, connection.getCatalog(), new Name(schema, given.substring(point + 1)), kind);
        return name.isEmpty() ? Optional.empty() : Optional.of(describe(data, connection.getCatalog(), name.get()));
    }

    private static TargetTable describe(DatabaseMetaData data, String catalog, Name name) throws SQLException {
        String quote = data.getIdentifierQuoteString();
        return new TargetTable(
                quoted(name.schema(), quote) + "." + quoted(name.table(), quote),
                quote,
                columns(data, catalog, name),
                uniqueKeys(data, catalog, name),
                primaryKey(data, catalog, name));
    }

    private static Optional<Name> choose(DatabaseMetaData data, String catalog, Name wanted, Predicate<String> kind)
            throws SQLException {
        Optional<Name> found = Optional.empty();
        try (ResultSet tables = data.getTables(catalog, null, null, null)) {
            while (tables.next()) {
                Name name = new Name(tables.getString("TABLE_SCHEM"), tables.getString("TABLE_NAME"));
                boolean exact = name.equals(wanted);
                boolean right = name.schema() != null
                        && wanted.schema().equalsIgnoreCase(name.schema())
                        && wanted.table().equalsIgnoreCase(name.table());
                if (kind.test(tables.getString("TABLE_TYPE")) && (exact || (right && found.isEmpty()))) {
                    found = Optional.of(name);
                }
                if (exact) {
                    return found;
                }
            }
        }
        return found;
    }

    private static boolean isTable(String type) {
        return type != null && type.endsWith("TABLE") && !type.startsWith("SYSTEM");
    }

    private static boolean isReadable(String type) {
        return isTable(type) || (type != null && type.endsWith("VIEW") && !type.startsWith("SYSTEM"));
    }

    private static List<TargetColumn> columns(DatabaseMetaData data, String catalog, Name name) throws SQLException {
        List<TargetColumn> columns = new ArrayList<>();
        try (ResultSet rows =
                data.getColumns(catalog, pattern(data, name.schema()), pattern(data, name.table()), null)) {
            while (rows.next()) {
                boolean generated = "YES".equals(rows.getString("IS_GENERATEDCOLUMN"));
                boolean filled =
                        rows.getString("COLUMN_DEF") != null || "YES".equals(rows.getString("IS_AUTOINCREMENT"));
                boolean nullable = rows.getInt("NULLABLE") != DatabaseMetaData.columnNoNulls;
                columns.add(new TargetColumn(
                        rows.getString("COLUMN_NAME"),
                        rows.getInt("DATA_TYPE"),
                        rows.getString("TYPE_NAME"),
                        rows.getInt("COLUMN_SIZE"),
                        rows.getInt("DECIMAL_DIGITS"),
                        !nullable && !filled && !generated,
                        generated));
            }
        }
        return columns;
    }

    private static String pattern(DatabaseMetaData data, String name) throws SQLException {
        String escape = data.getSearchStringEscape();
        return name.replace(escape, escape + escape).replace("_", escape + "_").replace("%", escape + "%");
    }

    private static List<String> primaryKey(DatabaseMetaData data, String catalog, Name name) throws SQLException {
        SortedMap<Short, String> key = new TreeMap<>();
        try (ResultSet rows = data.getPrimaryKeys(catalog, name.schema(), name.table())) {
            while (rows.next()) {
                key.put(rows.getShort("KEY_SEQ"), rows.getString("COLUMN_NAME"));
            }
        }
        return List.copyOf(key.values());
    }

    private static Set<Set<String>> uniqueKeys(DatabaseMetaData data, String catalog, Name name) throws SQLException {
        Map<String, Set<String>> keys = new HashMap<>();
        try (ResultSet rows = data.getIndexInfo(catalog, name.schema(), name.table(), true, true)) {
            while (rows.next()) {
                String column = rows.getString("COLUMN_NAME");
                if (column != null && rows.getString("FILTER_CONDITION") == null) {
                    keys.computeIfAbsent(rows.getString("INDEX_NAME"), index -> new HashSet<>())
                            .add(column);
                }
            }
        }
        return new HashSet<>(keys.values());
    }

    /** The column of a name: that which is written so, else one that differs in case. */
    public Optional<TargetColumn> column(String given) {
        return columns.stream()
                .filter(column -> column.name().equals(given))
                .findFirst()
                .or(() -> columns.stream()
                        .filter(column -> column.name().equalsIgnoreCase(given))
                        .findFirst());
    }

    public String quoted(TargetColumn column) {
        return quoted(column.name(), quote);
    }

    private static String quoted(String name, String quote) {
        return quote + name.replace(quote, quote + quote) + quote;
    }
}
