package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Calendar;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Microseconds and nanoseconds go both ways in all classes that JDBC has for them, and as text where the driver is Avatica's own. */
class FineTimesOverJdbcTest {

    private static final LocalDateTime NANOS = LocalDateTime.parse("2024-02-29T12:34:56.123456789");
    private static final LocalDateTime MICROS = LocalDateTime.parse("2024-02-29T12:34:56.123456");

    @TempDir
    Path directory;

    @Test
    void noDigitIsLost() throws SQLException {
        Settings settings =
                Settings.defaults().with("data.dir", directory.toString()).with("port", "0");
        try (MillraceServer server = MillraceServer.start(settings);
                Connection connection = DriverManager.getConnection(server.url())) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "CREATE TABLE t (k INT PRIMARY KEY, a TIMESTAMP(6), b TIMESTAMP(9), c TIMESTAMP(9) WITH LOCAL TIME ZONE)");
            }
            insert(connection);
            read(connection);
            compare(connection);
            readByAvatica(server.url());
        }
    }

    private static void insert(Connection connection) throws SQLException {
        Calendar utc = utc();
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?)")) {
            insert.setInt(1, 1);
            insert.setTimestamp(2, Timestamp.valueOf(MICROS));
            insert.setTimestamp(3, Timestamp.from(NANOS.toInstant(ZoneOffset.UTC)), utc);
            insert.setObject(4, NANOS.toInstant(ZoneOffset.UTC));
            insert.executeUpdate();
            insert.setInt(1, 2);
            insert.setObject(2, MICROS);
            insert.setObject(3, Timestamp.valueOf(NANOS));
            insert.setObject(4, NANOS.atOffset(ZoneOffset.UTC));
            insert.executeUpdate();
            insert.setInt(1, 3);
            insert.setString(2, "2024-02-29 12:34:56.123456");
            insert.setObject(3, NANOS, Types.TIMESTAMP);
            insert.setString(4, "2024-02-29 12:34:56.123456789");
            insert.executeUpdate();
            insert.setInt(1, 4);
            insert.setNull(2, Types.TIMESTAMP);
            insert.setTimestamp(3, Timestamp.valueOf("2024-02-29 12:34:56.5"));
            insert.setTimestamp(4, null);
            insert.executeUpdate();
        }
    }

    private static void read(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT a, b, c, CAST(b AS VARCHAR) FROM t ORDER BY k")) {
            assertThat(rows.getMetaData().getColumnType(1)).isEqualTo(Types.TIMESTAMP);
            assertThat(rows.getMetaData().getColumnTypeName(2)).isEqualTo("TIMESTAMP");
            assertThat(rows.getMetaData().getColumnClassName(2)).isEqualTo("java.sql.Timestamp");
            assertThat(rows.getMetaData().getPrecision(1)).isEqualTo(6);
            for (int row = 0; row < 3; row++) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getObject(1)).isEqualTo(Timestamp.valueOf(MICROS));
                assertThat(rows.getTimestamp(2)).isEqualTo(Timestamp.valueOf(NANOS));
                assertThat(rows.getTimestamp(2, utc()).toInstant()).isEqualTo(NANOS.toInstant(ZoneOffset.UTC));
                assertThat(rows.getObject(2, LocalDateTime.class)).isEqualTo(NANOS);
                assertThat(rows.getObject(2, LocalDate.class)).isEqualTo(NANOS.toLocalDate());
                assertThat(rows.getObject(2, LocalTime.class)).isEqualTo(NANOS.toLocalTime());
                assertThat(rows.getObject(3, java.time.Instant.class)).isEqualTo(NANOS.toInstant(ZoneOffset.UTC));
                assertThat(rows.getString(1)).isEqualTo("2024-02-29 12:34:56.123456");
                assertThat(rows.getString(4)).isEqualTo("2024-02-29 12:34:56.123456789");
            }
            assertThat(rows.next()).isTrue();
            assertThat(rows.getTimestamp(1)).isNull();
            assertThat(rows.wasNull()).isTrue();
            assertThat(rows.getObject(1)).isNull();
            assertThat(rows.getObject(1, LocalDateTime.class)).isNull();
            assertThat(rows.getString(2)).isEqualTo("2024-02-29 12:34:56.500000000");
        }
    }

    private static void compare(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("SELECT COUNT(*) FROM t WHERE b >= ? AND a = ?")) {
            query.setTimestamp(1, Timestamp.valueOf(NANOS));
            query.setObject(2, MICROS);
            assertThat(count(query)).isEqualTo(3);
            query.setTimestamp(1, Timestamp.valueOf(NANOS.plusNanos(1)));
            assertThat(count(query)).isZero();
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ARRAY_AGG(b) FROM t WHERE k < 3")) {
            assertThat(rows.next()).isTrue();
            assertThat((Object[]) rows.getArray(1).getArray())
                    .containsExactly(Timestamp.valueOf(NANOS), Timestamp.valueOf(NANOS));
        }
    }

    private static long count(PreparedStatement query) throws SQLException {
        try (ResultSet rows = query.executeQuery()) {
            assertThat(rows.next()).isTrue();
            return rows.getLong(1);
        }
    }

    private static void readByAvatica(String url) throws SQLException {
        String remote = "jdbc:avatica:remote:url=" + url.replace("jdbc:millrace:", "http:");
        for (String serialization : new String[] {"protobuf", "json"}) {
            Properties properties = new Properties();
            properties.setProperty("serialization", serialization);
            try (Connection connection = new org.apache.calcite.avatica.remote.Driver().connect(remote, properties);
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT a, b FROM t WHERE k = 1")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1)).isEqualTo("2024-02-29 12:34:56.123456");
                assertThat(rows.getObject(2)).isEqualTo("2024-02-29 12:34:56.123456789");
            }
        }
    }

    private static Calendar utc() {
        return Calendar.getInstance(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    }
}
