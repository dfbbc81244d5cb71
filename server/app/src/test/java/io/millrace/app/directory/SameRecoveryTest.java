package io.millrace.app.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.MillraceServer;
import io.millrace.app.sink.SinkServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a killed server has left is recovered to the same bytes, on however many partitions, with whatever timer of batches: rows in the order in
 * which they are kept, and what sinks get that had not got it.
 */
@Timeout(300)
class SameRecoveryTest {

    private static final List<String> DEFINITIONS = List.of(
            "CREATE STREAM s (n BIGINT, k VARCHAR, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)",
            "CREATE STREAM passed AS SELECT STREAM n, k, ts FROM s WHERE MOD(n, 3) <> 1",
            "CREATE MATERIALIZED VIEW sums AS SELECT k, COUNT(*) AS c, SUM(n) AS total FROM passed GROUP BY k",
            "CREATE MATERIALIZED VIEW best AS SELECT k, n FROM passed"
                    + " QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC) <= 2",
            "CREATE MATERIALIZED VIEW pairs AS SELECT a.n, b.total FROM passed AS a JOIN sums AS b ON a.k = b.k",
            "CREATE SINK copied AS SELECT STREAM n, k FROM passed WITH (connector = 'files', path = 'copied', format = 'csv')",
            "CREATE SINK closed AS SELECT STREAM window_start, k, COUNT(*) AS c, SUM(n) AS total"
                    + " FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY window_start, window_end, k"
                    + " WITH (connector = 'files', path = 'closed', format = 'csv')",
            "ALTER SINK copied SUSPEND",
            "ALTER SINK closed SUSPEND");

    @TempDir
    Path directory;

    private static MillraceServer start(Path base, String... settings) {
        return MillraceServer.start(
                Settings.parse(List.of(settings))
                        .with(Setting.PORT, "0")
                        .with(Setting.DATA_DIR, base.resolve("data").toString()),
                base);
    }

    @Test
    void anyPartitionsAndTimersGiveTheSameBytes() throws Exception {
        Path killed = kill(Files.createDirectory(directory.resolve("first")));
        String expected = recovered(killed, "as-it-was", "partitions=3");
        assertThat(expected).contains("closed: 2024-05-01");
        assertThat(recovered(killed, "one", "partitions=1", "batch.interval=30 ms"))
                .isEqualTo(expected);
        assertThat(recovered(killed, "many", "partitions=16", "batch.rows=1000"))
                .isEqualTo(expected);
        assertThat(recovered(killed, "slow", "partitions=2", "batch.interval=1 s"))
                .isEqualTo(expected);
    }

    private Path kill(Path base) throws Exception {
        try (MillraceServer server = start(base, "partitions=3");
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            for (String sql : DEFINITIONS) {
                statement.execute(sql);
            }
            for (int batch = 0; batch < 12; batch++) {
                statement.execute(insert(batch * 200, 200));
                if (batch == 4) {
                    statement.execute("CHECKPOINT");
                }
            }
            return KilledCopy.of(base, directory.resolve("killed"));
        }
    }

    private static String insert(int from, int count) {
        return "INSERT INTO s VALUES "
                + IntStream.range(from, from + count)
                        .mapToObj(n -> String.format(
                                "(%d, 'k%d', TIMESTAMP '2024-05-01 10:%02d:%02d')",
                                n, n * 7 % 23, n / 600, n / 10 % 60))
                        .collect(Collectors.joining(", "));
    }

    /** All that is there after a recovery, and what the sinks get then. */
    private String recovered(Path killed, String name, String... settings) throws Exception {
        Path base = KilledCopy.of(killed, directory.resolve(name));
        try (MillraceServer server = start(base, settings);
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            StringBuilder all = new StringBuilder();
            for (String relation : List.of("s", "passed", "sums", "best", "pairs")) {
                all.append(relation).append(": ").append(rows(statement, relation));
            }
            for (String sink : List.of("copied", "closed")) {
                statement.execute("ALTER SINK " + sink + " RESUME");
                SinkServer.await(
                        () -> number(statement, "SELECT lag_rows FROM sys.sinks WHERE name = '" + sink + "'"), 0L);
                all.append(sink).append(": ").append(written(base.resolve(sink)));
            }
            assertThat(number(statement, "SELECT COUNT(*) FROM sys.queries WHERE status <> 'RUNNING'"))
                    .isZero();
            return all.toString();
        }
    }

    private static String rows(Statement statement, String relation) throws SQLException {
        StringBuilder text = new StringBuilder();
        try (ResultSet rows = statement.executeQuery("SELECT * FROM " + relation)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                for (int column = 1; column <= columns; column++) {
                    text.append(rows.getString(column)).append(column < columns ? ' ' : '\n');
                }
            }
        }
        return text.toString();
    }

    private static long number(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static String written(Path sink) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Stream<Path> files = Files.list(sink)) {
            for (Path file : files.filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList()) {
                bytes.writeBytes(Files.readAllBytes(file));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
