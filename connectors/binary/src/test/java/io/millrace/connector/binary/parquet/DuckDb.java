package io.millrace.connector.binary.parquet;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** Another database, which writes and reads the same files. */
final class DuckDb {

    private DuckDb() {}

    /** Writes what a query gives. */
    static void write(String query, Path file, String options) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet" + options + ")");
        }
    }

    /** What a query gives, a row a line, values as texts of SQL. */
    static List<String> rows(String query) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(query)) {
            int columns = found.getMetaData().getColumnCount();
            while (found.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int column = 1; column <= columns; column++) {
                    String text = found.getString(column);
                    row.add(text == null ? "NULL" : text);
                }
                rows.add(row.toString());
            }
        }
        return rows;
    }
}
