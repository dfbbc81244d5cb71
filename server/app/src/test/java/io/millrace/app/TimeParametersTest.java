package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every class that JDBC has for dates and times, bound to a parameter of each of their types: converted by JDBC's rules, or refused. */
class TimeParametersTest {

    private static final LocalDate DAY = LocalDate.parse("2024-06-01");
    private static final LocalTime TIME = LocalTime.parse("10:20:30.456");
    private static final LocalDateTime MOMENT = DAY.atTime(TIME);
    private static final LocalDateTime FINE = MOMENT.plusNanos(789_123);
    private static final List<String> TIMESTAMPS =
            List.of("TIMESTAMP(3)", "TIMESTAMP(6)", "TIMESTAMP(9)", "TIMESTAMP(3) WITH LOCAL TIME ZONE");

    @TempDir
    static Path directory;

    private static MillraceServer server;
    private static Connection connection;

    @BeforeAll
    static void start() throws SQLException {
        Settings settings =
                Settings.defaults().with("data.dir", directory.toString()).with("port", "0");
        server = MillraceServer.start(settings);
        connection = DriverManager.getConnection(server.url());
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE dates (k INT PRIMARY KEY, v DATE)");
            statement.execute("CREATE TABLE clocks (k INT PRIMARY KEY, v TIME)");
            statement.execute("CREATE TABLE texts (k INT PRIMARY KEY, v VARCHAR)");
            for (int i = 0; i < TIMESTAMPS.size(); i++) {
                statement.execute("CREATE TABLE stamps" + i + " (k INT PRIMARY KEY, v " + TIMESTAMPS.get(i) + ")");
            }
            statement.execute("CREATE TABLE compared (k INT PRIMARY KEY, a TIMESTAMP(3), b TIMESTAMP(9))");
            statement.execute(
                    "INSERT INTO compared VALUES (1, TIMESTAMP '1970-01-01 00:00:00', TIMESTAMP '1970-01-01 00:00:00')");
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        connection.close();
        server.close();
    }

    @Test
    void whatHasADayIsADate() throws SQLException {
        for (Object value : List.of(
                Date.valueOf(DAY),
                DAY,
                Timestamp.valueOf(MOMENT),
                Timestamp.valueOf(FINE),
                MOMENT,
                FINE,
                MOMENT.toInstant(ZoneOffset.UTC),
                MOMENT.atOffset(ZoneOffset.UTC))) {
            assertThat(stored("dates", value)).as("%s", value.getClass()).isEqualTo("2024-06-01");
        }
        refused("dates", Time.valueOf(LocalTime.of(10, 20, 30)), "TIME '10:20:30.000' is not a value of type DATE");
        refused("dates", TIME, "TIME '10:20:30.456' is not a value of type DATE");
    }

    @Test
    void whatHasATimeOfDayIsATime() throws SQLException {
        for (Object value : List.of(
                TIME,
                Timestamp.valueOf(MOMENT),
                Timestamp.valueOf(FINE),
                MOMENT,
                FINE,
                MOMENT.toInstant(ZoneOffset.UTC),
                MOMENT.atOffset(ZoneOffset.UTC))) {
            assertThat(stored("clocks", value)).as("%s", value.getClass()).startsWith("10:20:30");
        }
        assertThat(stored("clocks", Time.valueOf("10:20:30"))).startsWith("10:20:30");
        refused("clocks", Date.valueOf(DAY), "DATE '2024-06-01' is not a value of type TIME");
        refused("clocks", DAY, "DATE '2024-06-01' is not a value of type TIME");
    }

    @Test
    void datesAndMomentsAreTimestamps() throws SQLException {
        for (int i = 0; i < TIMESTAMPS.size(); i++) {
            String table = "stamps" + i;
            assertThat(stored(table, Date.valueOf(DAY))).startsWith("2024-06-01 00:00:00");
            assertThat(stored(table, DAY)).startsWith("2024-06-01 00:00:00");
            for (Object value : List.of(
                    Timestamp.valueOf(MOMENT),
                    MOMENT,
                    MOMENT.toInstant(ZoneOffset.UTC),
                    MOMENT.atOffset(ZoneOffset.UTC))) {
                assertThat(stored(table, value)).as("%s", value.getClass()).startsWith("2024-06-01 10:20:30.456");
            }
            refused(table, Time.valueOf("10:20:30"), "TIME '10:20:30.000' is not a value of type TIMESTAMP");
            refused(table, TIME, "TIME '10:20:30.456' is not a value of type TIMESTAMP");
        }
    }

    @Test
    void textTakesTheirText() throws SQLException {
        assertThat(stored("texts", DAY)).isEqualTo("2024-06-01");
        assertThat(stored("texts", TIME)).isEqualTo("10:20:30.456");
        assertThat(stored("texts", MOMENT)).isEqualTo("2024-06-01 10:20:30.456");
    }

    /** What has more digits than a column, or is out of its range, is compared as it is. */
    @Test
    void comparisonsDoNotCut() throws SQLException {
        LocalDateTime micro = LocalDateTime.parse("1970-01-01T00:00:00.000001");
        LocalDateTime last = LocalDateTime.parse("9999-12-31T00:00:00");
        assertThat(holds("a = ?", micro)).isFalse();
        assertThat(holds("a < ?", micro)).isTrue();
        assertThat(holds("? > a", Timestamp.valueOf("1970-01-01 00:00:00.000001")))
                .isTrue();
        assertThat(holds("a = ?", "1970-01-01 00:00:00.000001")).isFalse();
        assertThat(holds("a IN (?)", micro)).isFalse();
        assertThat(holds("a BETWEEN ? AND TIMESTAMP '2000-01-01 00:00:00'", micro))
                .isFalse();
        assertThat(holds("a = ?", LocalDateTime.parse("1970-01-01T00:00:00"))).isTrue();
        assertThat(holds("a = ?", LocalDate.parse("1970-01-01"))).isTrue();
        assertThat(holds("a < ?", last)).isTrue();
        assertThat(holds("b < ?", last)).isTrue();
        assertThat(holds("b < ?", Timestamp.valueOf(last))).isTrue();
        assertThat(holds("b < ?", "9999-12-31 00:00:00")).isTrue();
        assertThat(holds("b = ?", last)).isFalse();
        assertThat(holds("b = ?", LocalDateTime.parse("1970-01-01T00:00:00"))).isTrue();
        assertThat(holds("b <> ? AND k = 1", micro)).isTrue();
    }

    /** Rows are looked up by a timestamp with the digits of the key, and not by one that has more. */
    @Test
    void timestampsAreKeys() throws SQLException {
        LocalDateTime last = LocalDateTime.parse("9999-12-31T00:00:00");
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE keyed (t TIMESTAMP(3) PRIMARY KEY, n TIMESTAMP(9))");
            statement.execute(
                    "INSERT INTO keyed VALUES (TIMESTAMP '2024-06-01 10:20:30.456', TIMESTAMP '2024-06-01 00:00:00')");
        }
        assertThat(keyed("t = ?", MOMENT)).isEqualTo(1);
        assertThat(keyed("t = ?", FINE)).isZero();
        assertThat(keyed("t = ? AND n < ?", MOMENT, last)).isEqualTo(1);
        assertThat(keyed("t = ? AND n > ?", MOMENT, last)).isZero();
        assertThat(keyed("t = ? AND n = ?", MOMENT, DAY.atStartOfDay())).isEqualTo(1);
        assertThatThrownBy(() -> {
                    try (PreparedStatement update = connection.prepareStatement("UPDATE keyed SET n = ? WHERE t = ?")) {
                        update.setObject(1, last);
                        update.setObject(2, MOMENT);
                        update.executeUpdate();
                    }
                })
                .hasMessageContaining("is out of the range of TIMESTAMP(9)");
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM keyed WHERE t = ?")) {
            delete.setObject(1, FINE);
            delete.addBatch();
            delete.setObject(1, MOMENT);
            delete.addBatch();
            assertThat(delete.executeBatch()).containsExactly(0, 1);
        }
    }

    private static int keyed(String condition, Object... values) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT * FROM keyed WHERE " + condition)) {
            for (int i = 0; i < values.length; i++) {
                query.setObject(i + 1, values[i]);
            }
            int count = 0;
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    count++;
                }
            }
            return count;
        }
    }

    private static boolean holds(String condition, Object value) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT COUNT(*) FROM compared WHERE " + condition)) {
            query.setObject(1, value);
            try (ResultSet rows = query.executeQuery()) {
                assertThat(rows.next()).isTrue();
                return rows.getLong(1) == 1;
            }
        }
    }

    private static String stored(String table, Object value) throws SQLException {
        insert(table, value);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT CAST(v AS VARCHAR) FROM " + table + " WHERE k = 1")) {
            assertThat(rows.next()).isTrue();
            String text = rows.getString(1);
            statement.execute("DELETE FROM " + table);
            return text;
        }
    }

    private static void insert(String table, Object value) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (1, ?)")) {
            insert.setObject(1, value);
            insert.executeUpdate();
        }
    }

    private static void refused(String table, Object value, String message) {
        assertThatThrownBy(() -> insert(table, value)).hasMessageContaining(message);
    }
}
