package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.Settings;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.DriverCut;
import io.millrace.engine.refused.SideRelations;
import io.millrace.journal.checkpoint.Checkpoint;
import io.millrace.journal.checkpoint.CheckpointHead;
import io.millrace.journal.checkpoint.CheckpointStore;
import io.millrace.journal.storage.DiskStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that goes on from a checkpoint gives what it would have given had it never stopped. */
class RestoredServerTest {

    private static final UUID SERVER = new UUID(1, 2);

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

    @TempDir
    private Path directory;

    @BeforeEach
    void makeFile() throws IOException {
        Files.writeString(directory.resolve("lines.csv"), "");
        Files.writeString(directory.resolve("items.csv"), "");
        Files.createDirectories(directory.resolve("a"));
        Files.createDirectories(directory.resolve("b"));
    }

    private TestServer server(String name) {
        return new TestServer(
                Settings.defaults().with("partitions", "2"), Clock.systemUTC(), directory.resolve(name));
    }

    private void define(TestServer server) {
        DEFINITIONS.forEach(sql -> server.run(sql.replace("${dir}", directory.toString())));
    }

    /** What happens at each step, by number. */
    private List<String> step(int step, Random random) {
        List<String> sql = new ArrayList<>();
        long now = 1_704_103_200_000L + step * 1_000L;
        sql.add("ADVANCE CLOCK TO TIMESTAMP '" + time(now) + "'");
        for (String stream : List.of("bids", "asks")) {
            List<String> rows = new ArrayList<>();
            for (int row = 0; row < 1 + random.nextInt(4); row++) {
                long late = random.nextInt(10) == 0 ? 40_000 : random.nextInt(4_000);
                rows.add("(" + (step + row) + ", '" + "abcd".charAt(random.nextInt(4)) + "', " + random.nextInt(90) / 4.0
                        + ", TIMESTAMP '" + time(now - late) + "')");
            }
            sql.add("INSERT INTO " + stream + " VALUES " + String.join(", ", rows));
        }
        if (step % 3 == 0) {
            sql.add("INSERT INTO notes VALUES (" + random.nextInt(3) + ", 'n'), (7, NULL)");
        }
        return sql;
    }

    private static String time(long millis) {
        return new java.sql.Timestamp(millis).toInstant().toString().replace("T", " ").replace("Z", "");
    }

    private void run(TestServer server, int from, int to, long seed) {
        for (int step = from; step < to; step++) {
            step(step, new Random(seed + step)).forEach(server::run);
        }
    }

    private void append(int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append("w").append(i % 5).append(',').append(i % 11 == 0 ? "bad" : i).append('\n');
        }
        Files.writeString(directory.resolve("lines.csv"), lines, StandardOpenOption.APPEND);
        Files.writeString(
                directory.resolve("items.csv"),
                "a,label " + from + "\nb,label " + from + "\na,label " + to + "\n",
                StandardOpenOption.APPEND);
    }

    private static List<String> names(Driver driver) {
        return Stream.concat(
                        driver.published().inputs().keySet().stream(),
                        driver.queries().stream().map(query -> query.name()))
                .filter(name -> !SideRelations.isSide(name))
                .toList();
    }

    private static DriverCut cut(TestServer server) {
        Driver driver = server.service().driver();
        List<DriverCut> cut = new ArrayList<>();
        TestServer.await(() -> driver.cut(names(driver)).map(cut::add).orElse(false));
        return cut.get(0);
    }

    private Checkpoint stored(DriverCut cut) throws IOException {
        Path checkpoints = directory.resolve("checkpoints");
        CheckpointStore.open(new DiskStorage(), checkpoints, SERVER)
                .write(new CheckpointHead(1, cut.batch(), 0, 0), new byte[0], cut.state());
        return CheckpointStore.open(new DiskStorage(), checkpoints, SERVER)
                .newest()
                .orElseThrow();
    }

    private TestServer restored(String name, Checkpoint checkpoint) {
        TestServer server = server(name);
        Driver driver = server.service().driver();
        driver.beginRecovery(true);
        define(server);
        driver.restore(checkpoint.facts(), checkpoint);
        driver.endRecovery();
        return server;
    }

    /** All content, and what is counted and promised. */
    private Map<String, List<String>> content(TestServer server) {
        Map<String, List<String>> content = new TreeMap<>();
        for (String name : CHECKED) {
            content.put(name, sorted(server.rows("SELECT * FROM " + name)));
        }
        content.put("counts", sorted(server.rows(
                "SELECT name, status, rows_in, rows_out, late_rows, failed_rows, watermark, state_rows FROM sys.queries")));
        content.put("inputs", sorted(server.rows("SELECT name, rows, rejected, watermark FROM sys.streams")));
        content.put("tables", sorted(server.rows("SELECT name, rows, rejected FROM sys.tables")));
        return content;
    }

    private static void assertSame(Map<String, List<String>> expected, Map<String, List<String>> found) {
        SoftAssertions.assertSoftly(each -> expected.forEach((name, rows) -> each.assertThat(found.get(name))
                .as(name)
                .isEqualTo(rows)));
    }

    private static List<String> sorted(List<List<Object>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                        .map(value -> value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                        .toList()
                        .toString())
                .sorted()
                .toList();
    }

    private List<String> output(String name) throws IOException {
        List<String> lines = new ArrayList<>();
        Path out = directory.resolve(name).resolve("out");
        if (Files.exists(out)) {
            try (Stream<Path> files = Files.list(out)) {
                for (Path file : files.filter(path -> path.toString().endsWith("json")).toList()) {
                    lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
                }
            }
        }
        return lines.stream().sorted().toList();
    }

    private void awaitFiles(TestServer server, int lines) {
        TestServer.await(() -> server.rows("SELECT * FROM items WHERE label = 'label " + lines + "'").size() == 1);
        TestServer.await(() -> {
            long read = ((Number) server.rows("SELECT COALESCE(SUM(n), 0) FROM words").get(0).get(0)).longValue();
            long bad = ((Number) server.rows("SELECT COUNT(*) FROM lines$errors").get(0).get(0)).longValue();
            return read + bad == lines;
        });
    }

    @Test
    void restoredServerGoesOnAsIfItHadNeverStopped() throws IOException {
        long seed = 5;
        try (TestServer first = server("a")) {
            first.run("SET CLOCK MANUAL");
            first.run("ADVANCE CLOCK TO TIMESTAMP '2024-01-01 09:59:00'");
            define(first);
            append(0, 40);
            run(first, 0, 25, seed);
            awaitFiles(first, 40);
            first.run("ALTER SINK dear SUSPEND");
            run(first, 25, 30, seed);
            DriverCut cut = cut(first);
            List<String> delivered = output("a");
            Map<String, List<String>> then = content(first);
            append(40, 70);
            awaitFiles(first, 70);
            run(first, 30, 60, seed);
            try (TestServer second = restored("b", stored(cut))) {
                awaitFiles(second, 70);
                run(second, 30, 60, seed);
                assertSame(content(first), content(second));
                assertThat(content(first)).isNotEqualTo(then);
                for (TestServer server : List.of(first, second)) {
                    server.run("ALTER SINK dear RESUME");
                    TestServer.await(() -> server.rows("SELECT lag_batches FROM sys.sinks").get(0).get(0).equals(0L));
                }
                List<String> all = new ArrayList<>(delivered);
                all.addAll(output("b"));
                assertThat(all).containsExactlyInAnyOrderElementsOf(output("a"));
                assertThat(delivered).isNotEmpty().hasSizeLessThan(all.size());
            }
        }
    }
}
