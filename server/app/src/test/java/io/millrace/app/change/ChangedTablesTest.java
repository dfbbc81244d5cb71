package io.millrace.app.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.directory.KilledCopy;
import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangedTablesTest {

    private static final int THREADS = 16;
    private static final int TIMES = 25;

    @TempDir
    Path directory;

    /** What each of several threads does with a connection of its own. */
    private interface Work {
        void run(int thread, Connection connection) throws SQLException;
    }

    private static void together(SinkServer server, int threads, Work work) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int thread = i;
                running.add(pool.submit(() -> {
                    try (Connection connection = DriverManager.getConnection(server.url())) {
                        work.run(thread, connection);
                    }
                    return null;
                }));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    private static int execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    @Test
    void noUpdateOfARowIsLostAmongManyAtOnce() throws Exception {
        try (SinkServer server = new SinkServer(directory, List.of())) {
            server.run("CREATE TABLE t (k INT PRIMARY KEY, n BIGINT)");
            server.run("CREATE MATERIALIZED VIEW s AS SELECT SUM(n) AS n, COUNT(*) AS c FROM t");
            server.run("INSERT INTO t VALUES (1, 0), (2, 0)");
            together(server, THREADS, (thread, connection) -> {
                for (int i = 0; i < TIMES; i++) {
                    assertThat(execute(connection, "UPDATE t SET n = n + 1 WHERE k = 1"))
                            .isOne();
                }
                assertThat(execute(connection, "UPDATE t SET n = n + 1")).isEqualTo(2);
            });
            assertThat(server.number("SELECT n FROM t WHERE k = 1")).isEqualTo(THREADS * TIMES + THREADS);
            assertThat(server.number("SELECT n FROM s")).isEqualTo(THREADS * TIMES + 2 * THREADS);
        }
    }

    @Test
    void rowsAreMovedByOneOfManyOnly() throws Exception {
        try (SinkServer server = new SinkServer(directory, List.of())) {
            server.run("CREATE TABLE jobs (id INT, taken INT)");
            server.run("INSERT INTO jobs SELECT n, NULL FROM (VALUES (1), (2), (3), (4), (5), (6), (7), (8)) AS v (n)");
            List<Integer> counts = java.util.Collections.synchronizedList(new ArrayList<>());
            together(
                    server,
                    8,
                    (thread, connection) -> counts.add(
                            execute(connection, "UPDATE jobs SET taken = " + thread + " WHERE taken IS NULL")));
            assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(8);
            assertThat(server.number("SELECT COUNT(DISTINCT taken) FROM jobs")).isOne();
        }
    }

    @Test
    void parametersStandForValuesAndConditions() throws Exception {
        try (SinkServer server = new SinkServer(directory, List.of());
                Connection connection = DriverManager.getConnection(server.url())) {
            server.run("CREATE TABLE t (k INT PRIMARY KEY, n DECIMAL(8, 2), v VARCHAR)");
            server.run("INSERT INTO t VALUES (1, 1.5, 'a'), (2, 2.5, 'b')");
            try (PreparedStatement update =
                    connection.prepareStatement("UPDATE t SET n = n + ?, v = ? WHERE k = ? OR v = ?")) {
                update.setBigDecimal(1, new java.math.BigDecimal("0.25"));
                update.setString(2, null);
                update.setInt(3, 1);
                update.setString(4, "zz");
                assertThat(update.executeUpdate()).isOne();
                update.setString(2, "zz");
                update.setInt(3, 2);
                assertThat(update.executeUpdate()).isOne();
            }
            assertThat(server.text("SELECT n || COALESCE(v, '-') FROM t WHERE k = 1"))
                    .isEqualTo("1.75-");
            try (PreparedStatement delete = connection.prepareStatement("DELETE FROM t WHERE k = ?")) {
                delete.setInt(1, 2);
                assertThat(delete.executeUpdate()).isOne();
                assertThat(delete.executeUpdate()).isZero();
                delete.setInt(1, 1);
                assertThat(delete.executeUpdate()).isOne();
            }
        }
    }

    @Test
    void killedServerHasAllChangesThatItAcknowledged() throws Exception {
        Path killed = SinkServer.killed(
                directory,
                "CREATE TABLE t (k INT PRIMARY KEY, n INT, twice AS n * 2)",
                "CREATE TABLE u (n INT)",
                "CREATE MATERIALIZED VIEW s AS SELECT COUNT(*) AS c, SUM(twice) AS n FROM t",
                "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)",
                "INSERT INTO u VALUES (1), (1), (2)",
                "UPDATE t SET n = n + 10 WHERE k < 3",
                "CHECKPOINT",
                "UPDATE t SET k = 4 WHERE k = 1",
                "DELETE FROM t WHERE k = 2",
                "DELETE FROM u WHERE n = 1",
                "UPDATE u SET n = 7");
        Path data = directory.resolve("restarted");
        KilledCopy.of(killed, data.resolve("data"));
        try (SinkServer server = new SinkServer(data, List.of())) {
            assertThat(server.text("SELECT c || ' ' || n FROM s")).isEqualTo("2 28");
            assertThat(server.number("SELECT n FROM t WHERE k = 4")).isEqualTo(11);
            assertThat(server.number("SELECT COUNT(*) FROM t WHERE k = 1 OR k = 2"))
                    .isZero();
            assertThat(server.text("SELECT COUNT(*) || ' ' || SUM(n) FROM u")).isEqualTo("1 7");
            server.run("UPDATE t SET n = 0 WHERE k = 3");
            server.run("TRUNCATE TABLE u");
            assertThat(server.number("SELECT n FROM s")).isEqualTo(22);
        }
    }
}
