package io.millrace.app;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Prints what a demo's queries give, over JDBC as any client would read it. */
final class DemoResults implements AutoCloseable {

    private static final String CHANGES = "EMIT CHANGES";
    /** The columns that EMIT CHANGES adds: operation and batch. */
    private static final int CHANGE_COLUMNS = 2;

    private static final Pattern RELATION = Pattern.compile("FROM\\s+(\\w+)");

    private final Connection connection;
    private final List<String> queries;
    /** When the last row was printed, in the time of {@link System#nanoTime}. */
    private volatile long lastRow;

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
                print(rows);
            }
            System.out.println();
        }
    }

    /** Prints the rows of each query as they come, each by a thread of its own. */
    void follow() {
        lastRow = System.nanoTime();
        for (String query : queries) {
            Thread reader = new Thread(() -> follow(query), "demo");
            reader.setDaemon(true);
            reader.start();
        }
    }

    /** Waits until no row has come for a while. */
    void awaitQuiet(Duration quiet) {
        long left = quiet.toNanos();
        while (left > 0) {
            LockSupport.parkNanos(left);
            left = lastRow + quiet.toNanos() - System.nanoTime();
        }
    }

    private void follow(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            int added = query.contains(CHANGES) ? CHANGE_COLUMNS : 0;
            int columns = rows.getMetaData().getColumnCount() - added;
            String relation =
                    RELATION.matcher(query).results().findFirst().orElseThrow().group(1);
            while (rows.next()) {
                System.out.println(cell(relation) + row(rows, columns));
                lastRow = System.nanoTime();
            }
        } catch (SQLException e) {
            Logger log = LoggerFactory.getLogger(DemoResults.class);
            log.debug("The demo stopped reading", e);
        }
    }

    private static void print(ResultSet rows) throws SQLException {
        ResultSetMetaData metadata = rows.getMetaData();
        StringBuilder names = new StringBuilder();
        for (int column = 1; column <= metadata.getColumnCount(); column++) {
            names.append(cell(metadata.getColumnLabel(column)));
        }
        System.out.println(names.toString().stripTrailing());
        while (rows.next()) {
            System.out.println(row(rows, metadata.getColumnCount()));
        }
    }

    private static String row(ResultSet rows, int columns) throws SQLException {
        StringBuilder line = new StringBuilder();
        for (int column = 1; column <= columns; column++) {
            line.append(cell(rows.getString(column)));
        }
        return line.toString().stripTrailing();
    }

    private static String cell(String text) {
        return String.format("%-25s", text);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
