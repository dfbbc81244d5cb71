package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Settings;
import io.millrace.engine.driver.DriverCut;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that do not just run are in a restored server as they were: suspended, waiting for their sinks, failed. */
class RestoredQueriesTest {

    private RestoredServers servers;

    @BeforeEach
    void prepare(@TempDir Path directory) throws IOException {
        servers = new RestoredServers(directory);
    }

    /** What was suspended catches up with what came since, wherever that was cut. */
    @Test
    void suspendedViewsStreamsAndSourcesAreSuspendedAsTheyWere() throws IOException {
        String definitions = "CREATE STREAM s (k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);"
                + "CREATE MATERIALIZED VIEW n AS SELECT k, COUNT(*) AS n FROM s GROUP BY k;"
                + "CREATE MATERIALIZED VIEW v AS SELECT n, COUNT(*) AS m FROM n GROUP BY n;"
                + "CREATE STREAM d AS SELECT STREAM k, ts FROM s;"
                + "CREATE MATERIALIZED VIEW w AS SELECT window_start, COUNT(*) AS n FROM"
                + " TABLE(TUMBLE(TABLE d, DESCRIPTOR(ts), INTERVAL '10' SECOND))"
                + " GROUP BY window_start, window_end EMIT ON WINDOW CLOSE;"
                + "CREATE STREAM lines (word VARCHAR, n INT) WITH (connector = 'files', path = '" + servers.directory()
                + "/lines.csv', format = 'csv', follow = true);"
                + "CREATE MATERIALIZED VIEW words AS SELECT COUNT(*) AS n FROM lines";
        try (TestServer first = servers.server("a")) {
            first.run(definitions);
            RestoredServers.seconds(first, 0, 20);
            first.run("ALTER MATERIALIZED VIEW v SUSPEND; ALTER STREAM d SUSPEND; ALTER STREAM lines SUSPEND");
            RestoredServers.seconds(first, 20, 40);
            servers.append(0, 20);
            DriverCut cut = RestoredServers.cut(first);
            RestoredServers.seconds(first, 40, 50);
            try (TestServer second = servers.restored("b", servers.stored(cut), definitions)) {
                RestoredServers.seconds(second, 40, 50);
                for (TestServer server : List.of(first, second)) {
                    assertThat(server.rows("SELECT SUM(n * m) FROM v")).containsExactly(List.of(20L));
                    assertThat(server.rows("SELECT n FROM words")).containsExactly(List.of(0L));
                    assertThat(server.rows("SELECT COUNT(*) FROM d")).containsExactly(List.of(20L));
                    server.run("ALTER MATERIALIZED VIEW v RESUME; ALTER STREAM d RESUME; ALTER STREAM lines RESUME");
                    TestServer.await(() ->
                            server.rows("SELECT n FROM words").get(0).get(0).equals(18L));
                    RestoredServers.seconds(server, 50, 70);
                }
                for (String name : List.of("n", "v", "d", "w", "w$late", "words")) {
                    assertThat(RestoredServers.sorted(second.rows("SELECT * FROM " + name)))
                            .as(name)
                            .isEqualTo(RestoredServers.sorted(first.rows("SELECT * FROM " + name)));
                }
                assertThat(first.rows("SELECT SUM(n * m) FROM v")).containsExactly(List.of(70L));
            }
        }
    }

    /** The query of a sink that takes nothing waits, at its place, with the batches that the sink has to take first. */
    @Test
    void queryThatWaitsForItsSinkGoesOnFromWhereItWas() throws IOException {
        Settings settings = Settings.defaults().with("partitions", "2").with("sink.backlog.batches", "5");
        String definitions = "CREATE STREAM s (k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);"
                + "CREATE SINK dear AS SELECT STREAM k, ts FROM s WITH (connector = 'files', path = 'out', format = 'json')";
        try (TestServer first =
                new TestServer(settings, Clock.systemUTC(), servers.directory().resolve("a"))) {
            first.run(definitions);
            RestoredServers.seconds(first, 0, 3);
            TestServer.await(() -> waiting(first) == 0);
            List<String> delivered = servers.output("a");
            first.run("ALTER SINK dear SUSPEND");
            RestoredServers.seconds(first, 3, 30);
            assertThat(first.rows("SELECT status FROM sys.queries")).containsExactly(List.of("PAUSED"));
            DriverCut cut = RestoredServers.cut(first);
            servers.copyOutput();
            try (TestServer second = new TestServer(
                    settings, Clock.systemUTC(), servers.directory().resolve("b"))) {
                RestoredServers.restore(second, servers.stored(cut), definitions);
                assertThat(waiting(second)).isEqualTo(5);
                assertThat(second.rows("SELECT status FROM sys.queries")).containsExactly(List.of("PAUSED"));
                for (TestServer server : List.of(first, second)) {
                    RestoredServers.seconds(server, 30, 40);
                    server.run("ALTER SINK dear RESUME");
                    TestServer.await(() -> waiting(server) == 0
                            && server.rows("SELECT status FROM sys.queries")
                                    .get(0)
                                    .get(0)
                                    .equals("RUNNING"));
                }
                assertThat(servers.output("b")).hasSize(40).containsExactlyInAnyOrderElementsOf(servers.output("a"));
                assertThat(delivered).isNotEmpty().hasSizeLessThan(40);
            }
        }
    }

    private static long waiting(TestServer server) {
        return (Long) server.rows("SELECT lag_batches FROM sys.sinks").get(0).get(0);
    }

    @Test
    void failedQueryStaysFailedWithItsRowsAndCanBeComputedAgain() throws IOException {
        Settings settings = Settings.defaults().with("partitions", "2").with("query.memory", "1 MiB");
        String definitions = "CREATE STREAM s (k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);"
                + "CREATE MATERIALIZED VIEW v AS SELECT k, t, COUNT(*) AS n FROM (SELECT k, REPEAT('x', k) AS t FROM s)"
                + " GROUP BY k, t";
        try (TestServer first =
                new TestServer(settings, Clock.systemUTC(), servers.directory().resolve("a"))) {
            first.run(definitions);
            RestoredServers.seconds(first, 0, 10);
            first.run("INSERT INTO s SELECT k * 300000, ts FROM s");
            TestServer.await(() -> first.rows("SELECT status FROM sys.queries").equals(List.of(List.of("FAILED"))));
            DriverCut cut = RestoredServers.cut(first);
            try (TestServer second = servers.restored("b", servers.stored(cut), definitions)) {
                assertThat(second.rows("SELECT status, failure FROM sys.queries"))
                        .isEqualTo(first.rows("SELECT status, failure FROM sys.queries"));
                assertThat(RestoredServers.sorted(second.rows("SELECT k, n FROM v")))
                        .isEqualTo(RestoredServers.sorted(first.rows("SELECT k, n FROM v")));
                second.run("ALTER MATERIALIZED VIEW v RESUME");
                assertThat(second.rows("SELECT SUM(n) FROM v")).containsExactly(List.of(20L));
            }
        }
    }
}
