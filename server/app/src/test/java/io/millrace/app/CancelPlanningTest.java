package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statements that take long to plan, or would with less care, are planned soon or end soon when they are not wanted any more: by
 * Statement.cancel, KILL or statement.timeout. What goes on planning stops, too.
 */
class CancelPlanningTest {

    private static final Duration SOON = Duration.ofMillis(1_500);

    @TempDir
    static Path directory;

    private static MillraceServer server;

    @BeforeAll
    static void start() throws SQLException {
        server = MillraceServer.start(Settings.defaults()
                .with("data.dir", directory.toString())
                .with("port", "0")
                .with("partitions", "2"));
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (k INT PRIMARY KEY, " + list(12, ", ", "c%1$d INT") + ")");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Each name stands for two of the one before: planning does not end. */
    private static String doubling() {
        return "WITH v0 AS (SELECT c1 FROM t), "
                + list(24, ", ", "v%2$d AS (SELECT a.c1 FROM v%1$d a JOIN v%1$d b ON a.c1 = b.c1)")
                + " SELECT c1 FROM v24";
    }

    static Stream<String> statements() {
        return Stream.of(
                doubling(),
                "SELECT COUNT(*) FROM t GROUP BY CUBE (" + list(12, ", ", "c%1$d") + ")",
                "SELECT COUNT(*) FROM t GROUP BY CUBE (" + list(9, ", ", "c%1$d") + ")",
                "SELECT t0.c2, t100.c3 FROM t t0 " + list(100, " ", "JOIN t t%2$d ON t%2$d.k = t%1$d.c1"),
                "SELECT COUNT(*) FROM " + list(100, ", ", "t t%1$d") + " WHERE "
                        + list(99, " AND ", "t%2$d.k = t%1$d.c1"),
                "SELECT k FROM t WHERE c1 IN (" + list(10_000, ", ", "%1$d") + ")",
                "SELECT k FROM t WHERE c1 NOT IN (" + list(10_000, ", ", "%1$d") + ")",
                "SELECT k FROM t WHERE " + list(3_000, " OR ", "(c1 = %1$d AND c2 = %2$d)"),
                "SELECT k FROM t WHERE " + list(3_000, " AND ", "(c1 <> %1$d OR c2 > %2$d)"),
                "SELECT " + list(1_000, ", ", "c1 + %1$d") + " FROM t",
                "SELECT k FROM t WHERE " + list(60, " AND ", "EXISTS (SELECT 1 FROM t u WHERE u.c1 = t.c2 + %1$d)"));
    }

    private static String list(int count, String separator, String form) {
        return IntStream.range(0, count).mapToObj(i -> form.formatted(i, i + 1)).collect(Collectors.joining(separator));
    }

    private interface Ending {
        void end(Statement statement) throws SQLException;
    }

    @ParameterizedTest
    @MethodSource("statements")
    void cancelEndsWhatIsPlanned(String sql) throws Exception {
        endsSoon(sql, Statement::cancel);
    }

    @ParameterizedTest
    @MethodSource("statements")
    void killEndsWhatIsPlanned(String sql) throws Exception {
        endsSoon(sql, running -> {
            try (Connection other = DriverManager.getConnection(server.url());
                    Statement statement = other.createStatement()) {
                long id = 0;
                try (ResultSet rows = statement.executeQuery(
                        "SELECT MAX(id) FROM sys.statements WHERE sql NOT LIKE '%sys.statements%'")) {
                    if (rows.next()) {
                        id = rows.getLong(1);
                    }
                }
                if (id > 0) {
                    try {
                        statement.execute("KILL " + id);
                    } catch (SQLException e) {
                        assertThat(e.getMessage()).as("it has ended by itself").contains("statement");
                    }
                }
            }
        });
    }

    @ParameterizedTest
    @MethodSource("statements")
    void timeoutEndsWhatIsPlanned(String sql) throws Exception {
        try (Connection impatient = DriverManager.getConnection(server.url());
                Statement statement = impatient.createStatement()) {
            statement.execute("SET statement.timeout = '200 ms'");
            long start = System.nanoTime();
            run(statement, sql);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON.plusMillis(200));
        }
        plannersRest();
    }

    private static void endsSoon(String sql, Ending ending) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            CompletableFuture<Void> running = CompletableFuture.runAsync(() -> run(statement, sql));
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            if (!running.isDone()) {
                ending.end(statement);
            }
            assertThat(running).succeedsWithin(SOON);
        }
        plannersRest();
    }

    /** Ends with rows, or with the error that says that it was stopped or has too many groupings. */
    private static void run(Statement statement, String sql) {
        try (ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.getMetaData().getColumnCount()).isPositive();
        } catch (SQLException e) {
            assertThat(e.getMessage()).containsAnyOf("cancelled", "took longer than", "groupings");
        }
    }

    /** Nobody plans any more: no thread has the planner on its stack. */
    private static void plannersRest() {
        long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (Thread.getAllStackTraces().values().stream()
                .flatMap(Stream::of)
                .anyMatch(frame -> frame.getClassName().equals("io.millrace.planner.QueryPlanning"))) {
            assertThat(System.nanoTime()).as("planning has ended").isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
