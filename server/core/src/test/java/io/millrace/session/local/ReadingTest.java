package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.session.Cursor;
import io.millrace.session.PreparedSql;
import io.millrace.spi.error.ErrorCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SELECT and SELECT STREAM as clients see them. */
class ReadingTest {

    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() {
        server = new TestServer(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void orderPutsNullsAndTypesInTheirPlace() {
        server.run("CREATE STREAM s (x INT, y VARCHAR, z DOUBLE, d DECIMAL(10, 2), b BOOLEAN)");
        server.run(
                "INSERT INTO s VALUES (2, 'b', 1.5, 10.25, TRUE), (NULL, 'ä', -1.0, 9.5, FALSE), (1, 'B', 3, 100, NULL)");
        assertThat(server.column("SELECT y FROM s ORDER BY x NULLS FIRST")).containsExactly("ä", "B", "b");
        assertThat(server.column("SELECT y FROM s ORDER BY x DESC NULLS LAST")).containsExactly("b", "B", "ä");
        assertThat(server.column("SELECT y FROM s ORDER BY y")).containsExactly("B", "b", "ä");
        assertThat(server.column("SELECT y FROM s ORDER BY z DESC")).containsExactly("B", "b", "ä");
        assertThat(server.column("SELECT y FROM s ORDER BY d")).containsExactly("ä", "b", "B");
        assertThat(server.column("SELECT y FROM s ORDER BY x + 1 NULLS LAST OFFSET 1 ROWS FETCH NEXT 1 ROWS ONLY"))
                .containsExactly("b");
    }

    @Test
    void largeResultComesInPieces() {
        server.run("CREATE STREAM n WITH (connector='nexmark', table='bid', events='500000')");
        try (Cursor cursor = server.open("SELECT auction, price FROM n")) {
            Cursor.Fetched first = cursor.fetch(100, Duration.ofSeconds(30));
            assertThat(first.last()).isFalse();
            assertThat(first.pages().stream().mapToInt(page -> page.size()).sum())
                    .isEqualTo(100);
        }
        assertThat(server.column("SELECT COUNT(*) FROM n")).containsExactly(460_000L);
        assertThat(server.rows("SELECT price FROM n ORDER BY price DESC LIMIT 3"))
                .hasSize(3);
        assertThat(server.session().execute(server.session().prepare("SELECT price FROM n"), List.of(), 7))
                .satisfies(outcome -> assertThat(TestServer.all(outcome)).hasSize(7));
    }

    @Test
    void changesAreMarked() {
        server.run("CREATE STREAM bids (item VARCHAR, price INT)");
        server.run("CREATE MATERIALIZED VIEW best AS SELECT item, MAX(price) AS price FROM bids GROUP BY item");
        server.run("INSERT INTO bids VALUES ('vase', 1)");
        try (Cursor cursor = server.open("SELECT STREAM item, price FROM best EMIT CHANGES")) {
            assertThat(cursor.rowType().fields()).extracting("name").containsExactly("item", "price", "_op", "_batch");
            assertThat(ops(TestServer.next(cursor, 1))).containsExactly("vase 1 INSERT");
            server.run("INSERT INTO bids VALUES ('vase', 2), ('lamp', 7)");
            assertThat(ops(TestServer.next(cursor, 3)))
                    .containsExactly("lamp 7 INSERT", "vase 1 UPDATE_BEFORE", "vase 2 UPDATE_AFTER");
        }
        PreparedSql prepared = server.session().prepare("SELECT STREAM item FROM best EMIT CHANGES");
        assertThat(prepared.kind()).isEqualTo(PreparedSql.Kind.STREAM);
        assertThat(prepared.columns()).extracting("name").containsExactly("item", "_op", "_batch");
    }

    private static List<String> ops(List<List<Object>> rows) {
        return rows.stream()
                .map(row -> row.get(0) + " " + row.get(1) + " " + row.get(2))
                .toList();
    }

    @Test
    void changingResultWithoutEmitIsRefused() {
        server.run("CREATE STREAM bids (item VARCHAR, price INT)");
        server.failsAnyCode("SELECT STREAM item, MAX(price) FROM bids GROUP BY item", "EMIT CHANGES");
        server.fails("SELECT item FROM bids EMIT CHANGES", ErrorCode.INVALID_QUERY, "SELECT STREAM");
    }

    @Test
    void streamBeginsWithWhatThereIsAndEndsAtItsLimit() {
        server.run("CREATE STREAM n WITH (connector='nexmark', table='bid', events='100')");
        try (Cursor cursor = server.open("SELECT STREAM auction FROM n")) {
            assertThat(TestServer.next(cursor, 92)).hasSize(92);
        }
        assertThat(server.rows("SELECT STREAM auction FROM n LIMIT 5")).hasSize(5);
    }

    @Test
    void cancelEndsTheStatement() throws Exception {
        server.run("CREATE STREAM s (x INT)");
        PreparedSql prepared = server.session().prepare("SELECT STREAM x FROM s");
        Cursor cursor = TestServer.cursor(server.session().execute(prepared, List.of(), 0));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        Future<List<List<Object>>> fetching = threads.submit(() -> TestServer.next(cursor, 1));
        assertThat(server.rows("SELECT id FROM sys.statements WHERE sql LIKE 'SELECT STREAM%'"))
                .containsExactly(List.of(prepared.id()));
        server.run("KILL " + prepared.id());
        assertThat(fetching)
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("cancelled");
        threads.shutdown();
        server.fails("KILL " + prepared.id(), ErrorCode.STATEMENT_NOT_FOUND, "line 1:6");
        assertThat(server.rows("SELECT id FROM sys.statements WHERE sql LIKE 'SELECT STREAM%'"))
                .isEmpty();
    }

    @Test
    void dropEndsWhatReadsTheRelation() {
        server.run("CREATE STREAM s (x INT)");
        Cursor cursor = server.open("SELECT STREAM x FROM s");
        server.run("DROP STREAM s");
        TestServer.assertFails(
                () -> cursor.fetch(1, Duration.ofSeconds(20)), ErrorCode.RELATION_NOT_FOUND, "was dropped");
    }

    @Test
    void insertSelectCopiesRows() {
        server.run("CREATE STREAM s (x INT, y VARCHAR); CREATE TABLE t (k INT PRIMARY KEY, v VARCHAR)");
        server.run("INSERT INTO s (y, x) VALUES ('a', 1), ('b', 2)");
        assertThat(server.update("INSERT INTO t SELECT x, y FROM s WHERE x > 1"))
                .isEqualTo(1);
        assertThat(server.rows("SELECT k, v FROM t")).containsExactly(List.of(2, "b"));
        server.run("INSERT INTO s (x) VALUES (9)");
        assertThat(server.rows("SELECT x FROM s WHERE y IS NULL")).containsExactly(List.of(9));
    }

    @Test
    void batchOfParametersIsOneBatch() {
        server.run("CREATE STREAM s (x INT, y VARCHAR)");
        PreparedSql insert = server.session().prepare("INSERT INTO s (y, x) VALUES (?, ?)");
        assertThat(insert.parameters()).hasSize(2);
        List<List<Object>> lists = new ArrayList<>();
        IntStream.range(0, 10_000).forEach(i -> lists.add(List.of("v" + i, i)));
        try (Cursor cursor = server.open("SELECT STREAM COUNT(*) AS n FROM s EMIT CHANGES")) {
            assertThat(server.session().executeBatch(insert, lists))
                    .hasSize(10_000)
                    .containsOnly(1);
            List<List<Object>> rows = TestServer.next(cursor, 1);
            assertThat(rows.get(rows.size() - 1).get(0)).isEqualTo(10_000L);
        }
        assertThat(server.rows("SELECT y FROM s WHERE x = 9999")).containsExactly(List.of("v9999"));
        PreparedSql computed = server.session().prepare("INSERT INTO s VALUES (? + 1, UPPER(CAST(? AS VARCHAR)))");
        assertThat(server.session().executeBatch(computed, List.of(List.of(1, "a"), List.of(2, "b"))))
                .containsExactly(1, 1);
        assertThat(server.rows("SELECT x FROM s WHERE y = 'B'")).containsExactly(List.of(3));
    }

    @Test
    void everyThreadReadsItsWrites() throws Exception {
        server.run("CREATE STREAM s (t INT, x INT)");
        server.run("CREATE MATERIALIZED VIEW v AS SELECT t, COUNT(*) AS n FROM s GROUP BY t");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<?>> all = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int thread = t;
            all.add(threads.submit(() -> {
                for (int i = 1; i <= 25; i++) {
                    server.run("INSERT INTO s VALUES (?, ?)", thread, i);
                    assertThat(server.column("SELECT n FROM v WHERE t = " + thread))
                            .containsExactly((long) i);
                }
            }));
        }
        for (Future<?> future : all) {
            future.get();
        }
        threads.shutdown();
        assertThat(server.rows("SELECT t, n FROM v")).hasSize(4);
    }
}
