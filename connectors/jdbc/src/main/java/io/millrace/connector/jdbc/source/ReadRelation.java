package io.millrace.connector.jdbc.source;

import io.millrace.connector.jdbc.database.TargetColumn;
import io.millrace.connector.jdbc.database.TargetTable;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import io.millrace.spi.error.Names;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is read, as the database describes it.
 *
 * @param what it is, for messages
 * @param from its text in a FROM clause
 */
public record ReadRelation(String what, String from, TargetTable table) {

    static ReadRelation find(Connection connection, ReadingOptions options) throws SQLException {
        if (options.table().isPresent()) {
            return table(connection, options.what(), options.table().get());
        }
        String from = "(\n" + options.query().orElseThrow() + "\n) millrace_query";
        String quote = connection.getMetaData().getIdentifierQuoteString();
        return new ReadRelation(
                options.what(), from, new TargetTable("", quote, columns(connection, from), Set.of(), List.of()));
    }

    /** A table of that name. */
    public static ReadRelation table(Connection connection, String what, String name) throws SQLException {
        TargetTable table = TargetTable.readable(connection, name);
        return new ReadRelation(what, table.name(), table);
    }

    private static List<TargetColumn> columns(Connection connection, String from) throws SQLException {
        List<TargetColumn> columns = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet none = statement.executeQuery("SELECT * FROM " + from + " WHERE 1 = 0")) {
            ResultSetMetaData data = none.getMetaData();
            for (int column = 1; column <= data.getColumnCount(); column++) {
                columns.add(new TargetColumn(
                        data.getColumnLabel(column),
                        data.getColumnType(column),
                        data.getColumnTypeName(column),
                        data.getPrecision(column),
                        data.getScale(column),
                        data.isNullable(column) == DatabaseMetaData.columnNoNulls,
                        false));
            }
        }
        return columns;
    }

    public TargetColumn column(String name) {
        return table.column(name).orElseThrow(() -> {
            List<String> names =
                    table.columns().stream().map(TargetColumn::name).toList();
            String remedy = Names.nearest(name, names)
                    .map(nearest -> "; did you mean \"" + nearest + "\"?")
                    .orElse("; it has " + String.join(", ", names));
            return new MillraceException(
                    ErrorCode.INVALID_DEFINITION, what + " has no column \"" + name + "\"" + remedy);
        });
    }

    String quoted(TargetColumn column) {
        return table.quoted(column);
    }

    /**
     * Looks at columns that are to tell rows apart.
     *
     * @param namedBy where the user has named them
     * @throws MillraceException when the database knows keys of the table, and none of them is among the columns
     */
    public void checkTellsApart(List<TargetColumn> key, String namedBy) {
        List<String> names = key.stream().map(TargetColumn::name).toList();
        List<String> all = table.columns().stream().map(TargetColumn::name).toList();
        Stream<Set<String>> primary =
                table.primaryKey().isEmpty() ? Stream.of() : Stream.of(Set.copyOf(table.primaryKey()));
        List<Set<String>> keys = Stream.concat(primary, table.uniqueKeys().stream())
                .filter(all::containsAll) // others have expressions in them
                .toList();
        if (!keys.isEmpty() && keys.stream().noneMatch(names::containsAll)) {
            List<String> known = all.stream().filter(keys.get(0)::contains).toList();
            throw new MillraceException(
                    ErrorCode.INVALID_DEFINITION,
                    "rows of " + what + " may have the same " + String.join(", ", names)
                            + ", which " + namedBy + " names; name its key (" + String.join(", ", known) + ")"
                            + (table.primaryKey().isEmpty() ? "" : ", or leave the option out"));
        }
    }

    /** Whether rows may lack a value in a column; columns of views and queries tell nothing about that. */
    boolean mayBeNull(TargetColumn column) {
        boolean filled = column.required() && !table.uniqueKeys().isEmpty();
        return !filled && !table.primaryKey().contains(column.name());
    }

    /** Whether no two rows have the same value in a column. */
    boolean isUnique(TargetColumn column) {
        return (column.required() && table.uniqueKeys().contains(Set.of(column.name())))
                || table.primaryKey().equals(List.of(column.name()));
    }
}
