package io.millrace.app.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server is killed and started again while a source cannot be read, and since its last checkpoint queries were defined, suspended, paused
 * that read it: they wait, and then do again what they did, between the same batches.
 */
@Timeout(120)
class AwaySourceHistoryTest {

    private static final String FULL = "sink.backlog.batches=4";

    @TempDir
    Path directory;

    private int servers;

    private SinkServer server() throws Exception {
        return new SinkServer(directory.resolve("server" + servers), List.of(FULL));
    }

    /** What is left when the server dies now is what the next one goes on from. */
    private void die() throws Exception {
        Path data = directory.resolve("server" + servers++).resolve("data");
        SinkServer.copyData(data, directory.resolve("server" + servers).resolve("data"));
    }

    /** A stream of numbers from outside, a stream and a table of the server's own, and a view and a derived stream of the numbers. */
    private static Troubles define(SinkServer server, String id) throws Exception {
        server.run("CREATE STREAM f (n BIGINT) WITH (connector = 'troubled', id = 'in-" + id + "')");
        server.run("CREATE STREAM s (n BIGINT)");
        server.run("CREATE TABLE t (k BIGINT PRIMARY KEY, name VARCHAR)");
        server.run("CREATE STREAM d AS SELECT STREAM n * 10 AS n FROM f");
        server.run(
                "CREATE MATERIALIZED VIEW v AS SELECT MOD(n, 3) AS k, COUNT(*) AS n, SUM(n) AS total FROM f GROUP BY 1");
        server.run("INSERT INTO t VALUES (0, 'none'), (1, 'one'), (2, 'two')");
        return Troubles.of("in-" + id);
    }

    private static String sink(String name, String query) {
        return "CREATE SINK " + name + " AS SELECT STREAM " + query + " WITH (connector = 'troubled', id = '" + name
                + "')";
    }

    /** Numbers come up to this one, one by one, as rows of {@code s} do; the table changes with each. */
    private static void grow(SinkServer server, Troubles in, long from, long to) throws Exception {
        for (long n = from; n <= to; n++) {
            in.grow(n);
            server.run("INSERT INTO s VALUES (" + n + ")");
            server.run("UPDATE t SET name = '" + n + "' WHERE k = " + n % 3);
        }
        if (status(server, "v").equals("RUNNING")) {
            SinkServer.await(() -> server.number("SELECT COALESCE(SUM(n), 0) FROM v"), to);
        }
    }

    private static String status(SinkServer server, String query) throws Exception {
        return server.text("SELECT status FROM sys.queries WHERE name = '" + query + "'");
    }

    private static void assertWaiting(SinkServer server, String... queries) throws Exception {
        for (String query : queries) {
            assertThat(status(server, query)).as(query).isEqualTo("WAITING");
        }
    }

    private static void awaitRunning(SinkServer server) throws Exception {
        SinkServer.await(() -> server.number("SELECT COUNT(*) FROM sys.queries WHERE status <> 'RUNNING'"), 0L);
        assertThat(server.number("SELECT COUNT(*) FROM sys.sinks WHERE failure IS NOT NULL"))
                .isZero();
    }

    private static List<Long> upTo(long numbers) {
        return LongStream.rangeClosed(1, numbers).boxed().toList();
    }

    /** The sink has each number once, times a factor, in whatever order. */
    private static void awaitEachOnce(String sink, long factor, long numbers) throws Exception {
        SinkServer.await(() -> (long) Troubles.of(sink).delivered().size(), numbers);
        assertThat(Troubles.of(sink).delivered())
                .as(sink)
                .containsExactlyInAnyOrderElementsOf(
                        upTo(numbers).stream().map(n -> n * factor).toList());
    }

    /** The server goes down and comes up again while the source is still away, after a checkpoint or without one. */
    private void startAgain(Troubles in, boolean checkpoint, long from, String... waiting) throws Exception {
        try (SinkServer server = server()) {
            assertWaiting(server, waiting);
            grow(server, in, from, from + 1);
            if (checkpoint) {
                server.run("CHECKPOINT");
            }
            grow(server, in, from + 2, from + 4);
            assertWaiting(server, waiting);
            die();
        }
    }

    /** What was made of the table by then: that of the number whose remainder is the key. */
    private static void assertNames(SinkServer server, String view, long numbers) throws Exception {
        long left = server.number("SELECT COUNT(*) FROM (SELECT * FROM " + view
                + " EXCEPT SELECT f.n, t.name FROM f JOIN t ON MOD(f.n, 3) = t.k) AS more");
        assertThat(left).as("rows of " + view + " that are wrong").isZero();
        assertThat(server.number("SELECT COUNT(*) FROM " + view)).isEqualTo(numbers);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasDefinedBeginsAsItDidThenAndGoesOn(boolean checkpoint) throws Exception {
        String id = "defined-" + checkpoint;
        Troubles in;
        String direct = "direct_" + checkpoint;
        String derived = "derived_" + checkpoint;
        try (SinkServer server = server()) {
            in = define(server, id);
            grow(server, in, 1, 6);
            server.run("CHECKPOINT");
            grow(server, in, 7, 9);
            server.run("CREATE MATERIALIZED VIEW named AS SELECT f.n, t.name FROM f JOIN t ON MOD(f.n, 3) = t.k");
            server.run("CREATE MATERIALIZED VIEW counted AS SELECT COUNT(*) AS n FROM named");
            server.run("CREATE MATERIALIZED VIEW sums AS SELECT SUM(total) AS total FROM v");
            server.run("CREATE STREAM e AS SELECT STREAM n + 0 AS n FROM d");
            grow(server, in, 10, 12);
            server.run(sink(direct, "n FROM f"));
            server.run(sink(derived, "n FROM e"));
            server.run("CREATE OR REPLACE MATERIALIZED VIEW sums AS SELECT SUM(total) AS total, SUM(n) AS n FROM v");
            grow(server, in, 13, 20);
            awaitEachOnce(direct, 1, 20);
            awaitEachOnce(derived, 10, 20);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        try (SinkServer server = server()) {
            assertWaiting(server, "named", "sums", "e", direct, derived);
            assertThatThrownBy(() -> server.text("SELECT COUNT(*) FROM named"))
                    .hasMessageContaining("\"named\" was made since the last checkpoint");
        }
        startAgain(in, checkpoint, 21, "named", "sums", "e", direct, derived);
        try (SinkServer server = server()) {
            assertWaiting(server, "named", "sums", "e");
            in.end();
            awaitRunning(server);
            SinkServer.await(() -> server.text("SELECT total || ' ' || n FROM sums"), "325 25");
            assertNames(server, "named", 25);
            assertThat(server.number("SELECT n FROM counted")).isEqualTo(25);
            grow(server, in, 26, 30);
            SinkServer.await(() -> server.text("SELECT total || ' ' || n FROM sums"), "465 30");
            assertNames(server, "named", 30);
            assertThat(server.number("SELECT n FROM counted")).isEqualTo(30);
            awaitEachOnce(direct, 1, 30);
            awaitEachOnce(derived, 10, 30);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasSuspendedIsSoAgainAndMissesNothing(boolean checkpoint) throws Exception {
        Troubles in;
        try (SinkServer server = server()) {
            in = define(server, "suspended-" + checkpoint);
            server.run("CREATE MATERIALIZED VIEW named AS SELECT f.n, t.name FROM f JOIN t ON MOD(f.n, 3) = t.k");
            server.run("CREATE MATERIALIZED VIEW again AS SELECT f.n, t.name FROM f JOIN t ON MOD(f.n, 3) = t.k");
            server.run("CREATE MATERIALIZED VIEW above AS SELECT COUNT(*) AS n FROM again");
            server.run("CREATE MATERIALIZED VIEW ended AS SELECT COUNT(*) AS n FROM v");
            server.run("ALTER MATERIALIZED VIEW ended SUSPEND");
            server.run("CHECKPOINT");
            grow(server, in, 1, 5);
            server.run("ALTER MATERIALIZED VIEW named SUSPEND");
            server.run("ALTER MATERIALIZED VIEW again SUSPEND");
            grow(server, in, 6, 10);
            server.run("ALTER MATERIALIZED VIEW again RESUME");
            server.run("ALTER MATERIALIZED VIEW ended RESUME");
            server.run("ALTER STREAM d SUSPEND");
            grow(server, in, 11, 15);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        startAgain(in, checkpoint, 16, "named", "again", "above", "ended", "d");
        try (SinkServer server = server()) {
            assertWaiting(server, "named", "again", "above", "ended", "d");
            in.end();
            SinkServer.await(() -> server.number("SELECT COALESCE(SUM(n), 0) FROM v"), 20L);
            SinkServer.await(() -> status(server, "named") + status(server, "d"), "SUSPENDEDSUSPENDED");
            SinkServer.await(() -> server.text("SELECT n FROM above"), "20");
            assertNames(server, "again", 20);
            assertThat(server.number("SELECT n FROM ended")).isEqualTo(3);
            assertThat(server.number("SELECT COUNT(*) FROM named")).isEqualTo(5);
            grow(server, in, 21, 22);
            server.run("ALTER MATERIALIZED VIEW named RESUME");
            server.run("ALTER STREAM d RESUME");
            assertNames(server, "named", 22);
            assertThat(server.text("SELECT COUNT(*) || ' ' || SUM(n) FROM d")).isEqualTo("22 2530");
            awaitRunning(server);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatHadPausedForItsSinkPausesAgainAndMissesNothing(boolean checkpoint) throws Exception {
        String id = "paused-" + checkpoint;
        Troubles in;
        Troubles slow = Troubles.of("slow_" + checkpoint);
        Troubles early = Troubles.of("early_" + checkpoint);
        Troubles over = Troubles.of("over_" + checkpoint);
        try (SinkServer server = server()) {
            in = define(server, id);
            server.run(sink("slow_" + checkpoint, "n FROM f"));
            server.run(sink("early_" + checkpoint, "n FROM d"));
            server.run(sink("over_" + checkpoint, "n FROM d"));
            early.begin(Call.DELIVER, Fault.HANGS);
            grow(server, in, 1, 12);
            SinkServer.await(() -> queryStatus(server, "early_" + checkpoint), "PAUSED");
            server.run("CHECKPOINT");
            early.end();
            slow.begin(Call.DELIVER, Fault.HANGS);
            over.begin(Call.DELIVER, Fault.HANGS);
            grow(server, in, 13, 24);
            SinkServer.await(() -> queryStatus(server, "slow_" + checkpoint), "PAUSED");
            SinkServer.await(() -> queryStatus(server, "over_" + checkpoint), "PAUSED");
            SinkServer.await(() -> queryStatus(server, "early_" + checkpoint), "RUNNING");
            over.end();
            SinkServer.await(() -> queryStatus(server, "over_" + checkpoint), "RUNNING");
            grow(server, in, 25, 30);
            awaitEachOnce("over_" + checkpoint, 10, 30);
            awaitEachOnce("early_" + checkpoint, 10, 30);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        slow.end();
        startAgain(in, checkpoint, 31, "slow_" + checkpoint, "early_" + checkpoint, "over_" + checkpoint);
        try (SinkServer server = server()) {
            assertWaiting(server, "slow_" + checkpoint, "early_" + checkpoint, "over_" + checkpoint);
            in.end();
            awaitRunning(server);
            grow(server, in, 36, 40);
            awaitEachOnce("slow_" + checkpoint, 1, 40);
            awaitEachOnce("early_" + checkpoint, 10, 40);
            awaitEachOnce("over_" + checkpoint, 10, 40);
        }
        assertThat(slow.delivered()).isEqualTo(upTo(40));
    }

    private static String queryStatus(SinkServer server, String sink) throws Exception {
        return server.text("SELECT query_status FROM sys.sinks WHERE name = '" + sink + "'");
    }

    @Test
    void whatComesForASinkThatWaitsIsNoMoreThanMayWait() throws Exception {
        Troubles in;
        try (SinkServer server = server()) {
            in = define(server, "much");
            server.run(sink("much", "s.n FROM f JOIN s ON f.n < s.n - 1000"));
            in.grow(1);
            SinkServer.await(() -> server.number("SELECT COALESCE(SUM(n), 0) FROM v"), 1L);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        Troubles.of("much").begin(Call.DELIVER, Fault.HANGS);
        try (SinkServer server = server()) {
            for (int n = 1; n <= 40; n++) {
                server.run("INSERT INTO s VALUES (" + (2000 + n) + ")");
            }
            assertWaiting(server, "much");
            in.end();
            SinkServer.await(() -> server.number("SELECT SUM(rows_out) FROM sys.queries WHERE name = 'much'"), 40L);
            assertThat(server.number("SELECT lag_batches FROM sys.sinks WHERE name = 'much'"))
                    .isLessThan(10);
            die();
        }
        Troubles.of("much").end();
        try (SinkServer server = server()) {
            SinkServer.await(() -> queryStatus(server, "much"), "RUNNING");
            server.run("INSERT INTO s VALUES (2041)");
            SinkServer.await(() -> Troubles.of("much").delivered().size(), 41);
        }
        assertThat(Troubles.of("much").delivered())
                .isEqualTo(LongStream.rangeClosed(2001, 2041).boxed().toList());
    }
}
