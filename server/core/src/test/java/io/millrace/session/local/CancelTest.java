package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Settings;
import io.millrace.session.CancelSignal;
import io.millrace.session.Cursor;
import io.millrace.session.Outcome;
import io.millrace.session.PreparedSql;
import io.millrace.session.Principal;
import io.millrace.session.Session;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of statement stops soon when it is cancelled, in whatever way, and leaves nothing behind. */
@org.junit.jupiter.api.Tag("slow")
class CancelTest {

    /** More than the second that is promised, for machines that are busy. */
    private static final Duration SOON = Duration.ofSeconds(3);

    private static final String MANY = "SELECT auction, price FROM many";
    private static final String PAIRS = "SELECT COUNT(*) AS n FROM s a JOIN s b ON a.x <> b.x JOIN s c ON b.x <> c.x";

    /** Each name stands for two of the one before, so that planning does not end. */
    private static final String ENDLESS_PLANNING = "WITH v0 AS (SELECT x FROM s)"
            + IntStream.range(1, 25)
                    .mapToObj(
                            i -> ", v%d AS (SELECT a.x FROM v%d a JOIN v%d b ON a.x = b.x)".formatted(i, i - 1, i - 1))
                    .collect(Collectors.joining())
            + " SELECT x FROM v24";

    @TempDir
    Path directory;

    private TestServer server;

    /** How a statement is stopped. */
    enum Way {
        KILL,
        SIGNAL,
        TIMEOUT,
        SESSION_CLOSED
    }

    static Stream<String> statements() {
        return Stream.of(
                "SELECT COUNT(*) FROM many",
                PAIRS,
                "SELECT STREAM x FROM s",
                "SELECT STREAM COUNT(*) AS n FROM many EMIT CHANGES",
                "CREATE MATERIALIZED VIEW made AS SELECT auction, COUNT(*) AS n FROM many GROUP BY auction",
                "CREATE MATERIALIZED VIEW made AS " + PAIRS,
                "CREATE OR REPLACE MATERIALIZED VIEW kept AS " + PAIRS,
                "CREATE STREAM made AS SELECT STREAM auction FROM many",
                "CREATE SINK made AS SELECT STREAM auction FROM many WITH (connector='blackhole')",
                "CREATE OR REPLACE SINK sunk AS SELECT STREAM a.x FROM s a JOIN s b ON a.x <> b.x JOIN s c ON b.x + c.x < 0"
                        + " WITH (connector='blackhole')",
                "CREATE TABLE made WITH (connector='nexmark', table='bid', events='90000000')",
                "CREATE OR REPLACE TABLE t WITH (connector='nexmark', table='bid', events='90000000')",
                "INSERT INTO t SELECT auction FROM many",
                "INSERT INTO t " + PAIRS,
                "EXPLAIN CODEGEN " + ENDLESS_PLANNING,
                "EXPLAIN " + ENDLESS_PLANNING,
                "CREATE VIEW made AS " + ENDLESS_PLANNING,
                ENDLESS_PLANNING,
                "INSERT INTO s " + ENDLESS_PLANNING);
    }

    /** Each statement by KILL, and one of each kind of work in the other ways. */
    static Stream<Arguments> waysToStop() {
        Stream<Arguments> others = Arrays.stream(Way.values())
                .filter(way -> way != Way.KILL)
                .flatMap(way -> Stream.of(
                                "SELECT COUNT(*) FROM many",
                                "SELECT STREAM x FROM s",
                                "CREATE MATERIALIZED VIEW made AS " + PAIRS,
                                "INSERT INTO t SELECT auction FROM many",
                                ENDLESS_PLANNING)
                        .map(sql -> Arguments.of(way, sql)));
        return Stream.concat(statements().map(sql -> Arguments.of(Way.KILL, sql)), others);
    }

    @BeforeEach
    void start() {
        server = new TestServer(directory);
        server.run("CREATE STREAM many WITH (connector='nexmark', table='bid', events='90000000')");
        server.run("CREATE STREAM s (x INT)");
        server.run("CREATE TABLE t (k BIGINT)");
        server.run("INSERT INTO s VALUES "
                + IntStream.range(0, 4_000).mapToObj(i -> "(" + i + ")").collect(Collectors.joining(",")));
        server.run("CREATE MATERIALIZED VIEW kept AS SELECT COUNT(*) AS n FROM s");
        server.run("CREATE SINK sunk AS SELECT STREAM x FROM s WITH (connector='blackhole')");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("waysToStop")
    void statementStopsAndLeavesNothing(Way way, String sql) {
        List<List<Object>> before = everything();
        try (Client client = new Client()) {
            CompletableFuture<Void> running = client.run(way, sql);
            TestServer.await(() -> running.isDone() || !ids(sql).isEmpty());
            pause(way == Way.TIMEOUT ? 0 : 200);
            assertThat(running).as("still running").isNotDone();
            client.stop(way, ids(sql));
            assertThat(running)
                    .failsWithin(way == Way.TIMEOUT ? SOON.plusMillis(500) : SOON)
                    .withThrowableThat()
                    .withRootCauseInstanceOf(MillraceException.class)
                    .satisfies(e -> assertThat(((MillraceException) root(e)).code())
                            .isIn(ErrorCode.QUERY_CANCELLED, ErrorCode.CONNECTION_NOT_FOUND));
        }
        TestServer.await(() -> ids(sql).isEmpty());
        TestServer.await(() -> everything().equals(before));
        server.run("INSERT INTO s VALUES (7)");
        assertThat(server.column("SELECT n FROM kept")).containsExactly(4_001L);
        assertThat(server.rows("SELECT k FROM t")).isEmpty();
        if (sql.contains(" made ")) {
            server.run("CREATE VIEW made AS SELECT x FROM s");
        }
    }

    private static Throwable root(Throwable failure) {
        return failure.getCause() == null ? failure : root(failure.getCause());
    }

    /** Lets a statement get on with its work. */
    private static void pause(long millis) {
        long until = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        TestServer.await(() -> System.nanoTime() >= until);
    }

    /** All that a statement could leave behind. */
    private List<List<Object>> everything() {
        List<List<Object>> all = new ArrayList<>();
        for (String table : List.of(
                "SELECT table_name FROM information_schema.tables",
                "SELECT name, status, output FROM sys.queries",
                "SELECT name, status FROM sys.sinks",
                "SELECT DISTINCT stream FROM sys.watermarks",
                "SELECT DISTINCT stream FROM sys.offsets WHERE stream <> 'many'")) {
            List<List<Object>> rows = new ArrayList<>(server.rows(table));
            rows.sort((a, b) -> a.toString().compareTo(b.toString()));
            all.addAll(rows);
        }
        return all;
    }

    private List<Long> ids(String sql) {
        return server.rows("SELECT id, sql FROM sys.statements").stream()
                .filter(row -> row.get(1).equals(sql))
                .map(row -> (Long) row.get(0))
                .toList();
    }

    /** One that runs a statement to its end on a thread of his own. */
    private final class Client implements AutoCloseable {

        private final Session session = server.service().open(Principal.anybody("bob"), Map.of());
        private final CancelSignal signal = new CancelSignal();

        CompletableFuture<Void> run(Way way, String sql) {
            if (way == Way.TIMEOUT) {
                session.set("statement.timeout", "500 ms");
            }
            return CompletableFuture.runAsync(() -> {
                PreparedSql prepared = session.prepare(sql, signal);
                if (session.execute(prepared, List.of(), 0, signal) instanceof Outcome.Rows rows) {
                    drain(rows.cursor());
                }
            });
        }

        private void drain(Cursor cursor) {
            try (cursor) {
                while (!cursor.fetch(1_000, Duration.ofMinutes(1)).last()) {
                    assertThat(cursor.rowType()).isNotNull();
                }
            }
        }

        void stop(Way way, List<Long> ids) {
            switch (way) {
                case KILL -> server.run("KILL " + ids.get(0));
                case SIGNAL -> signal.cancel();
                case SESSION_CLOSED -> session.close();
                case TIMEOUT -> {}
            }
        }

        @Override
        public void close() {
            session.close();
        }
    }

    @Test
    void wishThatComesFirstIsNotLost() {
        CancelSignal signal = new CancelSignal();
        signal.cancel();
        TestServer.assertFails(
                () -> server.session().prepare("SELECT x FROM s", signal), ErrorCode.QUERY_CANCELLED, "cancelled");
        PreparedSql prepared = server.session().prepare("INSERT INTO t VALUES (1)");
        TestServer.assertFails(
                () -> server.session().execute(prepared, List.of(), 0, signal), ErrorCode.QUERY_CANCELLED, "cancelled");
        assertThat(server.rows("SELECT k FROM t")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "123456789", "99999999999999999999"})
    void killOfWhatDoesNotRunIsAnError(String id) {
        server.fails("KILL " + id, ErrorCode.STATEMENT_NOT_FOUND, "line 1:6");
    }

    @Test
    void timeoutOfTheSessionTellsItsSetting() {
        server.session().set("statement.timeout", "100 ms");
        server.fails("CREATE MATERIALIZED VIEW made AS " + PAIRS, ErrorCode.QUERY_CANCELLED, "took longer than 100 ms");
    }

    @Test
    void insertThatWaitsForItsBatchTakesItsRowsBack() {
        try (TestServer slow =
                new TestServer(Settings.defaults().with("batch.interval", "4 s"), Clock.systemUTC(), directory)) {
            slow.run("CREATE STREAM w (x INT)");
            slow.run("INSERT INTO w VALUES (1)");
            CancelSignal signal = new CancelSignal();
            PreparedSql prepared = slow.session().prepare("INSERT INTO w VALUES (2)");
            CompletableFuture<Outcome> waiting =
                    CompletableFuture.supplyAsync(() -> slow.session().execute(prepared, List.of(), 0, signal));
            pause(200);
            signal.cancel();
            assertThat(waiting).failsWithin(SOON).withThrowableThat().withMessageContaining("cancelled");
            slow.run("INSERT INTO w VALUES (3)");
            assertThat(slow.rows("SELECT x FROM w")).containsExactly(List.of(1), List.of(3));
        }
    }

    @Test
    void definitionThatWaitsForAnotherOfItsNameStops() {
        CancelSignal first = new CancelSignal();
        CancelSignal second = new CancelSignal();
        String sql = "CREATE MATERIALIZED VIEW made AS " + PAIRS;
        CompletableFuture<Outcome> making = CompletableFuture.supplyAsync(() -> run(sql, first));
        TestServer.await(() -> !ids(sql).isEmpty());
        CompletableFuture<Outcome> waiting =
                CompletableFuture.supplyAsync(() -> run("CREATE VIEW made AS SELECT x FROM s", second));
        pause(200);
        second.cancel();
        assertThat(waiting).failsWithin(SOON).withThrowableThat().withMessageContaining("cancelled");
        assertThat(making).isNotDone();
        first.cancel();
        assertThat(making).failsWithin(SOON).withThrowableThat().withMessageContaining("cancelled");
    }

    private Outcome run(String sql, CancelSignal signal) {
        return server.session().execute(server.session().prepare(sql), List.of(), 0, signal);
    }
}
