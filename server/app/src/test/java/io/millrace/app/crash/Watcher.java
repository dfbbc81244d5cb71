package io.millrace.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/** Reads what must never go back, whatever happens to the server. */
final class Watcher extends Client {

    private static final String SQL = "SELECT (SELECT MAX(batch) FROM sys.batches), (SELECT SUM(n) FROM tick_totals),"
            + " (SELECT n FROM line_totals), (SELECT SUM(n) FROM by_key)";

    private final long[] seen = new long[4];

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
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SQL)) {
            assertThat(rows.next()).as(SQL).isTrue();
            for (int i = 0; i < seen.length; i++) {
                long now = rows.getLong(i + 1);
                assertThat(now).as("value " + (i + 1) + " of " + SQL).isGreaterThanOrEqualTo(seen[i]);
                seen[i] = now;
            }
        }
    }
}
