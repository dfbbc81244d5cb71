package io.millrace.app.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.MillraceServer;
import io.millrace.app.directory.KilledCopy;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A server with one JDBC connection, and questions about its sinks. */
public final class SinkServer implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final MillraceServer server;
    private final Connection connection;

    public SinkServer(Path directory, List<String> settings) throws SQLException {
        server = MillraceServer.start(Settings.parse(settings)
                .with(Setting.PORT, "0")
                .with(Setting.DATA_DIR, directory.resolve("data").toString()));
        connection = DriverManager.getConnection(server.url());
    }

    /** What is left of a server that is killed after some statements. */
    public static Path killed(Path directory, String... statements) throws SQLException, IOException {
        try (SinkServer server = new SinkServer(directory, List.of())) {
            for (String sql : statements) {
                server.run(sql);
            }
            return KilledCopy.of(directory.resolve("data"), directory.resolve("killed"));
        }
    }

    public String url() {
        return server.url();
    }

    public void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The text of the only value that a query gives; null when it is NULL. */
    public String text(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).as(sql).isTrue();
            return rows.getString(1);
        }
    }

    public long number(String sql) throws SQLException {
        return Long.parseLong(text(sql));
    }

    /** Makes a sink {@code k} that gives what a query gives to the system {@code outside}. */
    void createSink(String query) throws SQLException {
        run("CREATE SINK k " + query + " WITH (connector = 'scripted', system = 'outside')");
    }

    /** Inserts numbers into the stream {@code s}, each with a statement of its own. */
    void insert(int from, int to) throws SQLException {
        for (int n = from; n <= to; n++) {
            run("INSERT INTO s VALUES (" + n + ")");
        }
    }

    /** Makes a stream with times, and a sink that sums up its seconds. */
    void createTimedSink() throws SQLException {
        run("CREATE STREAM timed (n BIGINT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)");
        createSink("AS SELECT STREAM SUM(n) AS n FROM TABLE(TUMBLE(TABLE timed, DESCRIPTOR(ts), INTERVAL '1' SECOND))"
                + " GROUP BY window_start, window_end");
    }

    /** Inserts in each second a row at its beginning, one later, and one that is late. */
    void insertTimed(int from, int to) throws SQLException {
        for (int n = from; n < to; n++) {
            String time = ", TIMESTAMP '2024-05-01 10:00:" + String.format("%02d", n);
            run("INSERT INTO timed VALUES (" + n + time + "'), (" + (n + 1) + time + ".500')");
            run("INSERT INTO timed VALUES (1, TIMESTAMP '2024-05-01 09:00:00')");
        }
    }

    /** Makes a sink of a stream that follows a file. */
    void createFileSink(Path file) throws SQLException {
        run("CREATE STREAM f (n BIGINT) WITH (connector = 'files', path = '" + file
                + "', format = 'csv', follow = true, poll.interval = '10 ms')");
        createSink("AS SELECT STREAM n FROM f");
    }

    /** What SHOW SINKS says about the sink {@code k}. */
    String sink(String column) throws SQLException {
        return text("SELECT " + column + " FROM sys.sinks WHERE name = 'k'");
    }

    void awaitSink(String column, String value) throws Exception {
        await(() -> sink(column), value);
    }

    /** Waits until the sink has all that its query gives, and the query runs. */
    void awaitDelivered() throws Exception {
        awaitSink("query_status || ' ' || lag_batches", "RUNNING 0");
    }

    public static <T> void await(Callable<T> question, T answer) throws Exception {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!answer.equals(question.call()) && System.nanoTime() < end) {
            LockSupport.parkNanos(1_000_000);
        }
        assertThat(question.call()).isEqualTo(answer);
    }

    /** Copies a data directory as it would be found if the server died now. */
    public static void copyData(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (Files.exists(file)) {
                    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
        server.close();
    }
}
