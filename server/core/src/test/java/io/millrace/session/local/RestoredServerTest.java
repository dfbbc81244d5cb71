package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.Settings;
import io.millrace.engine.driver.Driver;
import io.millrace.engine.driver.DriverCut;
import io.millrace.engine.history.History;
import io.millrace.engine.refused.SideRelations;
import io.millrace.journal.checkpoint.CheckpointHead;
import io.millrace.journal.checkpoint.CheckpointStore;
import io.millrace.journal.checkpoint.StoredCheckpoint;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
        return new TestServer(Settings.defaults().with("partitions", "2"), Clock.systemUTC(), directory.resolve(name));
    }

    private String definitions() {
        return String.join(";", DEFINITIONS).replace("${dir}", directory.toString());
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
                rows.add("(" + (step + row) + ", '" + "abcd".charAt(random.nextInt(4)) + "', "
                        + random.nextInt(90) / 4.0 + ", TIMESTAMP '" + time(now - late) + "')");
            }
            sql.add("INSERT INTO " + stream + " VALUES " + String.join(", ", rows));
        }
        if (step % 3 == 0) {
            sql.add("INSERT INTO notes VALUES (" + random.nextInt(3) + ", 'n'), (7, NULL)");
        }
        return sql;
    }

    private static String time(long millis) {
        return new java.sql.Timestamp(millis)
                .toInstant()
                .toString()
                .replace("T", " ")
                .replace("Z", "");
    }

    private void run(TestServer server, int from, int to, long seed) {
        for (int step = from; step < to; step++) {
            step(step, new Random(seed + step)).forEach(server::run);
        }
    }

    private void append(int from, int to) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = from; i < to; i++) {
            lines.append("w")
                    .append(i % 5)
                    .append(',')
                    .append(i % 11 == 0 ? "bad" : i)
                    .append('\n');
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
        TestServer.await(() -> driver.restart().cut(names(driver)).map(cut::add).orElse(false));
        return cut.get(0);
    }

    private StoredCheckpoint stored(DriverCut cut) throws IOException {
        write(store(), cut);
        return store().newest().orElseThrow();
    }

    private CheckpointStore store() throws IOException {
        return CheckpointStore.open(new DiskStorage(), directory.resolve("checkpoints"), SERVER);
    }

    private static CheckpointStore.Written write(CheckpointStore store, DriverCut cut) throws IOException {
        return store.write(new CheckpointHead(1, cut.batch(), 0, 0), new byte[0], cut.state());
    }

    private TestServer restored(String name, StoredCheckpoint checkpoint, String definitions) {
        TestServer server = server(name);
        restore(server, checkpoint, definitions);
        return server;
    }

    private static void restore(TestServer server, StoredCheckpoint checkpoint, String definitions) {
        Driver driver = server.service().driver();
        driver.restart().begin(true);
        server.run(definitions);
        driver.restart().restore(checkpoint.facts(), checkpoint);
        driver.restart().end(History.NONE);
    }

    /** All content, and what is counted and promised. */
    private Map<String, List<String>> content(TestServer server) {
        Map<String, List<String>> content = new TreeMap<>();
        for (String name : CHECKED) {
            content.put(name, sorted(server.rows("SELECT * FROM " + name)));
        }
        content.put(
                "counts",
                sorted(
                        server.rows(
                                "SELECT name, status, rows_in, rows_out, late_rows, failed_rows, watermark, state_rows FROM sys.queries")));
        content.put("inputs", sorted(server.rows("SELECT name, rows, rejected, watermark FROM sys.streams")));
        content.put("tables", sorted(server.rows("SELECT name, rows, rejected FROM sys.tables")));
        return content;
    }

    private static void assertSame(Map<String, List<String>> expected, Map<String, List<String>> found) {
        SoftAssertions.assertSoftly(each -> expected.forEach(
                (name, rows) -> each.assertThat(found.get(name)).as(name).isEqualTo(rows)));
    }

    private static List<String> sorted(List<List<Object>> rows) {
        return rows.stream()
                .map(row -> row.stream()
                        .map(value ->
                                value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value)
                        .toList()
                        .toString())
                .sorted()
                .toList();
    }

    /** The server that goes on finds what the sink has of the one before. */
    private void copyOutput() throws IOException {
        Path from = directory.resolve("a").resolve("out");
        Path to = directory.resolve("b").resolve("out");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.sorted().toList()) {
                Path copy = to.resolve(from.relativize(file));
                Files.createDirectories(copy.getParent());
                if (Files.isRegularFile(file)) {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private List<String> output(String name) throws IOException {
        List<String> lines = new ArrayList<>();
        Path out = directory.resolve(name).resolve("out");
        if (Files.exists(out)) {
            try (Stream<Path> files = Files.list(out)) {
                for (Path file :
                        files.filter(path -> path.toString().endsWith("json")).toList()) {
                    lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
                }
            }
        }
        return lines.stream().sorted().toList();
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
        try (TestServer first = server("a")) {
            first.run("SET CLOCK MANUAL");
            first.run("ADVANCE CLOCK TO TIMESTAMP '2024-01-01 09:59:00'");
            first.run(definitions());
            append(0, 40);
            run(first, 0, 25, seed);
            awaitFiles(first, 40);
            first.run("ALTER SINK dear SUSPEND");
            run(first, 25, 30, seed);
            DriverCut cut = cut(first);
            List<String> delivered = output("a");
            Map<String, List<String>> then = content(first);
            run(first, 30, 60, seed);
            copyOutput();
            try (TestServer second = restored("b", stored(cut), definitions())) {
                run(second, 30, 60, seed);
                assertSame(content(first), content(second));
                assertThat(content(first)).isNotEqualTo(then);
                append(40, 70);
                awaitFiles(first, 70);
                awaitFiles(second, 70);
                for (String name : List.of("items", "lines", "words", "labelled")) {
                    assertThat(sorted(second.rows("SELECT * FROM " + name)))
                            .isEqualTo(sorted(first.rows("SELECT * FROM " + name)));
                }
                for (TestServer server : List.of(first, second)) {
                    server.run("ALTER SINK dear RESUME");
                    TestServer.await(() -> server.rows("SELECT lag_batches FROM sys.sinks")
                            .get(0)
                            .get(0)
                            .equals(0L));
                }
                assertThat(output("b")).containsExactlyInAnyOrderElementsOf(output("a"));
                assertThat(delivered).isNotEmpty().hasSizeLessThan(output("a").size());
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
        try (TestServer oracle = server("a")) {
            oracle.run(definitions);
            TestServer server = server("b");
            server.run(definitions);
            long bytes = 0;
            for (int round = 0; round < 40; round++) {
                String insert = values(round, round % 10 == 0 ? 4_000 : 150);
                oracle.run(insert);
                server.run(insert);
                CheckpointStore store = store();
                CheckpointStore.Written written = write(store, cut(server));
                assertThat(written.files()).isLessThanOrEqualTo(8);
                bytes += written.bytes();
                if (round % 7 == 6) {
                    server.close();
                    server = restored("b", store().newest().orElseThrow(), definitions);
                }
            }
            for (String query : List.of("s", "sums", "few", "long")) {
                assertThat(sorted(server.rows("SELECT * FROM " + query)))
                        .as(query)
                        .isEqualTo(sorted(oracle.rows("SELECT * FROM " + query)));
            }
            long whole = store().newest().orElseThrow().bytes();
            assertThat(bytes).isLessThan(20 * whole); // forty checkpoints, of which each changes many blocks
            server.close();
        }
    }

    private static String values(int round, int count) {
        Random random = new Random(round);
        return IntStream.range(0, count)
                .mapToObj(row -> "(" + random.nextInt(3_000) + ", " + random.nextInt(100) + ", 'text "
                        + random.nextInt() + "', TIMESTAMP '" + time(1_704_103_200_000L + round * 1000L) + "')")
                .collect(Collectors.joining(", ", "INSERT INTO s VALUES ", ""));
    }

    /** What was suspended catches up with what came since, wherever that was cut. */
    @Test
    void suspendedViewsStreamsAndSourcesAreSuspendedAsTheyWere() throws IOException {
        String definitions = "CREATE STREAM s (k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);"
                + "CREATE MATERIALIZED VIEW n AS SELECT k, COUNT(*) AS n FROM s GROUP BY k;"
                + "CREATE MATERIALIZED VIEW v AS SELECT n, COUNT(*) AS m FROM n GROUP BY n;"
                + "CREATE STREAM d AS SELECT STREAM k, ts FROM s;"
                + "CREATE MATERIALIZED VIEW w AS SELECT window_start, COUNT(*) AS n FROM"
                + " TABLE(TUMBLE(TABLE d, DESCRIPTOR(ts), INTERVAL '10' SECOND))"
                + " GROUP BY window_start, window_end EMIT ON WINDOW CLOSE;"
                + "CREATE STREAM lines (word VARCHAR, n INT) WITH (connector = 'files', path = '" + directory
                + "/lines.csv', format = 'csv', follow = true);"
                + "CREATE MATERIALIZED VIEW words AS SELECT COUNT(*) AS n FROM lines";
        try (TestServer first = server("a")) {
            first.run(definitions);
            seconds(first, 0, 20);
            first.run("ALTER MATERIALIZED VIEW v SUSPEND; ALTER STREAM d SUSPEND; ALTER STREAM lines SUSPEND");
            seconds(first, 20, 40);
            append(0, 20);
            DriverCut cut = cut(first);
            seconds(first, 40, 50);
            try (TestServer second = restored("b", stored(cut), definitions)) {
                seconds(second, 40, 50);
                for (TestServer server : List.of(first, second)) {
                    assertThat(server.rows("SELECT SUM(n * m) FROM v")).containsExactly(List.of(20L));
                    assertThat(server.rows("SELECT n FROM words")).containsExactly(List.of(0L));
                    assertThat(server.rows("SELECT COUNT(*) FROM d")).containsExactly(List.of(20L));
                    server.run("ALTER MATERIALIZED VIEW v RESUME; ALTER STREAM d RESUME; ALTER STREAM lines RESUME");
                    TestServer.await(() ->
                            server.rows("SELECT n FROM words").get(0).get(0).equals(18L));
                    seconds(server, 50, 70);
                }
                for (String name : List.of("n", "v", "d", "w", "w$late", "words")) {
                    assertThat(sorted(second.rows("SELECT * FROM " + name)))
                            .as(name)
                            .isEqualTo(sorted(first.rows("SELECT * FROM " + name)));
                }
                assertThat(first.rows("SELECT SUM(n * m) FROM v")).containsExactly(List.of(70L));
            }
        }
    }

    private static void seconds(TestServer server, int from, int to) {
        for (int second = from; second < to; second++) {
            server.run("INSERT INTO s VALUES (" + second % 7 + ", TIMESTAMP '"
                    + time(1_704_103_200_000L + second * 1000L) + "')");
        }
    }

    /** The query of a sink that takes nothing waits, at its place, with the batches that the sink has to take first. */
    @Test
    void queryThatWaitsForItsSinkGoesOnFromWhereItWas() throws IOException {
        Settings settings = Settings.defaults().with("partitions", "2").with("sink.backlog.batches", "5");
        String definitions = "CREATE STREAM s (k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);"
                + "CREATE SINK dear AS SELECT STREAM k, ts FROM s WITH (connector = 'files', path = 'out', format = 'json')";
        try (TestServer first = new TestServer(settings, Clock.systemUTC(), directory.resolve("a"))) {
            first.run(definitions);
            seconds(first, 0, 3);
            TestServer.await(() -> waiting(first) == 0);
            List<String> delivered = output("a");
            first.run("ALTER SINK dear SUSPEND");
            seconds(first, 3, 30);
            assertThat(first.rows("SELECT status FROM sys.queries")).containsExactly(List.of("PAUSED"));
            DriverCut cut = cut(first);
            copyOutput();
            try (TestServer second = new TestServer(settings, Clock.systemUTC(), directory.resolve("b"))) {
                restore(second, stored(cut), definitions);
                assertThat(waiting(second)).isEqualTo(5);
                assertThat(second.rows("SELECT status FROM sys.queries")).containsExactly(List.of("PAUSED"));
                for (TestServer server : List.of(first, second)) {
                    seconds(server, 30, 40);
                    server.run("ALTER SINK dear RESUME");
                    TestServer.await(() -> waiting(server) == 0
                            && server.rows("SELECT status FROM sys.queries")
                                    .get(0)
                                    .get(0)
                                    .equals("RUNNING"));
                }
                assertThat(output("b")).hasSize(40).containsExactlyInAnyOrderElementsOf(output("a"));
                assertThat(delivered).isNotEmpty().hasSizeLessThan(40);
            }
        }
    }

    private static long waiting(TestServer server) {
        return (Long) server.rows("SELECT lag_batches FROM sys.sinks").get(0).get(0);
    }

    @Test
    void failedQueryStaysFailedWithItsRowsAndCanBeComputedAgain() throws IOException {
        Settings settings = Settings.defaults().with("partitions", "2").with("query.memory", "1 MiB");
        String definitions = "CREATE STREAM s (k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);"
                + "CREATE MATERIALIZED VIEW v AS SELECT k, t, COUNT(*) AS n FROM (SELECT k, REPEAT('x', k) AS t FROM s)"
                + " GROUP BY k, t";
        try (TestServer first = new TestServer(settings, Clock.systemUTC(), directory.resolve("a"))) {
            first.run(definitions);
            seconds(first, 0, 10);
            first.run("INSERT INTO s SELECT k * 300000, ts FROM s");
            TestServer.await(() -> first.rows("SELECT status FROM sys.queries").equals(List.of(List.of("FAILED"))));
            DriverCut cut = cut(first);
            try (TestServer second = restored("b", stored(cut), definitions)) {
                assertThat(second.rows("SELECT status, failure FROM sys.queries"))
                        .isEqualTo(first.rows("SELECT status, failure FROM sys.queries"));
                assertThat(sorted(second.rows("SELECT k, n FROM v")))
                        .isEqualTo(sorted(first.rows("SELECT k, n FROM v")));
                second.run("ALTER MATERIALIZED VIEW v RESUME");
                assertThat(second.rows("SELECT SUM(n) FROM v")).containsExactly(List.of(20L));
            }
        }
    }

    @Test
    void otherPartitionsAndOtherDefinitionsAreRefused() throws IOException {
        String stream = "CREATE STREAM s (k INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts);";
        String definitions = stream + "CREATE MATERIALIZED VIEW v AS SELECT k, COUNT(*) AS n FROM s GROUP BY k";
        StoredCheckpoint checkpoint;
        try (TestServer first = server("a")) {
            first.run(definitions);
            seconds(first, 0, 10);
            checkpoint = stored(cut(first));
        }
        assertRefused(4, definitions, checkpoint, "with 2 partitions, and setting partitions is now 4");
        assertRefused(2, stream, checkpoint, "state of [v, v$errors, v$late] which are not defined");
        assertRefused(2, definitions + "; CREATE STREAM more (k INT)", checkpoint, "no state of [more, more$errors]");
        assertRefused(
                2,
                stream + "CREATE MATERIALIZED VIEW v AS SELECT k, ts FROM s",
                checkpoint,
                "the state of \"v\" cannot be restored");
    }

    private void assertRefused(int partitions, String definitions, StoredCheckpoint checkpoint, String text) {
        Settings settings = Settings.defaults().with("partitions", String.valueOf(partitions));
        try (TestServer server = new TestServer(settings, Clock.systemUTC(), directory.resolve("b"))) {
            assertThatThrownBy(() -> restore(server, checkpoint, definitions)).hasMessageContaining(text);
        }
    }
}
