package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.SinkServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that go on where another one stopped, under other circumstances. */
class RestartTest {

    @TempDir
    Path directory;

    /** What is left is the journal: all is done again. */
    private void deleteCheckpoints() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data").resolve("checkpoints"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void settingsOfTheServerThatStartsDoNotChangeWhatIsDefined() throws Exception {
        try (SinkServer server = new SinkServer(directory, List.of())) {
            server.run("CREATE STREAM s (n BIGINT)");
            server.run("INSERT INTO s VALUES (1), (2), (3)");
            server.run("CREATE MATERIALIZED VIEW v AS SELECT SUM(n) AS total FROM s");
        }
        deleteCheckpoints();
        try (SinkServer server = new SinkServer(directory, List.of("backfill=none", "statement.timeout=2 s"))) {
            assertThat(server.number("SELECT total FROM v")).isEqualTo(6);
        }
    }

    /** What has failed stays so, also where it would not fail again: for want of memory, say, of which there is more now. */
    @Test
    void queryThatHasFailedIsStillFailedWhereItWouldNotFailAgain() throws Exception {
        try (SinkServer server = new SinkServer(directory, List.of("query.memory=2 MiB"))) {
            server.run("CREATE STREAM s (n BIGINT)");
            server.run("CREATE MATERIALIZED VIEW v AS SELECT n, COUNT(*) AS c FROM s GROUP BY n");
            for (int from = 0; from < 100_000; from += 5_000) {
                server.run("INSERT INTO s VALUES "
                        + IntStream.range(from, from + 5_000)
                                .mapToObj(n -> "(" + n + ")")
                                .collect(Collectors.joining(", ")));
            }
            assertThat(server.text("SELECT failure FROM sys.queries WHERE name = 'v'"))
                    .contains("memory");
            SinkServer.copyData(
                    directory.resolve("data"), directory.resolve("later").resolve("data"));
        }
        try (SinkServer server = new SinkServer(directory.resolve("later"), List.of())) {
            assertThat(server.text("SELECT failure FROM sys.queries WHERE name = 'v'"))
                    .contains("memory");
        }
    }

    @Test
    void checkpointsAreListedWhileTheServerRuns() throws Exception {
        try (SinkServer server = new SinkServer(directory, List.of())) {
            server.run("CREATE STREAM s (n BIGINT)");
            server.run("INSERT INTO s VALUES (1)");
            long batch = server.number("SELECT MAX(batch) FROM sys.batches");
            server.run("CHECKPOINT");
            assertThat(server.number("SELECT batch FROM sys.checkpoints")).isEqualTo(batch);
            server.run("CHECKPOINT");
            assertThat(server.number("SELECT COUNT(*) FROM sys.checkpoints")).isEqualTo(2);
        }
    }

    private static final int ROWS = 500;

    private void writeRows() throws IOException {
        Files.writeString(
                directory.resolve("rows.csv"),
                IntStream.range(0, ROWS).mapToObj(row -> row + "\n").collect(Collectors.joining()));
    }

    private String definitions() {
        return "CREATE STREAM s (n BIGINT) WITH (connector = 'files', path = '" + directory.resolve("rows.csv")
                + "', format = 'csv', follow = true);"
                + "CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS c, SUM(n) AS total FROM s;"
                + "CREATE SINK k AS SELECT STREAM n FROM s WITH (connector = 'files', path = '"
                + directory.resolve("out") + "', format = 'csv')";
    }

    private void assertEachRowOnce(SinkServer server) throws Exception {
        SinkServer.await(() -> server.number("SELECT c FROM v"), (long) ROWS);
        assertThat(server.number("SELECT total FROM v")).isEqualTo((long) ROWS * (ROWS - 1) / 2);
        SinkServer.await(() -> server.number("SELECT lag_batches FROM sys.sinks"), 0L);
        try (Stream<String> lines = Files.lines(directory.resolve("out").resolve("rows.csv"))) {
            assertThat(lines.mapToInt(Integer::parseInt).sorted().boxed().toList())
                    .isEqualTo(IntStream.range(0, ROWS).boxed().toList());
        }
    }

    /** Neither the last row nor the last batch comes again, whether there is a checkpoint after it or not. */
    @Test
    void restartsWithoutInputBringNothing() throws Exception {
        writeRows();
        for (int start = 0; start < 10; start++) {
            try (SinkServer server = new SinkServer(directory, List.of())) {
                if (start == 0) {
                    server.run(definitions());
                }
                assertEachRowOnce(server);
                if (start % 3 == 2) {
                    server.run("CHECKPOINT");
                }
            }
            if (start == 0) {
                deleteCheckpoints();
            }
        }
    }

    @Test
    void checkpointsWhileSourcesAreStartingCountNothingTwice() throws Exception {
        writeRows();
        try (SinkServer server = new SinkServer(directory, List.of("batch.rows=10"))) {
            for (String definition : definitions().split(";")) {
                server.run(definition);
                server.run("CHECKPOINT");
            }
        }
        for (int start = 0; start < 3; start++) {
            try (SinkServer server = new SinkServer(directory, List.of("batch.rows=7"))) {
                server.run("CHECKPOINT");
                assertEachRowOnce(server);
            }
        }
    }
}
