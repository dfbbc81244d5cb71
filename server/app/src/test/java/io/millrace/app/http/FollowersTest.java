package io.millrace.app.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.SinkServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many who follow streams and views, over HTTP and JDBC, and for whom nothing comes: none of them has a thread of the server. */
@Timeout(120)
class FollowersTest {

    private static final int OVER_HTTP = 120;
    private static final int OVER_JDBC = 20;

    @TempDir
    Path directory;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();

    /** Counts what comes, and can leave. */
    private final class Reader implements Flow.Subscriber<String> {

        private volatile Flow.Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription made) {
            subscription = made;
            made.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (line.equals("event: columns") || line.equals("event: begin")) {
                begun.incrementAndGet();
            } else if (line.contains("vase")) {
                received.incrementAndGet();
            }
        }

        @Override
        public void onError(Throwable failure) {
            // it has left
        }

        @Override
        public void onComplete() {
            // the server has ended it
        }
    }

    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long until = System.nanoTime() + 60_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(until);
            Thread.sleep(5);
        }
    }

    /** Threads of the server that serve a request now. */
    private static long serving() {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(entry -> entry.getKey().getName().startsWith("http"))
                .map(Map.Entry::getValue)
                .filter(stack ->
                        Stream.of(stack).anyMatch(frame -> frame.getClassName().startsWith("io.millrace.")))
                .count();
    }

    private Reader follow(HttpRequest.Builder request) {
        Reader reader = new Reader();
        client.sendAsync(
                request.header("Accept", "text/event-stream").build(),
                HttpResponse.BodyHandlers.fromLineSubscriber(reader));
        return reader;
    }

    private Void follow(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT STREAM item FROM bids")) {
            begun.incrementAndGet();
            rows.next();
            assertThat(rows.getString(1)).isEqualTo("vase");
            received.incrementAndGet();
        }
        return null;
    }

    @Test
    void whoHasNothingToReadHasNoThread() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Connection> connections = new ArrayList<>();
        try (SinkServer server = new SinkServer(directory, List.of())) {
            server.run("CREATE STREAM bids (item VARCHAR)");
            server.run("CREATE MATERIALIZED VIEW items AS SELECT DISTINCT item FROM bids");
            URI base = URI.create(server.url().replace("jdbc:millrace:", "http:"));
            List<Reader> readers = new ArrayList<>();
            for (int i = 0; i < OVER_HTTP; i += 2) {
                readers.add(follow(HttpRequest.newBuilder(base.resolve("/sql"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"sql\": \"SELECT STREAM item FROM bids\"}"))));
                readers.add(follow(HttpRequest.newBuilder(base.resolve("/views/items/changes"))));
            }
            for (int i = 0; i < OVER_JDBC; i++) {
                Connection connection = DriverManager.getConnection(server.url());
                connections.add(connection);
                threads.submit(() -> follow(connection));
            }
            await("all follow", () -> begun.get() == OVER_HTTP + OVER_JDBC);
            await("no thread serves", () -> serving() == 0);
            server.run("INSERT INTO bids VALUES ('vase')");
            await("all have received", () -> received.get() == OVER_HTTP + OVER_JDBC);
            await("no thread serves", () -> serving() == 0);
            readers.forEach(reader -> reader.subscription.cancel());
            for (Connection connection : connections) {
                connection.close();
            }
            await("nobody follows", () -> count(server, "SELECT COUNT(*) FROM sys.statements") == 1);
            await("no session is left", () -> count(server, "SELECT COUNT(*) FROM sys.sessions") == 1);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long count(SinkServer server, String sql) {
        try {
            return server.number(sql);
        } catch (Exception failure) {
            throw new AssertionError(failure);
        }
    }
}
