package io.millrace.app.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A server is killed and started again while a source cannot be read that it had read from since its last checkpoint. */
@Timeout(120)
class AwaySourceTest {

    @TempDir
    Path directory;

    private int servers;

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS),
                Arguments.of(Call.ADVANCE, Fault.THROWS),
                Arguments.of(Call.ADVANCE, Fault.HANGS));
    }

    private SinkServer server(String... settings) throws Exception {
        return new SinkServer(directory.resolve("server" + servers), List.of(settings));
    }

    /** What is left when the server dies now is what the next one goes on from. */
    private void die() throws Exception {
        Path data = directory.resolve("server" + servers++).resolve("data");
        SinkServer.copyData(data, directory.resolve("server" + servers).resolve("data"));
    }

    private static void define(SinkServer server, String id) throws Exception {
        server.run("CREATE STREAM s (n BIGINT)");
        server.run("CREATE MATERIALIZED VIEW others AS SELECT COUNT(*) AS n FROM s");
        server.run("CREATE STREAM f (n BIGINT) WITH (connector = 'troubled', id = 'in-" + id + "')");
        server.run(
                "CREATE MATERIALIZED VIEW v AS SELECT MOD(n, 3) AS r, COUNT(*) AS n, SUM(n) AS total FROM f GROUP BY 1");
        server.run("CREATE MATERIALIZED VIEW w AS SELECT SUM(total) AS total FROM v");
        server.run("CREATE STREAM d AS SELECT STREAM n * 10 AS n FROM f");
        server.run("CREATE MATERIALIZED VIEW joined AS SELECT f.n FROM f JOIN s ON f.n = s.n");
        server.run(
                "CREATE SINK direct AS SELECT STREAM n FROM f WITH (connector = 'troubled', id = 'direct-" + id + "')");
        server.run("CREATE SINK derived AS SELECT STREAM n FROM d WITH (connector = 'troubled', id = 'derived-" + id
                + "')");
        server.run(
                "CREATE SINK matched AS SELECT STREAM f.n FROM f JOIN s ON f.n = s.n WITH (connector = 'troubled', id = 'matched-"
                        + id + "')");
    }

    /** Numbers come up to this one, one by one, as rows of {@code s} do, too. */
    private static void grow(SinkServer server, Troubles in, long from, long to) throws Exception {
        for (long n = from; n <= to; n++) {
            in.grow(n);
            server.run("INSERT INTO s VALUES (" + n + ")");
        }
    }

    private static String all(SinkServer server, String id) throws Exception {
        return server.text("SELECT total FROM w") + " " + server.text("SELECT SUM(n) FROM v") + " "
                + server.text("SELECT COUNT(*) FROM joined") + " "
                + Troubles.of("direct-" + id).delivered().size() + " "
                + Troubles.of("derived-" + id).delivered().size() + " "
                + Troubles.of("matched-" + id).delivered().size();
    }

    private static void awaitAll(SinkServer server, String id, long numbers) throws Exception {
        String sum = String.valueOf(numbers * (numbers + 1) / 2);
        SinkServer.await(() -> all(server, id), (sum + " " + numbers).concat((" " + numbers).repeat(4)));
    }

    private static void assertSinksHaveEachOnce(String id, long numbers) {
        List<Long> each = LongStream.rangeClosed(1, numbers).boxed().toList();
        assertThat(Troubles.of("direct-" + id).delivered()).isEqualTo(each);
        assertThat(Troubles.of("derived-" + id).delivered())
                .isEqualTo(each.stream().map(n -> n * 10).toList());
        assertThat(Troubles.of("matched-" + id).delivered()).containsExactlyInAnyOrderElementsOf(each);
    }

    private static String status(SinkServer server, String query) throws Exception {
        return server.text("SELECT status FROM sys.queries WHERE name = '" + query + "'");
    }

    private static void assertOnlyOthersGoOn(SinkServer server, long rows) throws Exception {
        for (String query : List.of("v", "w", "d", "joined", "direct", "derived", "matched")) {
            assertThat(status(server, query)).as(query).isEqualTo("WAITING");
        }
        assertThat(status(server, "others")).isEqualTo("RUNNING");
        assertThat(server.number("SELECT n FROM others")).isEqualTo(rows);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void whatReadsItWaitsAndGoesOnByItselfExactly(Call call, Fault fault) throws Exception {
        String id = "once-" + call + fault;
        Troubles in = Troubles.of("in-" + id);
        try (SinkServer server = server()) {
            define(server, id);
            grow(server, in, 1, 10);
            awaitAll(server, id, 10);
            server.run("CHECKPOINT");
            grow(server, in, 11, 30);
            awaitAll(server, id, 30);
            die();
        }
        in.begin(call, fault);
        try (SinkServer server = server()) {
            assertOnlyOthersGoOn(server, 30);
            assertThat(server.text("SELECT problem FROM sys.sources WHERE name = 'f'"))
                    .isNotNull();
            grow(server, in, 31, 40);
            assertOnlyOthersGoOn(server, 40);
            in.end();
            awaitAll(server, id, 40);
            assertThat(status(server, "v")).isEqualTo("RUNNING");
            grow(server, in, 41, 50);
            awaitAll(server, id, 50);
            die();
        }
        try (SinkServer server = server()) {
            awaitAll(server, id, 50);
            assertThat(server.number("SELECT COUNT(*) FROM sys.queries WHERE status <> 'RUNNING'"))
                    .isZero();
        }
        assertSinksHaveEachOnce(id, 50);
    }

    @ParameterizedTest
    @MethodSource("restarts")
    void serverMayBeStartedAgainAnyNumberOfTimesMeanwhile(boolean checkpoints) throws Exception {
        String id = "again-" + checkpoints;
        Troubles in = Troubles.of("in-" + id);
        try (SinkServer server = server()) {
            define(server, id);
            server.run("CHECKPOINT");
            grow(server, in, 1, 20);
            awaitAll(server, id, 20);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        for (int round = 1; round <= 3; round++) {
            try (SinkServer server = server()) {
                assertOnlyOthersGoOn(server, 10 + 10 * round);
                grow(server, in, 11 + 10 * round, 15 + 10 * round);
                if (checkpoints) {
                    server.run("CHECKPOINT");
                }
                grow(server, in, 16 + 10 * round, 20 + 10 * round);
                die();
            }
        }
        in.end();
        try (SinkServer server = server()) {
            awaitAll(server, id, 50);
        }
        assertSinksHaveEachOnce(id, 50);
    }

    static Stream<Arguments> restarts() {
        return Stream.of(Arguments.of(false), Arguments.of(true));
    }

    @Test
    void tableAndWhatReadsItWait() throws Exception {
        Troubles in = Troubles.of("in-table");
        try (SinkServer server = server()) {
            server.run("CREATE TABLE t (n BIGINT PRIMARY KEY) WITH (connector = 'troubled', id = 'in-table')");
            server.run("CREATE MATERIALIZED VIEW of_t AS SELECT COUNT(*) AS n, SUM(n) AS total FROM t");
            in.grow(10);
            SinkServer.await(() -> server.number("SELECT n FROM of_t"), 10L);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        try (SinkServer server = server()) {
            assertThat(status(server, "of_t")).isEqualTo("WAITING");
            in.grow(15);
            in.end();
            SinkServer.await(() -> server.text("SELECT n || ' ' || total FROM of_t"), "15 120");
            assertThat(server.number("SELECT COUNT(*) FROM t")).isEqualTo(15);
        }
    }

    @Test
    void nothingNewCanBeMadeOfWhatWaitsButItCanBeDropped() throws Exception {
        Troubles in = Troubles.of("in-drop");
        try (SinkServer server = server()) {
            define(server, "drop");
            grow(server, in, 1, 5);
            awaitAll(server, "drop", 5);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        try (SinkServer server = server()) {
            assertThatThrownBy(() -> server.run("CREATE MATERIALIZED VIEW x AS SELECT n FROM d"))
                    .hasMessageContaining("waits for a source");
            assertThatThrownBy(() -> server.run("CREATE OR REPLACE MATERIALIZED VIEW joined AS SELECT n FROM s"))
                    .hasMessageContaining("waits for a source");
            for (String sql : List.of(
                    "SINK direct",
                    "SINK derived",
                    "SINK matched",
                    "MATERIALIZED VIEW w",
                    "MATERIALIZED VIEW v",
                    "MATERIALIZED VIEW joined",
                    "STREAM d",
                    "STREAM f")) {
                server.run("DROP " + sql);
            }
            server.run("CHECKPOINT");
            server.run("INSERT INTO s VALUES (6)");
            assertThat(server.number("SELECT n FROM others")).isEqualTo(6);
            die();
        }
        in.end();
        try (SinkServer server = server()) {
            assertThat(server.number("SELECT n FROM others")).isEqualTo(6);
        }
    }

    private static void defineAnew(SinkServer server, String id) throws Exception {
        for (String what : List.of("MATERIALIZED VIEW v", "STREAM f")) {
            server.run("DROP " + what);
        }
        server.run("CREATE STREAM f (n BIGINT) WITH (connector = 'troubled', id = '" + id + "')");
        server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n, SUM(n) AS total FROM f");
    }

    @Test
    void whatGetsTheNameOfSomethingThatWaitsIsOwedNothing() throws Exception {
        Troubles in = Troubles.of("in-first");
        Troubles second = Troubles.of("in-second");
        Troubles third = Troubles.of("in-third");
        try (SinkServer server = server()) {
            server.run("CREATE STREAM f (n BIGINT) WITH (connector = 'troubled', id = 'in-first')");
            server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n, SUM(n) AS total FROM f");
            in.grow(9);
            SinkServer.await(() -> server.number("SELECT n FROM v"), 9L);
            defineAnew(server, "in-second");
            second.grow(4);
            SinkServer.await(() -> server.text("SELECT n || ' ' || total FROM v"), "4 10");
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        try (SinkServer server = server()) {
            SinkServer.await(() -> status(server, "v") + server.text("SELECT n || ' ' || total FROM v"), "RUNNING4 10");
            second.grow(5);
            SinkServer.await(() -> server.text("SELECT n || ' ' || total FROM v"), "5 15");
            die();
        }
        second.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        try (SinkServer server = server()) {
            assertThat(status(server, "v")).isEqualTo("WAITING");
            defineAnew(server, "in-third");
            third.grow(3);
            SinkServer.await(() -> status(server, "v") + server.text("SELECT n || ' ' || total FROM v"), "RUNNING3 6");
            die();
        }
        try (SinkServer server = server()) {
            SinkServer.await(() -> status(server, "v") + server.text("SELECT n || ' ' || total FROM v"), "RUNNING3 6");
        }
    }

    @Test
    void whatWasSuspendedGoesOnOnceWhatItReadsDoesAndMissesNothing() throws Exception {
        Troubles in = Troubles.of("in-suspended");
        try (SinkServer server = server()) {
            define(server, "suspended");
            server.run("CREATE MATERIALIZED VIEW above AS SELECT SUM(total) AS total FROM v");
            grow(server, in, 1, 5);
            awaitAll(server, "suspended", 5);
            server.run("ALTER MATERIALIZED VIEW above SUSPEND");
            server.run("CHECKPOINT");
            grow(server, in, 6, 10);
            awaitAll(server, "suspended", 10);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        try (SinkServer server = server()) {
            assertThatThrownBy(() -> server.run("ALTER MATERIALIZED VIEW above RESUME"))
                    .hasMessageContaining("waits for a source");
            grow(server, in, 11, 12);
            in.end();
            awaitAll(server, "suspended", 12);
            server.run("ALTER MATERIALIZED VIEW above RESUME");
            assertThat(server.number("SELECT total FROM above")).isEqualTo(78);
        }
    }

    @Test
    void queryThatPausedForItsSinkMissesNothingOfWhatWaits() throws Exception {
        Troubles in = Troubles.of("in-paused");
        Troubles slow = Troubles.of("slow");
        String full = "sink.backlog.batches=4";
        try (SinkServer server = server(full)) {
            define(server, "paused");
            server.run("CREATE SINK slow AS SELECT STREAM n FROM f WITH (connector = 'troubled', id = 'slow')");
            slow.begin(Call.DELIVER, Fault.HANGS);
            grow(server, in, 1, 20);
            SinkServer.await(() -> server.text("SELECT query_status FROM sys.sinks WHERE name = 'slow'"), "PAUSED");
            awaitAll(server, "paused", 20);
            server.run("CHECKPOINT");
            grow(server, in, 21, 40);
            awaitAll(server, "paused", 40);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        slow.end();
        try (SinkServer server = server(full)) {
            assertThat(status(server, "v")).isEqualTo("WAITING");
            grow(server, in, 41, 45);
            in.end();
            awaitAll(server, "paused", 45);
            SinkServer.await(() -> slow.delivered().size(), 45);
            SinkServer.await(() -> server.text("SELECT query_status FROM sys.sinks WHERE name = 'slow'"), "RUNNING");
            grow(server, in, 46, 50);
            awaitAll(server, "paused", 50);
            SinkServer.await(() -> slow.delivered().size(), 50);
        }
        assertThat(slow.delivered())
                .isEqualTo(LongStream.rangeClosed(1, 50).boxed().toList());
        assertSinksHaveEachOnce("paused", 50);
    }
}
