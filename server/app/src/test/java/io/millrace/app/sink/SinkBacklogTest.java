package io.millrace.app.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What waits for a sink is bounded: its query pauses and catches up, nobody else notices, no row is lost or comes twice. */
@Timeout(120)
class SinkBacklogTest {

    private static final int MOST = 4;

    @TempDir
    Path directory;

    private final OutsideSystem outside = OutsideSystem.create("outside");
    private SinkServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SinkServer(
                directory, List.of("sink.backlog.batches=" + MOST, "batch.rows=100", "stream.retention=1 KiB"));
        server.run("CREATE STREAM s (n BIGINT)");
        server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n FROM s");
        outside.hang();
    }

    @AfterEach
    void stop() throws Exception {
        outside.answer();
        server.close();
    }

    private void insert(int from, int to) throws Exception {
        server.insert(from, to);
        assertThat(server.number("SELECT n FROM v")).isEqualTo(to);
    }

    @Test
    void queryOfAFullSinkPausesAndCatchesUpWithItsStream() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        insert(1, 50);
        assertThat(server.sink("query_status")).isEqualTo("PAUSED");
        assertThat(server.sink("lag_batches")).isEqualTo(String.valueOf(MOST));
        assertThat(server.text("SELECT status FROM sys.queries WHERE name = 'v'"))
                .isEqualTo("RUNNING");
        outside.answer();
        server.awaitDelivered();
        insert(51, 60);
        server.awaitDelivered();
        assertThat(outside.values()).isEqualTo(Numbers.upTo(60));
        assertThat(outside.batches()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void queryThatPausesAgainAndAgainLosesNothing() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        outside.answer();
        outside.before(batch -> java.util.concurrent.locks.LockSupport.parkNanos(2_000_000));
        insert(1, 400);
        server.awaitDelivered();
        assertThat(outside.values()).isEqualTo(Numbers.upTo(400));
    }

    @Test
    void stateOfAPausedQueryIsKept() throws Exception {
        server.run("CREATE TABLE t (n BIGINT PRIMARY KEY)");
        server.createSink("AS SELECT STREAM SUM(n) AS total FROM s EMIT CHANGES");
        insert(1, 40);
        assertThat(server.sink("query_status")).isEqualTo("PAUSED");
        outside.answer();
        server.awaitDelivered();
        insert(41, 50);
        server.awaitDelivered();
        assertThat(outside.sum()).isEqualTo(50 * 51 / 2);
    }

    /** Each window closes once, at the time that its stream had come to, before and after a pause. */
    @Test
    void windowsOfAPausedQueryCloseOnce() throws Exception {
        server.createTimedSink();
        server.insertTimed(0, 50);
        assertThat(server.sink("query_status")).isEqualTo("PAUSED");
        outside.answer();
        server.awaitDelivered();
        server.insertTimed(50, 60);
        server.awaitDelivered();
        assertThat(outside.values())
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 59).mapToObj(n -> 2 * n + 1).toList());
        assertThat(server.number("SELECT COUNT(*) FROM k$late")).isEqualTo(60);
    }

    @Test
    void changesOfAViewReachTheSinkOfAPausedQuery() throws Exception {
        server.run(
                "CREATE MATERIALIZED VIEW totals AS SELECT SUM(n) AS total, MOD(n, 3) AS part FROM s GROUP BY MOD(n, 3)");
        server.createSink("FROM totals");
        insert(1, 60);
        assertThat(server.sink("query_status")).isEqualTo("PAUSED");
        outside.answer();
        server.awaitDelivered();
        insert(61, 70);
        server.awaitDelivered();
        assertThat(outside.sum()).isEqualTo(70 * 71 / 2);
        assertThat(outside.batches()).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void joinOfAPausedQueryMissesNothing() throws Exception {
        server.run("CREATE TABLE t (k BIGINT PRIMARY KEY, x BIGINT)");
        server.run("INSERT INTO t VALUES (0, 0), (1, 100)");
        server.createSink("AS SELECT STREAM s.n + t.x AS y FROM s JOIN t ON MOD(s.n, 2) = t.k EMIT CHANGES");
        insert(1, 20);
        assertThat(server.sink("query_status")).isEqualTo("PAUSED");
        server.run("INSERT INTO t VALUES (2, 7)");
        insert(21, 40);
        outside.answer();
        server.awaitDelivered();
        insert(41, 42);
        server.awaitDelivered();
        assertThat(outside.sum()).isEqualTo(42 * 43 / 2 + 21 * 100);
    }

    @Test
    void filesAreReadOnAfterAPause() throws Exception {
        Path file = directory.resolve("in.csv");
        Files.writeString(file, Numbers.lines(1, 2_000));
        server.createFileSink(file);
        assertThat(server.sink("query_status")).isEqualTo("PAUSED");
        server.run("CREATE MATERIALIZED VIEW w AS SELECT COUNT(*) AS n FROM f");
        Files.writeString(file, Numbers.lines(2_001, 3_000), StandardOpenOption.APPEND);
        SinkServer.await(() -> server.number("SELECT n FROM w"), 3_000L);
        outside.answer();
        server.awaitDelivered();
        assertThat(outside.values()).isEqualTo(Numbers.upTo(3_000));
    }

    @Test
    void createAndDropReturnAlthoughTheSinkTakesNothing() throws Exception {
        insert(1, 1_000);
        server.createSink("AS SELECT STREAM n FROM s");
        assertThat(server.sink("query_status")).isEqualTo("PAUSED");
        insert(1_001, 1_010);
        server.run("DROP SINK k");
        outside.answer();
        SinkServer.await(outside::closed, true);
        server.createSink("AS SELECT STREAM n FROM s");
        server.awaitDelivered();
    }

    @Test
    void queryThatMissedRowsItsStreamHasForgottenFailsAndSaysSo() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        insert(1, MOST);
        SinkServer.await(() -> server.sink("query_status"), "PAUSED");
        String many = IntStream.range(0, 1_500).mapToObj(n -> "(1)").collect(Collectors.joining(", "));
        server.run("INSERT INTO s VALUES " + many);
        server.run("INSERT INTO s VALUES " + many);
        outside.answer();
        server.awaitSink("status", "FAILED");
        assertThat(server.sink("failure"))
                .contains("stream \"s\" has forgotten rows")
                .contains("stream.retention");
        assertThat(server.number("SELECT n FROM v")).isEqualTo(3_000 + MOST);
        assertThatThrownBy(() -> server.run("ALTER SINK k RESUME"))
                .hasMessageContaining("has failed")
                .hasMessageContaining("create it again");
    }
}
