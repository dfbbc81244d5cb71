package io.millrace.app.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts of several statements, and all that they give. */
class SeveralResultsTest {

    private static final String TEXT =
            "INSERT INTO t VALUES (1), (2); SELECT COUNT(*) FROM t; DELETE FROM t WHERE k > 1;"
                    + " SELECT k, 'of two' FROM t ORDER BY k";

    @TempDir
    static Path directory;

    private static SinkServer server;
    private Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        server = new SinkServer(directory, List.of());
        server.run("CREATE TABLE t (k INT PRIMARY KEY)");
        server.run("CREATE TABLE many (k INT)");
        server.run("INSERT INTO many SELECT n FROM TABLE(generate_series(1, 5000)) AS g (n)");
    }

    @AfterAll
    static void stop() throws SQLException {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        server.run("DELETE FROM t");
        connection = DriverManager.getConnection(server.url());
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private static long only(ResultSet rows) throws SQLException {
        assertThat(rows.next()).isTrue();
        long value = rows.getLong(1);
        assertThat(rows.next()).isFalse();
        return value;
    }

    private static void walk(Statement statement, boolean first) throws SQLException {
        assertThat(first).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(2);
        assertThat(statement.getMoreResults()).isTrue();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        assertThat(only(statement.getResultSet())).isEqualTo(2);
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(1);
        assertThat(statement.getMoreResults()).isTrue();
        assertThat(statement.getResultSet().getMetaData().getColumnCount()).isEqualTo(2);
        assertThat(statement.getResultSet().getStatement()).isSameAs(statement);
        assertThat(only(statement.getResultSet())).isEqualTo(1);
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        assertThat(statement.getResultSet()).isNull();
    }

    @Test
    void resultsComeOneAfterTheOther() throws SQLException {
        for (String encoding : List.of("protobuf", "json")) {
            try (Connection other = DriverManager.getConnection(server.url() + "/?serialization=" + encoding);
                    Statement statement = other.createStatement()) {
                walk(statement, statement.execute(TEXT));
                assertThat(statement.execute("DELETE FROM t; SELECT 7; SELECT 8"))
                        .isFalse();
                assertThat(statement.getMoreResults()).isTrue();
            }
        }
    }

    @Test
    void preparedTextsGiveThem() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("INSERT INTO t VALUES (?), (?); SELECT COUNT(*) FROM t WHERE k < ?;"
                        + " DELETE FROM t WHERE k > 1; SELECT k, 'of two' FROM t ORDER BY k")) {
            for (int round = 0; round < 2; round++) {
                statement.setInt(1, 1);
                statement.setInt(2, 2);
                statement.setInt(3, 10);
                walk(statement, statement.execute());
                server.run("DELETE FROM t");
            }
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT 17 AS a; INSERT INTO t VALUES (5); DELETE FROM t")) {
            assertThat(statement.execute()).isTrue();
            assertThat(only(statement.getResultSet())).isEqualTo(17);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isOne();
            assertThat(statement.executeUpdate()).isOne();
        }
    }

    @Test
    void whoAsksForOneResultGetsTheLast() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThat(only(statement.executeQuery("INSERT INTO t VALUES (9); SELECT 1; SELECT k FROM t")))
                    .isEqualTo(9);
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            assertThat(statement.executeUpdate("SELECT 1; INSERT INTO t VALUES (1), (2); DELETE FROM t"))
                    .isEqualTo(3);
            assertThatThrownBy(() -> statement.executeQuery("SELECT 1; DELETE FROM t"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("07005"));
        }
        try (Connection stock = DriverManager.getConnection("jdbc:avatica:remote:serialization=protobuf;url="
                        + server.url().replace("jdbc:millrace:", "http:"));
                Statement statement = stock.createStatement()) {
            assertThat(statement.execute("SELECT 1; SELECT 2")).isTrue();
            assertThat(only(statement.getResultSet())).isEqualTo(2);
        }
    }

    @Test
    void resultsCanBeKeptAndAreReadTogether() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(100);
            statement.execute("SELECT k FROM many; SELECT -k FROM many; SELECT 3");
            ResultSet one = statement.getResultSet();
            assertThat(one.next()).isTrue();
            assertThat(statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)).isTrue();
            ResultSet two = statement.getResultSet();
            long sum = one.getLong(1);
            while (one.next() & two.next()) {
                sum += one.getLong(1) + two.getLong(1);
            }
            assertThat(two.isAfterLast() || !two.next()).isTrue();
            assertThat(sum).isEqualTo(5000);
            assertThat(statement.getMoreResults(Statement.CLOSE_ALL_RESULTS)).isTrue();
            assertThat(one.isClosed()).isTrue();
            assertThat(two.isClosed()).isTrue();
            assertThat(only(statement.getResultSet())).isEqualTo(3);
        }
    }

    @Test
    void closingOneResultLeavesTheOthers() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(100);
            statement.closeOnCompletion();
            statement.execute("SELECT k FROM many; SELECT k FROM many; SELECT 3");
            ResultSet one = statement.getResultSet();
            statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
            statement.getResultSet().close();
            int rows = 0;
            while (one.next()) {
                rows++;
            }
            assertThat(rows).isEqualTo(5000);
            one.close();
            assertThat(statement.isClosed()).isFalse();
            assertThat(statement.getMoreResults()).isTrue();
            statement.getResultSet().close();
            assertThat(statement.isClosed()).isTrue();
        }
    }

    @Test
    void nothingStaysOpen() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (int i = 0; i < 50; i++) {
                statement.execute("SELECT k FROM many; SELECT k FROM many; SELECT k FROM many");
            }
            assertThatThrownBy(() -> statement.execute("SELECT k FROM many; SELECT k FROM many; SELECT 1 / 0"));
        }
        connection.setAutoCommit(false);
        connection.rollback();
        connection.setAutoCommit(true);
        try (Statement statement = connection.createStatement()) {
            assertThat(only(statement.executeQuery("SELECT COUNT(*) FROM sys.statements WHERE sql LIKE '%FROM many%'"
                            + " AND sql NOT LIKE '%sys.statements%'")))
                    .isZero();
        }
    }

    @Test
    void whatFailsFailsTheWholeText() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (1); SELECT 1;\nSELECT x FROM t"))
                    .hasMessageContaining("line 2:8");
            assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (1); SELECT 1; SELECT k / 0 FROM t"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("22012"));
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            assertThat(only(statement.executeQuery("SELECT k FROM t"))).isOne();
        }
    }

    @Test
    void eachResultHasNoMoreRowsThanAreWanted() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(1);
            assertThat(statement.execute("SELECT k FROM many; SELECT k FROM many"))
                    .isTrue();
            only(statement.getResultSet());
            assertThat(statement.getMoreResults()).isTrue();
            only(statement.getResultSet());
        }
    }
}
