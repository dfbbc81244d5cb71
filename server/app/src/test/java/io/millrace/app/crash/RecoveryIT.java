package io.millrace.app.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.millrace.app.directory.KilledCopy;
import io.millrace.app.journal.DirectoryReport;
import io.millrace.app.sink.SinkServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that takes a while to recover, and what it tells meanwhile. */
class RecoveryIT {

    private static final int VIEWS = 8;
    private static final int ENDS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path made;

    @TempDir
    Path directory;

    /** Half of the definitions and rows are in a checkpoint, half in the journal. */
    private String makeKilledServer() throws Exception {
        try (SinkServer server = new SinkServer(made, List.of());
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            server.run("CREATE STREAM s (n BIGINT, g INT)");
            for (int i = 0; i < VIEWS; i++) {
                server.run("CREATE MATERIALIZED VIEW v" + i + " AS SELECT g, SUM(n + " + i
                        + ") AS total FROM s GROUP BY g HAVING COUNT(*) > " + i);
                for (int n = 0; n < 5; n++) {
                    server.run("INSERT INTO s VALUES (" + i * n + ", " + n % 3 + "), (" + i + ", " + n + ")");
                }
                if (i == VIEWS / 2) {
                    server.run("CHECKPOINT");
                }
            }
            KilledCopy.of(made.resolve("data"), directory.resolve("data"));
            return answers(statement);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private String answers(Statement statement) throws SQLException {
        StringBuilder answers = new StringBuilder();
        for (int i = 0; i < VIEWS; i++) {
            try (ResultSet rows = statement.executeQuery("SELECT g, total FROM v" + i + " ORDER BY g")) {
                while (rows.next()) {
                    answers.append(i)
                            .append(' ')
                            .append(rows.getInt(1))
                            .append(' ')
                            .append(rows.getLong(2))
                            .append('\n');
                }
            }
        }
        return answers.toString();
    }

    /** Waits until the server listens; it must say that it recovers. */
    private static SQLException refusal(int port) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (System.nanoTime() < end) {
            try (Connection connection = DriverManager.getConnection("jdbc:millrace://localhost:" + port)) {
                return fail("the server let a client in before it was seen to recover: " + connection);
            } catch (SQLException e) {
                if ("57P03".equals(e.getSQLState())) {
                    return e;
                }
                LockSupport.parkNanos(1_000_000); // nobody listens yet
            }
        }
        return fail("nobody listens on port " + port);
    }

    /** What the data directory holds, but for a file that a kill leaves in the middle of making it: the next start deletes that. */
    private List<String> report() throws IOException {
        return DirectoryReport.of(directory.resolve("data")).lines().stream()
                .filter(line -> !line.startsWith("left over: ") || !line.contains(".journal.tmp (was not finished"))
                .toList();
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(LIMIT)
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void clientsAreToldHowFarItIsAndItMayBeEnded() throws Exception {
        String expected = makeKilledServer();
        List<String> before = report();
        int port = freePort();
        for (int i = 0; i < ENDS; i++) {
            KilledServer server = KilledServer.launch(directory, port);
            assertThat(refusal(port).getMessage()).contains("Millrace is recovering: ");
            if (i == 0) {
                assertThat(get(port, "/health").body()).isEqualTo("OK\n");
                HttpResponse<String> ready = get(port, "/ready");
                assertThat(ready.statusCode()).isEqualTo(503);
                assertThat(ready.body()).matches("Millrace is recovering: .+; try again later\n");
            }
            if (i % 2 == 0) {
                assertThat(server.terminate()).isEqualTo(143);
            } else {
                server.kill();
            }
            assertThat(server.isAlive()).isFalse();
            assertThat(report()).isEqualTo(before);
        }
        assertThat(Files.readString(directory.resolve("log")))
                .contains("millrace: the start was broken off; the next one begins where this one did")
                .doesNotContain("Exception", "could not be broken off");
        KilledServer server = KilledServer.launch(directory, port);
        server.awaitReady();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            assertThat(answers(statement)).isEqualTo(expected).contains("7 1 336");
            assertThat(get(port, "/ready").statusCode()).isEqualTo(200);
        } finally {
            server.terminate();
        }
        assertThat(DirectoryReport.of(directory.resolve("data")).lines())
                .as("what kills have left")
                .noneMatch(line -> line.startsWith("left over: "));
    }
}
