package io.millrace.session.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.session.Cursor;
import io.millrace.session.PreparedSql;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CREATE OR REPLACE: everything or nothing, and at once for all who read. */
class ReplaceTest {

    private static final String UNREADABLE = "unreadable";

    @TempDir
    Path directory;

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server = new TestServer(directory);
        server.run("CREATE STREAM s (x INT, y INT); INSERT INTO s VALUES (1, 1), (2, 0), (3, 3)");
        Path file = directory.resolve("gone.csv");
        Files.writeString(file, "x,y\n1,2\n");
        server.run("CREATE STREAM " + UNREADABLE
                + " (x INT, y INT) WITH (connector='files', path='gone.csv', format='csv')");
        server.run("SELECT * FROM " + UNREADABLE);
        Files.delete(file);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void fails(String sql) {
        List<List<Object>> queries = server.rows("SELECT name, status, rows_in FROM sys.queries");
        List<List<Object>> relations = relations();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> server.run(sql)))
                .as(sql)
                .isInstanceOf(MillraceException.class)
                .extracting(e -> ((MillraceException) e).code())
                .isNotEqualTo(ErrorCode.INTERNAL_ERROR);
        assertThat(server.rows("SELECT name, status, rows_in FROM sys.queries")).isEqualTo(queries);
        assertThat(relations()).isEqualTo(relations);
        assertThat(server.rows("SELECT stream FROM sys.watermarks WHERE stream LIKE '%next%'"))
                .isEmpty();
    }

    private List<List<Object>> relations() {
        return server.rows("SELECT table_name, table_type FROM information_schema.tables");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT nope FROM s",
                "SELECT x, x FROM s",
            })
    void viewThatCannotBeReplacedIsAsItWas(String query) {
        String sql = "CREATE MATERIALIZED VIEW v AS SELECT x, 6 / y AS z FROM s";
        server.run(sql);
        fails("CREATE OR REPLACE MATERIALIZED VIEW v AS " + query);
        server.run("INSERT INTO s VALUES (4, 2), (5, 0)");
        assertThat(server.rows("SELECT x, z FROM v ORDER BY x"))
                .containsExactly(List.of(1, 6), List.of(3, 2), List.of(4, 3));
        assertThat(server.rows("SELECT code FROM v$errors")).hasSize(2);
        assertThat(server.rows("SHOW CREATE v").get(0)).containsExactly("v", sql);
    }

    @Test
    void streamAndTableThatCannotBeReplacedKeepTheirRows() throws IOException {
        server.run("CREATE TABLE t (k INT PRIMARY KEY, v INT); INSERT INTO t VALUES (1, 1)");
        Files.writeString(directory.resolve("broken.csv.gz"), "no gzip");
        for (String path : List.of("missing.csv", "broken.csv.gz")) {
            String with = " WITH (connector='files', path='" + path + "', format='csv')";
            fails("CREATE OR REPLACE TABLE t (k INT PRIMARY KEY)" + with);
            fails("CREATE TABLE other (k INT PRIMARY KEY)" + with);
        }
        fails("CREATE OR REPLACE STREAM s (z INT) WITH (connector='files', path='missing.csv', format='csv')");
        fails("CREATE OR REPLACE STREAM s (z INT, z INT)");
        fails("CREATE OR REPLACE STREAM s (z NOTYPE)");
        fails("CREATE OR REPLACE STREAM s (z INT) WITH (connector='files', path='a', format='csv', nope=1)");
        server.run("INSERT INTO s VALUES (4, 4); INSERT INTO t VALUES (2, 2)");
        assertThat(server.column("SELECT COUNT(*) FROM s")).containsExactly(4L);
        assertThat(server.rows("SELECT k FROM t ORDER BY k")).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void plainViewThatCannotBeReplacedIsAsItWas() {
        server.run("CREATE VIEW v AS SELECT x FROM s WHERE x > 2");
        fails("CREATE OR REPLACE VIEW v AS SELECT nope FROM s");
        fails("CREATE OR REPLACE VIEW v AS SELECT x FROM v");
        assertThat(server.rows("SELECT x FROM v")).containsExactly(List.of(3));
    }

    @Test
    void replacedRelationsBeginAnew() {
        server.run("CREATE MATERIALIZED VIEW v AS SELECT x, 6 / y AS z FROM s");
        server.run("CREATE OR REPLACE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n FROM s");
        assertThat(server.rows("SELECT n FROM v")).containsExactly(List.of(3L));
        assertThat(server.rows("SELECT code FROM v$errors")).isEmpty();
        server.run("CREATE OR REPLACE MATERIALIZED VIEW v AS SELECT 6 / y AS z FROM s");
        assertThat(server.rows("SELECT code FROM v$errors")).hasSize(1);
        server.run("INSERT INTO s VALUES (4, 0)");
        assertThat(server.rows("SELECT code FROM v$errors")).hasSize(2);
        assertThat(server.rows("SELECT name FROM sys.queries")).containsExactly(List.of("v"));
        server.run("DROP MATERIALIZED VIEW v; CREATE OR REPLACE STREAM s (text VARCHAR)");
        server.run("INSERT INTO s VALUES ('a')");
        assertThat(server.rows("SELECT text FROM s")).containsExactly(List.of("a"));
        server.run("CREATE TABLE t (k INT PRIMARY KEY); INSERT INTO t VALUES (1)");
        server.run("CREATE OR REPLACE TABLE t (k VARCHAR, n INT)");
        server.run("INSERT INTO t VALUES ('b', 2)");
        assertThat(server.rows("SELECT k, n FROM t")).containsExactly(List.of("b", 2));
    }

    @Test
    void followersOfWhatIsReplacedAreTold() {
        server.run("CREATE MATERIALIZED VIEW v AS SELECT x FROM s");
        try (Cursor cursor = server.open("SELECT STREAM x FROM v EMIT CHANGES")) {
            assertThat(TestServer.next(cursor, 3)).hasSize(3);
            server.run("CREATE OR REPLACE MATERIALIZED VIEW v AS SELECT CAST(x AS VARCHAR) AS x FROM s");
            TestServer.assertFails(
                    () -> cursor.fetch(1, Duration.ofSeconds(20)), ErrorCode.RELATION_NOT_FOUND, "was replaced");
        }
    }

    @Test
    void readersSeeTheOldOrTheNewAndNothingElse() {
        server.run("CREATE OR REPLACE MATERIALIZED VIEW v AS SELECT x, 'a' AS name FROM s");
        server.run("CREATE TABLE t (a INT, b INT)");
        AtomicBoolean ended = new AtomicBoolean();
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            readers.add(CompletableFuture.runAsync(() -> {
                while (!ended.get()) {
                    assertThat(server.rows("SELECT * FROM v")).hasSize(3);
                    server.run("INSERT INTO t (b) VALUES (7)");
                    PreparedSql count = server.session().prepare("SELECT COUNT(*) FROM v");
                    assertThat(TestServer.all(server.session().execute(count, List.of(), 0)))
                            .containsExactly(List.of(3L));
                }
            }));
        }
        for (int i = 0; i < 40 && readers.stream().noneMatch(CompletableFuture::isDone); i++) {
            String columns = i % 2 == 0 ? "'b' AS name, y, x" : "x, 'a' AS name";
            server.run("CREATE OR REPLACE MATERIALIZED VIEW v AS SELECT " + columns + " FROM s");
            server.run("CREATE OR REPLACE TABLE t (" + (i % 2 == 0 ? "b BIGINT, text VARCHAR" : "a INT, b INT") + ")");
        }
        ended.set(true);
        readers.forEach(CompletableFuture::join);
    }

    @Test
    void definitionsDoNotWaitForTheBackfillOfAnother() {
        server.run("CREATE STREAM many WITH (connector='nexmark', table='bid', events='20000000')");
        CompletableFuture<Void> slow = CompletableFuture.runAsync(() -> server.run(
                "CREATE MATERIALIZED VIEW slow AS SELECT auction, COUNT(*) AS n FROM many GROUP BY auction"));
        while (server.rows("SELECT name FROM sys.queries WHERE status = 'BACKFILLING'")
                .isEmpty()) {
            assertThat(slow).isNotDone();
        }
        server.run("CREATE MATERIALIZED VIEW quick AS SELECT x FROM s; CREATE VIEW plain AS SELECT x FROM quick");
        server.fails("DROP STREAM many", ErrorCode.DEPENDENTS_EXIST, "\"slow\"");
        server.fails("CREATE OR REPLACE STREAM many (x INT)", ErrorCode.DEPENDENTS_EXIST, "\"slow\"");
        assertThat(slow).isNotDone();
        server.run("DROP STREAM many CASCADE");
        assertThat(slow).failsWithin(Duration.ofSeconds(5)).withThrowableThat().withMessageContaining("was dropped");
        assertThat(server.rows("SELECT name FROM sys.queries")).containsExactly(List.of("quick"));
    }
}
