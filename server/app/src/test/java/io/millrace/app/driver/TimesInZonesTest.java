package io.millrace.app.driver;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.JDBCType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moments with a zone travel as moments, and wall-clock times as they stand, through hours that are skipped or come twice. */
class TimesInZonesTest {

    @TempDir
    Path directory;

    private static void add(PreparedStatement insert, int key, Object value) throws SQLException {
        insert.setInt(1, key);
        insert.setObject(2, value);
        insert.setObject(3, value, JDBCType.TIMESTAMP);
        insert.setObject(4, value, Types.TIMESTAMP);
        insert.executeUpdate();
    }

    @Test
    void momentsAreTheSameBothWays() throws SQLException {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        List<ZonedDateTime> moments = new ArrayList<>();
        for (ZoneId zone : List.of(berlin, ZoneId.of("America/New_York"), ZoneId.of("Pacific/Apia"), ZoneOffset.UTC)) {
            moments.add(LocalDateTime.parse("2024-03-31T02:30:00.123").atZone(zone));
            moments.add(LocalDateTime.parse("2024-10-27T02:30:00").atZone(zone).withEarlierOffsetAtOverlap());
            moments.add(LocalDateTime.parse("2024-10-27T02:30:00").atZone(zone).withLaterOffsetAtOverlap());
            moments.add(LocalDateTime.parse("1582-10-10T12:00:00").atZone(zone));
            moments.add(LocalDateTime.parse("9999-12-31T12:00:00").atZone(zone));
        }
        try (SinkServer server = new SinkServer(directory, List.of());
                Connection connection = DriverManager.getConnection(server.url())) {
            server.run("CREATE TABLE m (k INT PRIMARY KEY, a TIMESTAMP(3), b TIMESTAMP(6), c TIMESTAMP(3))");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO m VALUES (?, ?, ?, ?)")) {
                for (int i = 0; i < moments.size(); i++) {
                    add(insert, 4 * i, moments.get(i));
                    add(insert, 4 * i + 1, moments.get(i).toOffsetDateTime());
                    add(insert, 4 * i + 2, moments.get(i).toInstant());
                    add(
                            insert,
                            4 * i + 3,
                            LocalDateTime.ofInstant(moments.get(i).toInstant(), ZoneOffset.UTC));
                }
            }
            try (ResultSet rows =
                    connection.createStatement().executeQuery("SELECT a, b, c, CAST(a AS DATE), k FROM m ORDER BY k")) {
                for (int i = 0; i < 4 * moments.size(); i++) {
                    assertThat(rows.next()).isTrue();
                    Instant moment = moments.get(i / 4).toInstant();
                    for (int column = 1; column <= 3; column++) {
                        assertThat(rows.getObject(column, Instant.class)).isEqualTo(moment);
                        assertThat(rows.getObject(column, OffsetDateTime.class))
                                .isEqualTo(moment.atOffset(ZoneOffset.UTC));
                        assertThat(rows.getObject(column, ZonedDateTime.class))
                                .isEqualTo(moment.atZone(ZoneOffset.UTC));
                        assertThat(rows.getObject(column, LocalDateTime.class))
                                .isEqualTo(LocalDateTime.ofInstant(moment, ZoneOffset.UTC));
                    }
                }
            }
            try (ResultSet rows = connection
                    .createStatement()
                    .executeQuery("SELECT CAST(NULL AS TIMESTAMP(3)), CAST(NULL AS TIMESTAMP(6))")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getObject(1, ZonedDateTime.class)).isNull();
                assertThat(rows.getObject(2, Instant.class)).isNull();
            }
        }
    }
}
