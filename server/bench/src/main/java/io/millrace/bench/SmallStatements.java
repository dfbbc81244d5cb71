package io.millrace.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;

/** One client that runs the same small statement again and again, each when the one before has returned, and how long each took. */
final class SmallStatements implements AutoCloseable {

    private static final int MOST_PER_SECOND = 20_000;

    /** Runs one statement. */
    private interface Step {
        void run(Statement statement, long number) throws SQLException;
    }

    private final String name;
    private final Connection connection;
    private final long nanos;
    private final Step step;
    private final Latencies latencies;
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    private SmallStatements(String name, Connection connection, int seconds, Step step) {
        this.name = name;
        this.connection = connection;
        this.nanos = seconds * 1_000_000_000L;
        this.step = step;
        this.latencies = new Latencies(MOST_PER_SECOND * seconds);
    }

    /** Reads a table of one row. */
    static SmallStatements selects(Connection connection, int seconds) {
        return new SmallStatements("SELECT", connection, seconds, (statement, number) -> {
            try (ResultSet rows = statement.executeQuery("SELECT v FROM small WHERE k = 1")) {
                if (!rows.next()) {
                    throw new IllegalStateException("the row of the table is not there");
                }
            }
        });
    }

    /** Inserts a row, which is in a view when that returns. */
    static SmallStatements inserts(Connection connection, int seconds) {
        return new SmallStatements(
                "INSERT",
                connection,
                seconds,
                (statement, number) -> statement.executeUpdate("INSERT INTO notes VALUES (" + number + ")"));
    }

    void start() {
        new Thread(this::run, name).start();
    }

    private void run() {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            for (long before = start; before - start < nanos && latencies.hasRoom(); ) {
                step.run(statement, latencies.size());
                long now = System.nanoTime();
                latencies.add(now - before);
                before = now;
            }
            end.complete(null);
        } catch (SQLException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    /** Waits for the last statement; fails as that has failed. */
    void await() {
        end.join();
    }

    String text() {
        return name + "  " + latencies.text() + "  (" + latencies.size() + " statements)";
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
