package io.millrace.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints what a demo's queries give, over JDBC as any client would read it. */
final class DemoResults implements AutoCloseable {

    private static final String CHANGES = "EMIT CHANGES";
    /** The columns that EMIT CHANGES adds: operation and batch. */
    private static final int CHANGE_COLUMNS = 2;

    private final Connection connection;
    private final List<String> queries;

    /** @param script SELECT STREAM statements, each ended by a semicolon */
    DemoResults(String url, String script) throws SQLException {
        this.connection = DriverManager.getConnection(url);
        this.queries = Arrays.stream(script.replaceAll("(?m)^--.*$", "").split(";"))
                .map(String::strip)
                .filter(query -> !query.isEmpty())
                .toList();
    }

    /** Prints the present rows of each query. */
    void printAll() throws SQLException {
        for (String query : queries) {
            String ending = query.replace("SELECT STREAM", "SELECT").replace(CHANGES, "") + " ORDER BY 1";
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(ending)) {
                print(rows, rows.getMetaData().getColumnCount());
            }
            System.out.println();
        }
    }

    /** Prints the rows of each query as they come, each by a thread of its own. */
    void follow() {
        for (String query : queries) {
            Thread reader = new Thread(() -> follow(query), "demo");
            reader.setDaemon(true);
            reader.start();
        }
    }

    private void follow(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int added = query.contains(CHANGES) ? CHANGE_COLUMNS : 0;
            print(rows, rows.getMetaData().getColumnCount() - added);
        } catch (SQLException e) {
            Logger log = LoggerFactory.getLogger(DemoResults.class);
            log.debug("The demo stopped reading", e);
        }
    }

    private static void print(ResultSet rows, int columns) throws SQLException {
        ResultSetMetaData metadata = rows.getMetaData();
        List<String> names = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
            names.add(metadata.getColumnLabel(column));
        }
        System.out.println(line(names));
        while (rows.next()) {
            List<String> values = new ArrayList<>();
            for (int column = 1; column <= columns; column++) {
                values.add(String.valueOf(rows.getObject(column)));
            }
            System.out.println(line(values));
        }
    }

    private static String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        cells.forEach(cell -> line.append(String.format("%-23s", cell)));
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
