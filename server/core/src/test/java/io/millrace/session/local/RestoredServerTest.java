package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.Settings;
import io.millrace.engine.driver.DriverCut;
import io.millrace.journal.checkpoint.CheckpointStore;
import io.millrace.journal.checkpoint.StoredCheckpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes on from a checkpoint gives what it would have given had it never stopped. */
class RestoredServerTest {

    private static final List<String> DEFINITIONS = List.of(
            "CREATE STREAM bids (id BIGINT, item VARCHAR, price DECIMAL(12, 2), ts TIMESTAMP(3),"
                    + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)",
            "CREATE STREAM asks (id BIGINT, item VARCHAR, price DOUBLE, ts TIMESTAMP(3),"
                    + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)",
            "CREATE TABLE items (item VARCHAR PRIMARY KEY, label VARCHAR) WITH (connector = 'files',"
                    + " path = '${dir}/items.csv', format = 'csv', follow = true)",
            "CREATE TABLE notes (n BIGINT, note VARCHAR)",
            "CREATE STREAM lines (word VARCHAR, n INT) WITH (connector = 'files', path = '${dir}/lines.csv',"
                    + " format = 'csv', follow = true)",
            "CREATE MATERIALIZED VIEW totals AS SELECT item, COUNT(*) AS n, SUM(price) AS s, AVG(price) AS a,"
                    + " MIN(price) AS lo, MAX(price) AS hi, COUNT(DISTINCT id) AS d FROM bids GROUP BY item",
            "CREATE MATERIALIZED VIEW words AS SELECT word, COUNT(*) AS n, SUM(n) AS s FROM lines GROUP BY word",
            "CREATE MATERIALIZED VIEW closed AS SELECT item, window_start, COUNT(*) AS n, SUM(price) AS s"
                    + " FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(ts), INTERVAL '10' SECOND))"
                    + " GROUP BY item, window_start, window_end EMIT ON WINDOW CLOSE",
            "CREATE MATERIALIZED VIEW hops AS SELECT item, window_start, SUM(price) AS s"
                    + " FROM TABLE(HOP(TABLE asks, DESCRIPTOR(ts), INTERVAL '5' SECOND, INTERVAL '20' SECOND))"
                    + " GROUP BY item, window_start, window_end",
            "CREATE MATERIALIZED VIEW sessions AS SELECT item, window_start, window_end, COUNT(*) AS n"
                    + " FROM TABLE(SESSION(TABLE bids PARTITION BY item, DESCRIPTOR(ts), INTERVAL '2' SECOND))"
                    + " GROUP BY item, window_start, window_end",
            "CREATE MATERIALIZED VIEW pairs AS SELECT b.id AS bid, a.id AS ask, b.item FROM bids b JOIN asks a"
                    + " ON b.item = a.item AND a.ts BETWEEN b.ts - INTERVAL '3' SECOND AND b.ts + INTERVAL '3' SECOND",
            "CREATE MATERIALIZED VIEW labelled AS SELECT b.id, b.item, i.label FROM bids b LEFT JOIN items i"
                    + " ON b.item = i.item",
            "CREATE MATERIALIZED VIEW priced AS SELECT b.id, a.price FROM bids b LEFT ASOF JOIN asks a"
                    + " MATCH_CONDITION b.ts >= a.ts ON b.item = a.item",
            "CREATE MATERIALIZED VIEW best AS SELECT item, id, price FROM (SELECT item, id, price, ROW_NUMBER() OVER"
                    + " (PARTITION BY item ORDER BY price DESC, id) AS r FROM bids) WHERE r <= 3",
            "CREATE STREAM running AS SELECT STREAM ts, item, id, SUM(price) OVER (PARTITION BY item ORDER BY ts"
                    + " ROWS BETWEEN 3 PRECEDING AND CURRENT ROW) AS total FROM bids",
            "CREATE MATERIALIZED VIEW rises AS SELECT * FROM bids MATCH_RECOGNIZE (PARTITION BY item ORDER BY ts"
                    + " MEASURES FIRST(A.id) AS f, LAST(B.id) AS l, COUNT(*) AS n ONE ROW PER MATCH"
                    + " PATTERN (A B+) DEFINE B AS B.price > PREV(B.price))",
            "CREATE MATERIALIZED VIEW divided AS SELECT id, 100 / (id - 30) AS q FROM bids",
            "CREATE MATERIALIZED VIEW above AS SELECT item, MAX(total) AS t FROM running GROUP BY item",
            "CREATE MATERIALIZED VIEW late_ones AS SELECT COUNT(*) AS n FROM closed$late",
            "CREATE MATERIALIZED VIEW lately AS SELECT id FROM bids WHERE ts > CURRENT_TIMESTAMP - INTERVAL '8' SECOND",
            "CREATE SINK dear AS SELECT STREAM id, item, price FROM bids WHERE price > 5"
                    + " WITH (connector = 'files', path = 'out', format = 'json')");

    private static final List<String> CHECKED = List.of(
            "bids",
            "asks",
            "items",
            "notes",
            "lines",
            "totals",
            "words",
            "closed",
            "hops",
            "sessions",
            "pairs",
            "labelled",
            "priced",
            "best",
            "running",
            "rises",
            "divided",
            "above",
            "late_ones",
            "lately",
            "closed$late",
            "sessions$late",
            "running$late",
            "divided$errors",
            "bids$errors",
            "lines$errors");

    private RestoredServers servers;

    @BeforeEach
    void prepare(@TempDir Path directory) throws IOException {
        servers = new RestoredServers(directory);
    }

    private String definitions() {
        return String.join(";", DEFINITIONS)
                .replace("${dir}", servers.directory().toString());
    }

    /** What happens at each step, by number. */
    private List<String> step(int step, Random random) {
        List<String> sql = new ArrayList<>();
        long now = 1_704_103_200_000L + step * 1_000L;
        sql.add("ADVANCE CLOCK TO TIMESTAMP '" + RestoredServers.time(now) + "'");
        for (String stream : List.of("bids", "asks")) {
            List<String> rows = new ArrayList<>();
            for (int row = 0; row < 1 + random.nextInt(4); row++) {
                long late = random.nextInt(10) == 0 ? 40_000 : random.nextInt(4_000);
                rows.add("(" + (step + row) + ", '" + "abcd".charAt(random.nextInt(4)) + "', "
                        + random.nextInt(90) / 4.0 + ", TIMESTAMP '" + RestoredServers.time(now - late) + "')");
            }
            sql.add("INSERT INTO " + stream + " VALUES " + String.join(", ", rows));
        }
        if (step % 3 == 0) {
            sql.add("INSERT INTO notes VALUES (" + random.nextInt(3) + ", 'n'), (7, NULL)");
        }
        return sql;
    }

    private void run(TestServer server, int from, int to, long seed) {
        for (int step = from; step < to; step++) {
            step(step, new Random(seed + step)).forEach(server::run);
        }
    }

    /** All content, and what is counted and promised. */
    private Map<String, List<String>> content(TestServer server) {
        Map<String, List<String>> content = new TreeMap<>();
        for (String name : CHECKED) {
            content.put(name, RestoredServers.sorted(server.rows("SELECT * FROM " + name)));
        }
        content.put(
                "counts",
                RestoredServers.sorted(
                        server.rows(
                                "SELECT name, status, rows_in, rows_out, late_rows, failed_rows, watermark, state_rows FROM sys.queries")));
        content.put(
                "inputs",
                RestoredServers.sorted(server.rows("SELECT name, rows, rejected, watermark FROM sys.streams")));
        content.put("tables", RestoredServers.sorted(server.rows("SELECT name, rows, rejected FROM sys.tables")));
        return content;
    }

    private static void assertSame(Map<String, List<String>> expected, Map<String, List<String>> found) {
        SoftAssertions.assertSoftly(each -> expected.forEach(
                (name, rows) -> each.assertThat(found.get(name)).as(name).isEqualTo(rows)));
    }

    private void awaitFiles(TestServer server, int lines) {
        TestServer.await(() -> server.rows("SELECT * FROM items WHERE label = 'label " + lines + "'")
                        .size()
                == 1);
        TestServer.await(() -> {
            long read = ((Number) server.rows("SELECT COALESCE(SUM(n), 0) FROM words")
                            .get(0)
                            .get(0))
                    .longValue();
            long bad = ((Number) server.rows("SELECT COUNT(*) FROM lines$errors")
                            .get(0)
                            .get(0))
                    .longValue();
            return read + bad == lines;
        });
    }

    @Test
    void restoredServerGoesOnAsIfItHadNeverStopped() throws IOException {
        long seed = 5;
        try (TestServer first = servers.server("a")) {
            first.run("SET CLOCK MANUAL");
            first.run("ADVANCE CLOCK TO TIMESTAMP '2024-01-01 09:59:00'");
            first.run(definitions());
            servers.append(0, 40);
            run(first, 0, 25, seed);
            awaitFiles(first, 40);
            first.run("ALTER SINK dear SUSPEND");
            run(first, 25, 30, seed);
            DriverCut cut = RestoredServers.cut(first);
            List<String> delivered = servers.output("a");
            Map<String, List<String>> then = content(first);
            run(first, 30, 60, seed);
            servers.copyOutput();
            try (TestServer second = servers.restored("b", servers.stored(cut), definitions())) {
                run(second, 30, 60, seed);
                assertSame(content(first), content(second));
                assertThat(content(first)).isNotEqualTo(then);
                servers.append(40, 70);
                awaitFiles(first, 70);
                awaitFiles(second, 70);
                for (String name : List.of("items", "lines", "words", "labelled")) {
                    assertThat(RestoredServers.sorted(second.rows("SELECT * FROM " + name)))
                            .isEqualTo(RestoredServers.sorted(first.rows("SELECT * FROM " + name)));
                }
                for (TestServer server : List.of(first, second)) {
                    server.run("ALTER SINK dear RESUME");
                    TestServer.await(() -> server.rows("SELECT lag_batches FROM sys.sinks")
                            .get(0)
                            .get(0)
                            .equals(0L));
                }
                assertThat(servers.output("b")).containsExactlyInAnyOrderElementsOf(servers.output("a"));
                assertThat(delivered)
                        .isNotEmpty()
                        .hasSizeLessThan(servers.output("a").size());
            }
        }
    }

    /** Files with changes on top of files, and a server that was itself restored. */
    @Test
    void serverThatWasRestoredCanBeRestoredAgainFromWhatHasChangedSince() throws IOException {
        String definitions = "CREATE STREAM s (k INT, v BIGINT, t VARCHAR, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);"
                + "CREATE MATERIALIZED VIEW sums AS SELECT k, COUNT(*) AS n, SUM(v) AS v, MAX(t) AS t FROM s GROUP BY k;"
                + "CREATE MATERIALIZED VIEW few AS SELECT k, n FROM sums WHERE n < 3;"
                + "CREATE STREAM long AS SELECT STREAM k, t, ts FROM s WHERE v > 10";
        try (TestServer oracle = servers.server("a")) {
            oracle.run(definitions);
            TestServer server = servers.server("b");
            server.run(definitions);
            long bytes = 0;
            for (int round = 0; round < 40; round++) {
                String insert = values(round, round % 10 == 0 ? 4_000 : 150);
                oracle.run(insert);
                server.run(insert);
                CheckpointStore store = servers.store();
                CheckpointStore.Written written = RestoredServers.write(store, RestoredServers.cut(server));
                assertThat(written.files()).isLessThanOrEqualTo(8);
                bytes += written.bytes();
                if (round % 7 == 6) {
                    server.close();
                    server = servers.restored("b", servers.store().newest().orElseThrow(), definitions);
                }
            }
            for (String query : List.of("s", "sums", "few", "long")) {
                assertThat(RestoredServers.sorted(server.rows("SELECT * FROM " + query)))
                        .as(query)
                        .isEqualTo(RestoredServers.sorted(oracle.rows("SELECT * FROM " + query)));
            }
            long whole = servers.store().newest().orElseThrow().bytes();
            assertThat(bytes).isLessThan(20 * whole); // forty checkpoints, of which each changes many blocks
            server.close();
        }
    }

    private static String values(int round, int count) {
        Random random = new Random(round);
        return IntStream.range(0, count)
                .mapToObj(
                        row -> "(" + random.nextInt(3_000) + ", " + random.nextInt(100) + ", 'text " + random.nextInt()
                                + "', TIMESTAMP '" + RestoredServers.time(1_704_103_200_000L + round * 1000L) + "')")
                .collect(Collectors.joining(", ", "INSERT INTO s VALUES ", ""));
    }

    @Test
    void otherDefinitionsAreRefusedAndOtherPartitionsAreNot() throws IOException {
        String stream = "CREATE STREAM s (k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);";
        String definitions = stream + "CREATE MATERIALIZED VIEW v AS SELECT k, COUNT(*) AS n FROM s GROUP BY k";
        StoredCheckpoint checkpoint;
        try (TestServer first = servers.server("a")) {
            first.run(definitions);
            RestoredServers.seconds(first, 0, 10);
            checkpoint = servers.stored(RestoredServers.cut(first));
        }
        Settings four = Settings.defaults().with("partitions", "4");
        try (TestServer server =
                new TestServer(four, Clock.systemUTC(), servers.directory().resolve("b"))) {
            RestoredServers.restore(server, checkpoint, definitions);
            RestoredServers.seconds(server, 10, 20);
            assertThat(RestoredServers.sorted(server.rows("SELECT * FROM v")))
                    .isNotEmpty()
                    .isEqualTo(RestoredServers.sorted(server.rows("SELECT k, COUNT(*) AS n FROM s GROUP BY k")));
        }
        assertRefused(stream, checkpoint, "state of [v, v$errors, v$late] which are not defined");
        assertRefused(definitions + "; CREATE STREAM more (k INT)", checkpoint, "no state of [more, more$errors]");
        assertRefused(
                stream + "CREATE MATERIALIZED VIEW v AS SELECT k, ts FROM s",
                checkpoint,
                "the state of \"v\" cannot be restored");
    }

    private void assertRefused(String definitions, StoredCheckpoint checkpoint, String text) {
        Settings settings = Settings.defaults().with("partitions", "2");
        try (TestServer server =
                new TestServer(settings, Clock.systemUTC(), servers.directory().resolve("b"))) {
            assertThatThrownBy(() -> RestoredServers.restore(server, checkpoint, definitions))
                    .hasMessageContaining(text);
        }
    }
}
