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

    private static final List<String> VIEWS = List.of(
            "SELECT k, COUNT(*) AS c, SUM(n) AS total, COUNT(DISTINCT n) AS d FROM s GROUP BY k",
            "SELECT s.n, o.name FROM s JOIN o ON s.k = o.k",
            "SELECT k, n FROM s QUALIFY ROW_NUMBER() OVER (PARTITION BY k ORDER BY n DESC) <= 3",
            "SELECT n, SUM(n) OVER (PARTITION BY k ORDER BY n) AS running FROM s",
            "SELECT COUNT(*) AS c, MAX(n) AS greatest FROM s WHERE k <> 'k2'",
            "SELECT DISTINCT k FROM s");

    private static void assertRecomputed(SinkServer server, int views) throws Exception {
        for (int view = 0; view < views; view++) {
            String query = VIEWS.get(view % VIEWS.size());
            assertThat(server.number("SELECT COUNT(*) FROM v" + view)).isPositive();
            for (String difference : List.of(
                    "SELECT * FROM v" + view + " EXCEPT ALL " + query, query + " EXCEPT ALL SELECT * FROM v" + view)) {
                assertThat(server.number("SELECT COUNT(*) FROM (" + difference + ") AS d"))
                        .as(query)
                        .isZero();
            }
        }
        assertThat(server.text("SELECT SUM(c) || ' ' || SUM(total) FROM w"))
                .isEqualTo(server.text("SELECT COUNT(*) || ' ' || SUM(n) FROM s"));
    }

    private static void insert(SinkServer server, int from) throws Exception {
        server.run("INSERT INTO s VALUES "
                + IntStream.range(from, from + 3_000)
                        .mapToObj(n -> "(" + n + ", 'k" + n % 7 + "')")
                        .collect(Collectors.joining(", ")));
    }

    /** Its queries keep the partitions that they have, new ones get as many as there are to be now; and all answers stay the same. */
    @Test
    void directoryIsGoneOnWithOnAnyNumberOfPartitions() throws Exception {
        int views = 0;
        Path data = directory;
        for (int partitions : new int[] {2, 5, 1, 3, 3, 16}) {
            try (SinkServer server = new SinkServer(data, List.of("partitions=" + partitions))) {
                if (views == 0) {
                    server.run("CREATE STREAM s (n BIGINT, k VARCHAR)");
                    server.run("CREATE STREAM passed AS SELECT STREAM n, k FROM s WHERE n >= 0");
                    server.run("CREATE TABLE o (k VARCHAR PRIMARY KEY, name VARCHAR)");
                    server.run("INSERT INTO o VALUES ('k1', 'one'), ('k4', 'four')");
                    server.run(
                            "CREATE MATERIALIZED VIEW w AS SELECT k, COUNT(*) AS c, SUM(n) AS total FROM passed GROUP BY k");
                } else {
                    assertRecomputed(server, views);
                }
                insert(server, views * 1_000);
                server.run("CHECKPOINT");
                for (String query : VIEWS) {
                    server.run("CREATE MATERIALIZED VIEW v" + views++ + " AS " + query);
                }
                insert(server, views * 1_000);
                assertRecomputed(server, views);
                assertThat(server.number("SELECT COUNT(*) FROM sys.queries WHERE status <> 'RUNNING'"))
                        .isZero();
                Path next = directory.resolve("then" + views);
                SinkServer.copyData(data.resolve("data"), next.resolve("data")); // as if it were killed
                data = next;
            }
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
