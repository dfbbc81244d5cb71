package io.millrace.app.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The query of a sink pauses because much waits for it; while it reads the rest, its source fails for a while. */
@Timeout(120)
class PausedQueryTest {

    private static final int FULL = 4;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(value = Fault.class, names = "THROWS|OUTSIDE_FAILS|HANGS", mode = EnumSource.Mode.MATCH_ANY)
    void readsOnWhenItsSourceIsThereAgain(Fault fault) throws Exception {
        Troubles in = Troubles.of("in-" + fault);
        Troubles out = Troubles.of("out-" + fault);
        try (SinkServer server = new SinkServer(directory, List.of("sink.backlog.batches=" + FULL))) {
            pause(server, "in-" + fault, "out-" + fault);
            in.begin(Call.ADVANCE, fault);
            int before = in.failures();
            out.end();
            SinkServer.await(() -> in.failures() >= before + 2, true);
            assertThat(query(server)).isNotEqualTo("FAILED");
            in.end();
            in.grow(210);
            SinkServer.await(() -> query(server) + out.delivered().size(), "RUNNING210");
            assertThat(out.delivered())
                    .isEqualTo(LongStream.rangeClosed(1, 210).boxed().toList());
        }
    }

    @Test
    void checkpointsAreTakenWhileItWaitsForItsSource() throws Exception {
        Troubles in = Troubles.of("in-cut");
        Troubles out = Troubles.of("out-cut");
        List<String> settings = List.of("sink.backlog.batches=" + FULL);
        try (SinkServer server = new SinkServer(directory.resolve("a"), settings)) {
            pause(server, "in-cut", "out-cut");
            in.begin(Call.ADVANCE, Fault.OUTSIDE_FAILS);
            out.end();
            SinkServer.await(() -> in.failures() >= 2, true);
            server.run("CHECKPOINT");
            int before = in.failures();
            SinkServer.await(() -> in.failures() > before, true);
            SinkServer.copyData(directory.resolve("a/data"), directory.resolve("b/data"));
            assertThat(query(server)).isNotEqualTo("FAILED");
        }
        in.end();
        try (SinkServer server = new SinkServer(directory.resolve("b"), settings)) {
            in.grow(210);
            SinkServer.await(() -> query(server) + out.delivered().size(), "RUNNING210");
            assertThat(out.delivered())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 210).boxed().toList());
        }
    }

    @Test
    void piecesThatItHadReadBeforeARestartAreReadWhenItsSourceIsThere() throws Exception {
        Troubles in = Troubles.of("in-again");
        Troubles out = Troubles.of("out-again");
        List<String> settings = List.of("sink.backlog.batches=" + FULL, "batch.rows=7");
        try (SinkServer server = new SinkServer(directory.resolve("a"), settings)) {
            pause(server, "in-again", "out-again");
            server.run("CHECKPOINT");
            out.end();
            SinkServer.await(() -> out.delivered().size() > 50, true);
            out.begin(Call.DELIVER, Fault.OUTSIDE_FAILS);
            SinkServer.copyData(directory.resolve("a/data"), directory.resolve("b/data"));
        }
        out.end();
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        try (SinkServer server = new SinkServer(directory.resolve("b"), settings)) {
            int before = in.failures();
            SinkServer.await(() -> in.failures() > before + 1, true);
            assertThat(query(server)).isNotEqualTo("FAILED");
            in.end();
            in.grow(210);
            SinkServer.await(
                    () -> query(server).equals("RUNNING") && out.delivered().contains(210L), true);
            assertThat(out.delivered())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 210).boxed().toList());
        }
    }

    @Test
    void canBeDroppedWhileItWaitsForItsSource() throws Exception {
        Troubles in = Troubles.of("in");
        Troubles out = Troubles.of("out");
        try (SinkServer server = new SinkServer(directory, List.of("sink.backlog.batches=" + FULL))) {
            pause(server, "in", "out");
            in.begin(Call.ADVANCE, Fault.OUTSIDE_FAILS);
            out.end();
            SinkServer.await(() -> in.failures() >= 2, true);
            server.run("DROP SINK k");
            in.end();
            SinkServer.await(() -> server.number("SELECT COUNT(*) FROM f"), 200L);
        }
    }

    /** Numbers come while the sink takes none, until its query pauses. */
    private static void pause(SinkServer server, String in, String out) throws Exception {
        server.run("CREATE STREAM f (n BIGINT) WITH (connector = 'troubled', id = '" + in + "')");
        server.run("CREATE MATERIALIZED VIEW others AS SELECT COUNT(*) AS n FROM f");
        Troubles.of(out).begin(Call.DELIVER, Fault.HANGS);
        server.run("CREATE SINK k AS SELECT STREAM n FROM f WITH (connector = 'troubled', id = '" + out + "')");
        for (int count = 1; count <= 200; count++) {
            Troubles.of(in).grow(count);
            TimeUnit.MILLISECONDS.sleep(10);
        }
        SinkServer.await(() -> query(server), "PAUSED");
    }

    private static String query(SinkServer server) throws Exception {
        return server.text("SELECT query_status FROM sys.sinks WHERE name = 'k'");
    }
}
