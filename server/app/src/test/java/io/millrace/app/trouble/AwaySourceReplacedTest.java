package io.millrace.app.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Since the last checkpoint sinks were replaced, or failed views computed again, that read a source which is away when the server starts. */
@Timeout(120)
class AwaySourceReplacedTest {

    @TempDir
    Path directory;

    private int servers;

    private SinkServer server() throws Exception {
        return new SinkServer(directory.resolve("server" + servers), List.of("sink.backlog.batches=4"));
    }

    private void die() throws Exception {
        Path data = directory.resolve("server" + servers++).resolve("data");
        SinkServer.copyData(data, directory.resolve("server" + servers).resolve("data"));
    }

    private static void grow(SinkServer server, Troubles in, long from, long to) throws Exception {
        for (long n = from; n <= to; n++) {
            in.grow(n);
            server.run("INSERT INTO s VALUES (" + n + ")");
        }
        if (status(server, "v").equals("RUNNING")) {
            SinkServer.await(() -> server.number("SELECT n FROM v"), to);
        }
    }

    private static String status(SinkServer server, String query) throws Exception {
        return server.text("SELECT status FROM sys.queries WHERE name = '" + query + "'");
    }

    private static void awaitRunning(SinkServer server) throws Exception {
        SinkServer.await(() -> server.number("SELECT COUNT(*) FROM sys.queries WHERE status <> 'RUNNING'"), 0L);
    }

    private static List<Long> upTo(long numbers) {
        return LongStream.rangeClosed(1, numbers).boxed().toList();
    }

    private static Troubles define(SinkServer server, String id) throws Exception {
        server.run("CREATE STREAM f (n BIGINT) WITH (connector = 'troubled', id = 'in-" + id + "')");
        server.run("CREATE STREAM s (n BIGINT)");
        server.run("CREATE STREAM d AS SELECT STREAM n * 10 AS n FROM f");
        server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n FROM f");
        return Troubles.of("in-" + id);
    }

    private static String sink(String name, String query, String id) {
        return "SINK " + name + " AS SELECT STREAM " + query + " WITH (connector = 'troubled', id = '" + id + "')";
    }

    /** The server goes down and comes up again while the source is still away. */
    private void startAgain(Troubles in, boolean checkpoint, long from, String... waiting) throws Exception {
        try (SinkServer server = server()) {
            for (String query : waiting) {
                assertThat(status(server, query)).as(query).isEqualTo("WAITING");
            }
            grow(server, in, from, from + 1);
            if (checkpoint) {
                server.run("CHECKPOINT");
            }
            grow(server, in, from + 2, from + 4);
            die();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void sinkThatWasReplacedGetsEachRowOnce(boolean checkpoint, boolean slow) throws Exception {
        String id = "replaced-" + checkpoint + "-" + slow;
        Troubles in;
        Troubles first = Troubles.of("first-" + id);
        Troubles second = Troubles.of("second-" + id);
        Troubles third = Troubles.of("third-" + id);
        try (SinkServer server = server()) {
            in = define(server, id);
            server.run("CREATE " + sink("k", "n FROM f", "first-" + id));
            server.run("CREATE " + sink("l", "n FROM d", "other-" + id));
            grow(server, in, 1, 6);
            server.run("CHECKPOINT");
            grow(server, in, 7, 9);
            SinkServer.await(() -> first.delivered(), upTo(9));
            if (slow) {
                second.begin(Call.DELIVER, Fault.HANGS);
            }
            server.run("CREATE OR REPLACE " + sink("k", "n FROM f", "second-" + id));
            server.run("CREATE OR REPLACE " + sink("l", "n / 10 AS n FROM d", "third-" + id));
            grow(server, in, 10, 20);
            if (!slow) {
                SinkServer.await(() -> second.delivered().size(), 20);
            }
            SinkServer.await(() -> third.delivered().size(), 20);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        second.end();
        startAgain(in, checkpoint, 21, "k", "l", "v", "d");
        try (SinkServer server = server()) {
            assertThat(status(server, "k")).isEqualTo("WAITING");
            in.end();
            awaitRunning(server);
            grow(server, in, 26, 30);
            SinkServer.await(() -> second.delivered().size(), 30);
            SinkServer.await(() -> third.delivered().size(), 30);
            assertThat(server.number("SELECT COUNT(*) FROM sys.sinks WHERE failure IS NOT NULL"))
                    .isZero();
        }
        assertThat(second.delivered()).isEqualTo(upTo(30));
        assertThat(third.delivered()).isEqualTo(upTo(30));
        assertThat(first.delivered()).isEqualTo(upTo(9));
    }

    private static void defineSums(SinkServer server) throws Exception {
        server.run("CREATE TABLE t (k BIGINT PRIMARY KEY, more BIGINT)");
        server.run("INSERT INTO t VALUES (0, 1), (1, 1), (2, 1)");
        server.run("CREATE MATERIALIZED VIEW sums AS SELECT t.k, SUM(f.n + t.more) AS total, COUNT(*) AS n"
                + " FROM f JOIN t ON MOD(f.n, 3) = t.k GROUP BY t.k");
        server.run("CREATE MATERIALIZED VIEW above AS SELECT SUM(total) AS total, SUM(n) AS n FROM sums");
    }

    private static void assertSums(SinkServer server, long numbers) throws Exception {
        SinkServer.await(() -> server.number("SELECT n FROM above"), numbers);
        assertThat(server.number(
                        "SELECT COUNT(*) FROM (SELECT * FROM sums EXCEPT ALL SELECT t.k, SUM(f.n + t.more), COUNT(*)"
                                + " FROM f JOIN t ON MOD(f.n, 3) = t.k GROUP BY t.k) AS wrong"))
                .isZero();
        assertThat(server.text("SELECT total FROM above")).isEqualTo(server.text("SELECT SUM(total) FROM sums"));
    }

    /** Comes up twice while the source is away, and once more when it is there. */
    private void waitsAndIsExact(Troubles in, boolean checkpoint) throws Exception {
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        startAgain(in, checkpoint, 13, "sums", "above", "v");
        try (SinkServer server = server()) {
            assertThat(status(server, "sums")).isEqualTo("WAITING");
            server.run("UPDATE t SET more = 5 WHERE k = 1");
            in.end();
            awaitRunning(server);
            assertSums(server, 17);
            grow(server, in, 18, 20);
            assertSums(server, 20);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void viewThatWentOnAfterTheCheckpointWaitsWithWhatReadsIt(boolean checkpoint) throws Exception {
        Troubles in;
        try (SinkServer server = server()) {
            in = define(server, "resumed-" + checkpoint);
            defineSums(server);
            grow(server, in, 1, 4);
            server.run("ALTER MATERIALIZED VIEW sums SUSPEND");
            server.run("CHECKPOINT");
            grow(server, in, 5, 8);
            server.run("UPDATE t SET more = 7 WHERE k = 2");
            server.run("ALTER MATERIALIZED VIEW sums RESUME");
            grow(server, in, 9, 12);
            assertSums(server, 12);
            die();
        }
        waitsAndIsExact(in, checkpoint);
    }

    @ParameterizedTest
    @CsvSource({"false, false", "false, true", "true, false", "true, true"})
    void viewThatWasComputedAgainWaitsAndIsExact(boolean checkpoint, boolean failedBefore) throws Exception {
        Troubles in;
        try (SinkServer server = server()) {
            in = define(server, "again-" + checkpoint + "-" + failedBefore);
            defineSums(server);
            grow(server, in, 1, 4);
            if (!failedBefore) {
                server.run("CHECKPOINT");
            }
            grow(server, in, 5, 8);
            server.run("UPDATE t SET more = 9000000000000000000 WHERE k = 0"); // more than a sum can be
            SinkServer.await(() -> status(server, "sums"), "FAILED");
            if (failedBefore) {
                server.run("CHECKPOINT");
            }
            server.run("UPDATE t SET more = 2 WHERE k = 0");
            grow(server, in, 9, 10);
            server.run("ALTER MATERIALIZED VIEW sums RESUME");
            grow(server, in, 11, 12);
            assertSums(server, 12);
            die();
        }
        waitsAndIsExact(in, checkpoint);
    }

    /** What a view gives that has caught up is seen although nothing else happens after that. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWentOnLastOfAllIsSeen(boolean failed) throws Exception {
        Troubles in;
        try (SinkServer server = server()) {
            in = define(server, "last-" + failed);
            defineSums(server);
            grow(server, in, 1, 8);
            server.run(
                    failed
                            ? "UPDATE t SET more = 9000000000000000000 WHERE k = 0"
                            : "ALTER MATERIALIZED VIEW sums SUSPEND");
            SinkServer.await(() -> status(server, "sums"), failed ? "FAILED" : "SUSPENDED");
            server.run("CHECKPOINT");
            server.run("UPDATE t SET more = 2 WHERE k = 0");
            grow(server, in, 9, 10);
            server.run("ALTER MATERIALIZED VIEW sums RESUME");
            assertSums(server, 10);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        try (SinkServer server = server()) {
            assertThat(status(server, "sums")).isEqualTo("WAITING");
            in.end();
            awaitRunning(server);
            assertSums(server, 10);
        }
    }
}
