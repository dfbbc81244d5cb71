package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statement.cancel, setQueryTimeout, SET statement.timeout and KILL reach whatever a statement is doing. */
@org.junit.jupiter.api.Tag("slow")
class CancelOverJdbcTest {

    private static final Duration SOON = Duration.ofSeconds(3);

    private static final String CREATE_VIEW =
            "CREATE MATERIALIZED VIEW made AS SELECT COUNT(*) AS n FROM s a, s b, s c WHERE a.x + b.x + c.x < 0";
    private static final String CREATE_SINK =
            "CREATE SINK made AS SELECT STREAM auction FROM many WITH (connector='blackhole')";
    private static final String INSERT = "INSERT INTO s SELECT CAST(auction AS INT) FROM many";
    private static final String SELECT = "SELECT COUNT(*) FROM many";

    /** Each name stands for two of the one before, so that planning does not end. */
    private static final String PLANNING = "WITH v0 AS (SELECT x FROM s)"
            + IntStream.range(1, 25)
                    .mapToObj(
                            i -> ", v%d AS (SELECT a.x FROM v%d a JOIN v%d b ON a.x = b.x)".formatted(i, i - 1, i - 1))
                    .collect(Collectors.joining())
            + " SELECT x FROM v24";

    @TempDir
    Path directory;

    private MillraceServer server;
    private Connection connection;

    @BeforeEach
    void start() throws SQLException {
        Settings settings = Settings.defaults()
                .with("data.dir", directory.toString())
                .with("port", "0")
                .with("partitions", "2");
        server = MillraceServer.start(settings);
        connection = DriverManager.getConnection(server.url());
        execute("CREATE STREAM many WITH (connector='nexmark', table='bid', events='90000000')");
        execute("CREATE STREAM s (x INT)");
        execute("INSERT INTO s VALUES "
                + IntStream.range(0, 3_000).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(",")));
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> column(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> values = new ArrayList<>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static void run(Statement statement, String sql) throws SQLException {
        if (statement.execute(sql)) {
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    assertThat(rows.getObject(1)).isNotNull();
                }
            }
        }
    }

    private CompletableFuture<Void> running(Statement statement, String sql) {
        CompletableFuture<Void> running = CompletableFuture.runAsync(() -> {
            try {
                run(statement, sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        until(() -> !column("SELECT id FROM sys.statements WHERE sql = '" + sql.replace("'", "''") + "'")
                .isEmpty());
        long later = System.nanoTime() + Duration.ofMillis(200).toNanos();
        until(() -> System.nanoTime() > later);
        return running;
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void until(Condition condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try {
            while (!condition.holds()) {
                assertThat(System.nanoTime()).as("it happens in time").isLessThan(deadline);
                LockSupport.parkNanos(5_000_000);
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private void nothingIsLeft() {
        until(() -> column("SELECT name FROM sys.queries").isEmpty());
        until(() -> column("SELECT sql FROM sys.statements").size() == 1);
        until(() -> column("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'made%'")
                .isEmpty());
        until(() -> column("SELECT COUNT(*) FROM s").equals(List.of("3000")));
    }

    @ParameterizedTest
    @ValueSource(strings = {CREATE_VIEW, CREATE_SINK, INSERT, SELECT})
    void cancelStopsTheStatement(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            CompletableFuture<Void> running = running(statement, sql);
            statement.cancel();
            assertThat(running).failsWithin(SOON).withThrowableThat().withMessageContaining("cancelled");
            nothingIsLeft();
            run(statement, "SELECT x FROM s WHERE x = 1");
        }
    }

    @Test
    void cancelStopsPlanning() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            CompletableFuture<Void> running = running(statement, PLANNING);
            statement.cancel();
            assertThat(running).failsWithin(SOON).withThrowableThat().withMessageContaining("cancelled");
            nothingIsLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CREATE_VIEW, INSERT, SELECT, "SELECT STREAM x FROM s WHERE x < 0"})
    void queryTimeoutStopsTheStatement(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            long start = System.nanoTime();
            assertThatThrownBy(() -> run(statement, sql))
                    .isInstanceOf(SQLTimeoutException.class)
                    .hasMessageContaining("query timeout of 1 s");
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON.plusSeconds(1));
            nothingIsLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CREATE_VIEW, CREATE_SINK, INSERT, SELECT, "SELECT STREAM x FROM s WHERE x < 0"})
    void statementTimeoutStopsTheStatement(String sql) throws SQLException {
        try (Connection impatient = DriverManager.getConnection(server.url());
                Statement statement = impatient.createStatement()) {
            statement.execute("SET statement.timeout = '300 ms'");
            assertThatThrownBy(() -> run(statement, sql))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("took longer than 300 ms");
            nothingIsLeft();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {CREATE_VIEW, INSERT, SELECT})
    void killStopsTheStatement(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            CompletableFuture<Void> running = running(statement, sql);
            execute("KILL "
                    + column("SELECT id FROM sys.statements WHERE sql = '" + sql + "'")
                            .get(0));
            assertThat(running).failsWithin(SOON).withThrowableThat().withMessageContaining("cancelled");
            nothingIsLeft();
        }
    }
}
