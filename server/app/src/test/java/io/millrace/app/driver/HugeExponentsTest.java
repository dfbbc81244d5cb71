package io.millrace.app.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A number of twelve characters may have a billion digits; nobody writes them out. */
@Timeout(60)
class HugeExponentsTest {

    private static final String HUGE = "1E1000000000";
    private static final String TINY = "1E-1000000000";

    @TempDir
    Path directory;

    private SinkServer server;
    private Connection connection;
    private Statement statement;

    @BeforeEach
    void connect() throws SQLException {
        server = new SinkServer(directory, List.of());
        connection = DriverManager.getConnection(server.url());
        statement = connection.createStatement();
        statement.execute("CREATE TABLE t (k INT, d DECIMAL(10, 2), w DECIMAL(30, 2), b BIGINT, v VARCHAR)");
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        server.close();
    }

    private String ask(String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void give(String column, Object value, int times) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO t (k, " + column + ") VALUES (1, ?)")) {
            insert.setObject(1, value);
            if (times == 0) {
                insert.executeUpdate();
                return;
            }
            for (int i = 0; i < times; i++) {
                insert.setObject(1, value);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    @Test
    void parametersAloneAndInBatchesCostNothing() throws SQLException {
        for (int times : List.of(0, 3)) {
            for (String column : List.of("d", "w", "b")) {
                for (Object huge : List.of(new BigDecimal(HUGE), HUGE, new BigDecimal("-" + HUGE))) {
                    assertThatThrownBy(() -> give(column, huge, times))
                            .as(column + huge.getClass())
                            .hasMessageContaining("1000000000");
                }
            }
            for (String column : List.of("d", "w")) {
                give(column, new BigDecimal(TINY), times);
                give(column, TINY, times);
                give(column, new BigDecimal("0E+1000000000"), times);
            }
            give("v", new BigDecimal(HUGE), times);
        }
        assertThat(ask("SELECT COUNT(*) FROM t WHERE d = 0 OR w = 0")).isEqualTo("24");
        assertThat(ask("SELECT COUNT(*) FROM t WHERE v = '1E+1000000000'")).isEqualTo("4");
    }

    @Test
    void textsThatAreCastCostNothing() throws SQLException {
        statement.execute("INSERT INTO t (k, v) VALUES (1, '" + HUGE + "')");
        for (String type : List.of("DECIMAL(10, 2)", "DECIMAL(30, 2)")) {
            for (String what : List.of("'" + HUGE + "'", "v")) {
                assertThatThrownBy(() -> ask("SELECT CAST(" + what + " AS " + type + ") FROM t"))
                        .as(what)
                        .hasMessageContaining("E+1000000000 does not fit");
            }
            assertThat(ask("SELECT CAST('" + TINY + "' AS " + type + ")")).isEqualTo("0.00");
            assertThat(ask("SELECT CAST(REPLACE(v, 'E', 'E-') AS " + type + ") FROM t"))
                    .isEqualTo("0.00");
        }
    }

    @Test
    void constantsCostNothing() throws SQLException {
        for (String sql : List.of(
                "SELECT CAST(" + HUGE + " AS DECIMAL(10, 2))",
                "SELECT CAST(" + HUGE + " AS BIGINT)",
                "INSERT INTO t (d) VALUES (" + HUGE + ")",
                "SELECT k FROM t WHERE d > " + HUGE,
                "SELECT " + HUGE)) {
            try {
                statement.execute(sql);
            } catch (SQLException e) {
                assertThat(e.getMessage())
                        .as(sql)
                        .doesNotContainIgnoringCase("internal error")
                        .hasSizeLessThan(300);
            }
        }
    }
}
