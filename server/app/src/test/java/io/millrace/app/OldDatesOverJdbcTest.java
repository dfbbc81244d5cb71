package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Calendar;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates have the same digits in SQL and in all classes that JDBC knows, also before the Gregorian calendar. */
class OldDatesOverJdbcTest {

    @TempDir
    Path directory;

    private MillraceServer server;
    private Connection connection;

    @BeforeEach
    void start() throws SQLException {
        server = MillraceServer.start(
                Settings.defaults().with("data.dir", directory.toString()).with("port", "0"));
        connection = DriverManager.getConnection(server.url());
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (k INT PRIMARY KEY, d DATE, t TIMESTAMP(3))");
        }
    }

    @AfterEach
    void stop() throws SQLException {
        connection.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01", "1500-02-28", "1582-10-04", "1582-10-15", "1969-12-31", "2024-02-29"})
    void digitsStayWhatTheyAre(String day) throws SQLException {
        LocalDateTime moment = LocalDateTime.parse(day + "T12:34:56.789");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?)")) {
            insert.setInt(1, 1);
            insert.setDate(2, Date.valueOf(day));
            insert.setTimestamp(3, Timestamp.valueOf(moment));
            insert.executeUpdate();
            insert.setInt(1, 2);
            insert.setObject(2, LocalDate.parse(day));
            insert.setObject(3, moment);
            insert.executeUpdate();
        }
        Calendar utc = Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT d, t, CAST(d AS VARCHAR) AS d_text, CAST(t AS VARCHAR) AS t_text FROM t")) {
            for (int row = 0; row < 2; row++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString("d_text")).isEqualTo(day);
                assertThat(rows.getString("t_text")).isEqualTo(day + " 12:34:56.789");
                assertThat(rows.getString(1)).isEqualTo(day);
                assertThat(rows.getDate(1)).isEqualTo(Date.valueOf(day));
                assertThat(rows.getObject("d")).isEqualTo(Date.valueOf(day));
                assertThat(rows.getObject(1, LocalDate.class)).isEqualTo(LocalDate.parse(day));
                assertThat(rows.getTimestamp("t").toLocalDateTime()).isEqualTo(moment);
                assertThat(rows.getObject(2)).isEqualTo(Timestamp.valueOf(moment));
                assertThat(rows.getObject("t", LocalDateTime.class)).isEqualTo(moment);
                utc.setTime(rows.getTimestamp(2, utc));
                assertThat(utc.get(Calendar.DAY_OF_MONTH)).isEqualTo(moment.getDayOfMonth());
                assertThat(utc.get(Calendar.HOUR_OF_DAY)).isEqualTo(12);
            }
        }
    }

    /** java.sql.Date has no such day, but SQL and java.time have. */
    @Test
    void dayThatGregoryLeftOutIsThere() throws SQLException {
        LocalDate day = LocalDate.of(1582, 10, 10);
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (1, ?, NULL)")) {
            insert.setObject(1, day);
            insert.executeUpdate();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT d FROM t")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getObject(1, LocalDate.class)).isEqualTo(day);
            assertThat(rows.getString(1)).isEqualTo("1582-10-10");
        }
    }
}
