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

/**
 * What is read, as the database describes it.
 *
 * @param what it is, for messages
 * @param from its text in a FROM clause
 */
record ReadRelation(String what, String from, TargetTable table) {

    static ReadRelation find(Connection connection, ReadingOptions options) throws SQLException {
        if (options.table().isPresent()) {
            TargetTable table = TargetTable.readable(connection, options.table().get());
            return new ReadRelation(options.what(), table.name(), table);
        }
        String from = "(\n" + options.query().orElseThrow() + "\n) millrace_query";
        String quote = connection.getMetaData().getIdentifierQuoteString();
        return new ReadRelation(
                options.what(), from, new TargetTable("", quote, columns(connection, from), Set.of(), List.of()));
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

    TargetColumn column(String name) {
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

    /** Whether no two rows have the same value in a column. */
    boolean isUnique(TargetColumn column) {
        return (column.required() && table.uniqueKeys().contains(Set.of(column.name())))
                || table.primaryKey().equals(List.of(column.name()));
    }
}
