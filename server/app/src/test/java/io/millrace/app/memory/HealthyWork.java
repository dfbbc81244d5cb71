package io.millrace.app.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicReference;

/** Somebody else's work beside the greedy statements: rows that come all the time, and a view of them that is always right. */
final class HealthyWork implements AutoCloseable {

    private final SmallServer server;
    private final Thread thread;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile long sent;
    private volatile boolean stopping;

    HealthyWork(SmallServer server) throws SQLException {
        this.server = server;
        server.run(
                "CREATE STREAM healthy (id BIGINT, shop INT);"
                        + " CREATE MATERIALIZED VIEW by_shop AS SELECT shop, COUNT(*) AS n, SUM(id) AS total FROM healthy GROUP BY shop");
        thread = new Thread(this::insert, "healthy work");
        thread.start();
    }

    private void insert() {
        try (Connection connection = server.connect();
                PreparedStatement insert = connection.prepareStatement("INSERT INTO healthy VALUES (?, ?)");
                Statement select = connection.createStatement()) {
            while (!stopping) {
                insert.setLong(1, sent + 1);
                insert.setInt(2, (int) (sent % 7));
                insert.executeUpdate();
                sent++;
                if (sent % 16 == 0) {
                    check(select);
                }
                Thread.sleep(5);
            }
            check(select);
        } catch (Throwable e) {
            failure.set(e);
        }
    }

    private void check(Statement select) throws SQLException {
        try (ResultSet rows = select.executeQuery("SELECT SUM(n), SUM(total) FROM by_shop")) {
            rows.next();
            assertThat(rows.getLong(1)).isEqualTo(sent);
            assertThat(rows.getLong(2)).isEqualTo(sent * (sent + 1) / 2);
        }
    }

    /** Waits until more rows have come than now, and fails when any answer was wrong. */
    void assertGoingOn() throws Exception {
        long before = sent;
        long end = System.nanoTime() + 60_000_000_000L;
        while (sent < before + 20 && failure.get() == null && System.nanoTime() < end) {
            Thread.sleep(5);
        }
        assertRight();
        assertThat(sent).isGreaterThanOrEqualTo(before + 20);
    }

    private void assertRight() {
        if (failure.get() != null) {
            throw new AssertionError("the healthy work failed after " + sent + " rows", failure.get());
        }
    }

    @Override
    public void close() throws InterruptedException {
        stopping = true;
        thread.join();
        assertRight();
    }
}
