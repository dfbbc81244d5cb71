package io.millrace.app.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.MillraceServer;
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

    /** What SHOW SINKS says about the sink {@code k}. */
    String sink(String column) throws SQLException {
        return text("SELECT " + column + " FROM sys.sinks WHERE name = 'k'");
    }

    void awaitSink(String column, String value) throws Exception {
        await(() -> sink(column), value);
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
