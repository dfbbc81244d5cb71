package io.millrace.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/** Reads what must never go back, whatever happens to the server. */
final class Watcher extends Client {

    private long batch;
    private long ticks;
    private long lines;
    private long events;

    Watcher(Random random) {
        super(random);
    }

    @Override
    void work(Connection connection) throws SQLException, InterruptedException {
        look(connection);
        Thread.sleep(10);
    }

    /** Fails when anything is less than what was seen before. */
    void look(Connection connection) throws SQLException {
        batch = notLess(connection, "SELECT MAX(batch) FROM sys.batches", batch);
        ticks = notLess(connection, "SELECT SUM(n) FROM tick_totals", ticks);
        lines = notLess(connection, "SELECT n FROM line_totals", lines);
        events = notLess(connection, "SELECT SUM(n) FROM by_key", events);
    }

    private static long notLess(Connection connection, String sql, long before) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            long now = rows.next() ? rows.getLong(1) : 0;
            assertThat(now).as(sql).isGreaterThanOrEqualTo(before);
            return now;
        }
    }
}
