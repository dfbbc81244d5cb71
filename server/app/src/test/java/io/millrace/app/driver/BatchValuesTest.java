package io.millrace.app.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches of prepared statements travel as columns; that must not show. */
class BatchValuesTest {

    private static final int SOME_PAGES = 20_000;

    @TempDir
    static Path directory;

    private static SinkServer server;
    private Connection connection;
    private Statement statement;

    @BeforeAll
    static void start() throws SQLException {
        server = new SinkServer(directory, List.of());
    }

    @AfterAll
    static void stop() throws SQLException {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(server.url());
        statement = connection.createStatement();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    private List<String> ask(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= found.getMetaData().getColumnCount(); i++) {
                    row.add(found.getString(i));
                }
                rows.add(String.join(" ", row));
            }
        }
        return rows;
    }

    private static List<Object> values(Connection connection) throws SQLException {
        List<Object> values = new ArrayList<>(Arrays.asList(
                true, (byte) 7, (short) 300, 5, -70_000, 0L, Long.MAX_VALUE, Long.MIN_VALUE, 1.5f, Float.NaN, 3e38f));
        values.addAll(List.of(0.1, 1e300, -0.0, Double.NaN, Double.NEGATIVE_INFINITY, 127.0, 86_399_999));
        values.addAll(List.of(new BigDecimal("1.005"), new BigDecimal("-99999.994"), new BigDecimal("1E+4")));
        values.addAll(List.of(new BigDecimal("12345678901234567890.55"), new BigInteger("-123456789012345678901")));
        values.addAll(List.of("", "a", " 12 ", "1e2", "true", "käse 😀", "four", "x".repeat(300)));
        values.addAll(List.of("2020-02-29", "23:59:59.999", "2020-02-29 01:02:03.456789", "{\"a\": 1}"));
        values.addAll(
                List.of(new byte[0], new byte[] {1, -2, 3}, UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")));
        values.addAll(List.of(Date.valueOf("1970-01-05"), Time.valueOf("01:02:03")));
        values.addAll(
                List.of(Timestamp.valueOf("2001-02-03 04:05:06.789"), Timestamp.valueOf("2001-02-03 04:05:06.7891")));
        values.addAll(
                List.of(LocalDate.of(1500, 1, 1), LocalTime.NOON, LocalDateTime.of(9999, 1, 1, 0, 0), Instant.EPOCH));
        values.add(connection.createArrayOf("INTEGER", new Object[] {1, null, 3}));
        values.add(null);
        return values;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BOOLEAN",
                "TINYINT",
                "SMALLINT",
                "INT",
                "BIGINT",
                "REAL",
                "DOUBLE",
                "DECIMAL(5, 2)",
                "DECIMAL(18, 0)",
                "DECIMAL(30, 3)",
                "CHAR(3)",
                "VARCHAR",
                "VARCHAR(4)",
                "BINARY(2)",
                "VARBINARY",
                "VARBINARY(2)",
                "DATE",
                "TIME",
                "TIMESTAMP(0)",
                "TIMESTAMP(3)",
                "TIMESTAMP(9)",
                "TIMESTAMP(3) WITH LOCAL TIME ZONE",
                "UUID",
                "VARIANT",
                "INT ARRAY",
                "INT NOT NULL",
                "VARCHAR NOT NULL"
            })
    void valueIsTheSameAsInAStatementOfItsOwn(String type) throws SQLException {
        statement.execute("CREATE OR REPLACE STREAM alone (c " + type + ")");
        statement.execute("CREATE OR REPLACE STREAM together (c " + type + ")");
        try (PreparedStatement alone = connection.prepareStatement("INSERT INTO alone VALUES (?)");
                PreparedStatement together = connection.prepareStatement("INSERT INTO together VALUES (?)")) {
            for (Object value : values(connection)) {
                alone.setObject(1, value);
                together.setObject(1, value);
                String refused = refused(alone::executeUpdate);
                together.addBatch();
                String batch = refused(together::executeBatch);
                String of = type + " of " + value;
                assertThat(batch)
                        .as(of)
                        .isEqualTo(refused.isEmpty() ? "" : refused.replaceFirst(" ", " row 1 of the batch: "));
            }
        }
        assertThat(ask("SELECT c FROM together")).isNotEmpty().isEqualTo(ask("SELECT c FROM alone"));
    }

    /** What a work does. */
    private interface Work {
        Object run() throws SQLException;
    }

    /** The SQLSTATE and the text of why it was refused; empty when it was not. */
    private static String refused(Work work) {
        try {
            work.run();
            return "";
        } catch (SQLException e) {
            return e.getSQLState() + " " + e.getMessage();
        }
    }

    @Test
    void rowsOfSeveralPagesAreAllThere() throws SQLException {
        statement.execute(
                "CREATE OR REPLACE STREAM pages (n INT, b BOOLEAN, d DOUBLE, s VARCHAR, t TIMESTAMP(3), e DECIMAL(9, 2))");
        long seed = 1;
        Random random = new Random(seed);
        List<String> expected = new ArrayList<>();
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO pages (s, n, b, d, t, e) VALUES (?, ?, ?, ?, ?, ?)")) {
            for (int i = 0; i < SOME_PAGES; i++) {
                String text = random.nextInt(3) == 0 ? null : "é".repeat(random.nextInt(3)) + i;
                insert.setString(1, text);
                insert.setInt(2, i);
                insert.setObject(3, random.nextInt(9) == 0 ? null : i % 2 == 0);
                insert.setDouble(4, i / 4.0);
                insert.setTimestamp(5, i < 10_000 ? null : Timestamp.valueOf("2020-01-01 00:00:00"));
                insert.setObject(6, i % 5_000 == 4_999 ? "1.25" : BigDecimal.valueOf(i, 1));
                insert.addBatch();
                expected.add(text);
            }
            assertThat(insert.executeBatch()).hasSize(SOME_PAGES).containsOnly(1);
        }
        assertThat(ask("SELECT s FROM pages ORDER BY n"))
                .isEqualTo(expected.stream().map(String::valueOf).toList());
        assertThat(ask("SELECT COUNT(*), SUM(n), SUM(d), COUNT(t), COUNT(*) FILTER (WHERE e = 1.25) FROM pages"))
                .containsExactly("20000 199990000 4.99975E7 10000 4");
        assertThat(ask("SELECT COUNT(*) FROM pages WHERE b <> (MOD(n, 2) = 0)")).containsExactly("0");
    }

    @Test
    void firstRowThatIsRefusedIsNamedAndNothingIsInserted() throws SQLException {
        statement.execute("CREATE OR REPLACE STREAM numbered (n INT NOT NULL, s VARCHAR(3))");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO numbered VALUES (?, ?)")) {
            for (int i = 0; i < SOME_PAGES; i++) {
                insert.setLong(1, i == 9_000 ? 3_000_000_000L : i);
                insert.setString(2, i == 8_999 ? "long" : "s");
                insert.addBatch();
            }
            assertThatThrownBy(insert::executeBatch)
                    .isInstanceOf(BatchUpdateException.class)
                    .hasMessage(
                            "row 9000 of the batch: parameter 2: the value has 4 characters, too many for VARCHAR(3)");
            insert.setInt(1, 1);
            insert.setString(2, "a");
            insert.addBatch();
            insert.setObject(1, null);
            insert.addBatch();
            insert.clearBatch();
            insert.setInt(1, 2);
            insert.addBatch();
            insert.clearParameters();
            insert.setInt(1, 3);
            insert.addBatch();
            assertThatThrownBy(insert::executeBatch).hasMessage("row 2 of the batch: parameter 2 is not set");
            assertThat(insert.executeBatch()).isEmpty();
        }
        assertThat(ask("SELECT COUNT(*) FROM numbered")).containsExactly("0");
    }

    @Test
    void batchOfMoreThanOneRequestIsOneBatchOfTheServer() throws SQLException {
        statement.execute("CREATE OR REPLACE STREAM large (s VARCHAR, n INT)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO large VALUES (?, ?)")) {
            String text = "x".repeat(1_000);
            for (int i = 0; i < 4_000; i++) {
                insert.setString(1, text);
                insert.setObject(2, i % 3 == 0 ? (Object) i : i % 3 == 1 ? String.valueOf(i) : BigDecimal.valueOf(i));
                insert.addBatch();
            }
            long before =
                    Long.parseLong(ask("SELECT MAX(batch) FROM sys.batches").get(0));
            assertThat(insert.executeBatch()).hasSize(4_000).containsOnly(1);
            assertThat(ask("SELECT MAX(batch) FROM sys.batches")).containsExactly(String.valueOf(before + 1));
        }
        assertThat(ask("SELECT COUNT(*), SUM(n), MIN(CHAR_LENGTH(s)) FROM large"))
                .containsExactly("4000 7998000 1000");
    }

    @Test
    void statementWithoutParametersCanBeABatch() throws SQLException {
        statement.execute("CREATE OR REPLACE STREAM fixed (n INT DEFAULT 7, s VARCHAR)");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO fixed (s) VALUES ('a')")) {
            insert.addBatch();
            insert.addBatch();
            assertThat(insert.executeBatch()).containsExactly(1, 1);
        }
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO fixed (s) VALUES (?)")) {
            insert.setString(1, "b");
            insert.addBatch();
            assertThat(insert.executeBatch()).containsExactly(1);
        }
        assertThat(ask("SELECT n, s FROM fixed")).containsExactly("7 a", "7 a", "7 b");
        try (PreparedStatement query = connection.prepareStatement("SELECT n FROM fixed WHERE s = ?")) {
            assertThatThrownBy(query::executeBatch).hasMessageContaining("only a single INSERT");
        }
    }
}
