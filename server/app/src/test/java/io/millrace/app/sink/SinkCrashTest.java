package io.millrace.app.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server dies while the query of a sink catches up beside the batches; the one that goes on gives the sink each row once. Its data
 * directory is copied in the middle of a delivery, and another server goes on with the copy.
 */
@Timeout(180)
class SinkCrashTest {

    private static final int MOST = 4;
    private static final int PIECE = 5;
    private static final List<String> SETTINGS =
            List.of("sink.backlog.batches=" + MOST, "batch.rows=" + PIECE, "stream.retention=1 MiB");

    /** A moment at which a server died, and what the outside system had then. */
    private record Crash(Path directory, OutsideSystem outside) {}

    /** What must be true of the outside system in the end. */
    private interface Outcome {
        void check(OutsideSystem outside) throws Exception;
    }

    /** What is done with a server before it is asked for what the sink has. */
    private interface Work {
        void on(SinkServer server) throws Exception;
    }

    @TempDir
    Path directory;

    private final OutsideSystem outside = OutsideSystem.create("outside");
    private final List<Crash> crashes = new ArrayList<>();
    private SinkServer server;

    @BeforeEach
    void start() throws Exception {
        server = new SinkServer(directory, SETTINGS);
        server.run("CREATE STREAM s (n BIGINT)");
        outside.hang();
    }

    @AfterEach
    void stop() throws Exception {
        outside.answer();
        server.close();
    }

    /** Lets the sink take what waits, and the server die at some of these deliveries, before or after the sink has stored them. */
    private void answerAndCrashAt(Integer... deliveries) throws Exception {
        AtomicInteger delivery = new AtomicInteger();
        outside.before(batch -> {
            int now = delivery.incrementAndGet();
            if (List.of(deliveries).contains(now)) {
                crash(now % 2 == 0);
            }
        });
        outside.answer();
        server.awaitDelivered();
        assertThat(crashes).hasSize(deliveries.length);
    }

    private void crash(boolean stored) {
        Path copy = directory.resolve("crash" + crashes.size());
        try {
            SinkServer.copyData(directory.resolve("data"), copy.resolve("data"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        crashes.add(new Crash(copy, outside.fork("outside", stored)));
    }

    /** Compares what the outside system has in the end, with the server that went on and with those that died. */
    private void check(Work more, Outcome outcome) throws Exception {
        outside.before(batch -> {});
        more.on(server);
        server.awaitDelivered();
        outcome.check(outside);
        for (Crash crash : crashes) {
            OutsideSystem forked = crash.outside().fork("outside", false);
            try (SinkServer recovered = new SinkServer(crash.directory(), SETTINGS)) {
                more.on(recovered);
                recovered.awaitDelivered();
                assertThat(forked.batches()).isSorted().doesNotHaveDuplicates();
                outcome.check(forked);
            }
        }
    }

    @Test
    void rowsOfAPauseComeOnce() throws Exception {
        server.createSink("AS SELECT STREAM n FROM s");
        server.insert(1, 60);
        assertThat(server.sink("query_status")).isEqualTo("PAUSED");
        answerAndCrashAt(1, 6, 11);
        check(
                going -> going.run("INSERT INTO s VALUES (61)"),
                system -> assertThat(system.values()).isEqualTo(Numbers.upTo(61)));
    }

    @Test
    void rowsThatANewSinkCatchesUpWithComeOnce() throws Exception {
        server.insert(1, 60);
        server.createSink("AS SELECT STREAM n FROM s");
        assertThat(server.sink("query_status")).isEqualTo("PAUSED");
        server.insert(61, 70);
        answerAndCrashAt(2, 5, 10);
        check(
                going -> going.run("INSERT INTO s VALUES (71)"),
                system -> assertThat(system.values()).isEqualTo(Numbers.upTo(71)));
    }

    @Test
    void stateGoesOnFromThePieceThatWasReadLast() throws Exception {
        server.createSink("AS SELECT STREAM SUM(n) AS total FROM s EMIT CHANGES");
        server.insert(1, 60);
        answerAndCrashAt(1, 6, 12);
        check(
                going -> going.run("INSERT INTO s VALUES (61)"),
                system -> assertThat(system.sum()).isEqualTo(61 * 62 / 2));
    }

    @Test
    void lateRowsAndWindowsAreThoseOfThePause() throws Exception {
        server.createTimedSink();
        server.insertTimed(0, 30);
        answerAndCrashAt(1, 8, 13);
        check(
                going -> going.run("INSERT INTO timed VALUES (30, TIMESTAMP '2024-05-01 10:00:30')"),
                system -> assertThat(system.values())
                        .containsExactlyInAnyOrderElementsOf(
                                LongStream.range(0, 30).mapToObj(n -> 2 * n + 1).toList()));
        for (Crash crash : crashes) {
            try (SinkServer recovered = new SinkServer(crash.directory(), SETTINGS)) {
                SinkServer.await(() -> recovered.number("SELECT COUNT(*) FROM k$late"), 30L);
            }
        }
    }

    @Test
    void changesOfTablesAndViewsComeOnce() throws Exception {
        server.run("CREATE STREAM u (k BIGINT, x BIGINT)");
        server.run("CREATE MATERIALIZED VIEW t AS SELECT k, MAX(x) AS x FROM u GROUP BY k");
        server.run("INSERT INTO u VALUES (0, 0), (1, 100)");
        server.createSink("AS SELECT STREAM s.n + t.x AS y FROM s JOIN t ON MOD(s.n, 2) = t.k EMIT CHANGES");
        server.insert(1, 20);
        assertThat(server.sink("query_status")).isEqualTo("PAUSED");
        server.run("INSERT INTO u VALUES (1, 200)");
        server.insert(21, 40);
        answerAndCrashAt(4, 7);
        check(
                going -> going.run("INSERT INTO u VALUES (1, 300)"),
                system -> assertThat(system.sum()).isEqualTo(40 * 41 / 2 + 20 * 300));
    }

    @Test
    void linesOfAFileComeOnce() throws Exception {
        Path file = Files.writeString(directory.resolve("in.csv"), Numbers.lines(1, 2_000));
        server.createFileSink(file);
        assertThat(server.sink("query_status")).isEqualTo("PAUSED");
        server.run("CREATE MATERIALIZED VIEW w AS SELECT COUNT(*) AS n FROM f");
        Files.writeString(file, Numbers.lines(2_001, 3_000), StandardOpenOption.APPEND);
        SinkServer.await(() -> server.number("SELECT n FROM w"), 3_000L);
        answerAndCrashAt(2, 5);
        check(going -> {}, system -> assertThat(system.values()).isEqualTo(Numbers.upTo(3_000)));
    }

    /** The old one never had anything; the new one begins with all there is. */
    @Test
    void sinkThatIsReplacedGetsEachRowOnce() throws Exception {
        server.createSink("AS SELECT STREAM -n AS n FROM s");
        server.insert(1, 30);
        server.run(
                "CREATE OR REPLACE SINK k AS SELECT STREAM n FROM s WITH (connector = 'scripted', system = 'outside')");
        server.insert(31, 60);
        answerAndCrashAt(1, 6, 12);
        check(
                going -> going.run("INSERT INTO s VALUES (61)"),
                system ->
                        assertThat(system.values().stream().filter(n -> n > 0)).isEqualTo(Numbers.upTo(61)));
    }

    /** What was collected for it before it took over is little enough to be kept. */
    @Test
    void sinkThatTakesOverWithFewRowsGetsEachOnce() throws Exception {
        server.createSink("AS SELECT STREAM -n AS n FROM s");
        server.insert(1, 9);
        server.run(
                "CREATE OR REPLACE SINK k AS SELECT STREAM n FROM s WITH (connector = 'scripted', system = 'outside')");
        server.insert(10, 20);
        answerAndCrashAt(1, 2, 6);
        check(
                going -> going.run("INSERT INTO s VALUES (21)"),
                system ->
                        assertThat(system.values().stream().filter(n -> n > 0)).isEqualTo(Numbers.upTo(21)));
    }

    @Test
    void checkpointIsTakenWhileASinkCatchesUp() throws Exception {
        server.insert(1, 60);
        server.createSink("AS SELECT STREAM n FROM s");
        assertThat(server.sink("query_status")).isEqualTo("PAUSED");
        server.run("CHECKPOINT");
        outside.before(batch -> {
            if (batch % 3 == 0) {
                crash(false);
            }
        });
        outside.answer();
        server.awaitDelivered();
        assertThat(crashes).isNotEmpty();
        check(
                going -> going.run("INSERT INTO s VALUES (61)"),
                system -> assertThat(system.values()).isEqualTo(Numbers.upTo(61)));
    }
}
