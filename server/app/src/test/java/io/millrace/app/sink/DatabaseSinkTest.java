package io.millrace.app.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server keeps in the tables of a real PostgreSQL. */
@Timeout(120)
class DatabaseSinkTest {

    private static EmbeddedPostgres postgres;
    private static final RealPostgres DATABASE = () -> postgres.getPort();

    @TempDir
    Path directory;

    private SinkServer server;

    @BeforeAll
    static void startDatabase() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void start() throws Exception {
        inDatabase("DROP TABLE IF EXISTS millrace_commit");
        server = new SinkServer(directory, List.of());
        server.run("CREATE STREAM s (k BIGINT, n BIGINT)");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static String with(String table, String more) {
        return " WITH (connector = 'jdbc', url = '" + DATABASE.url() + "', user = 'postgres', table = '" + table + "'"
                + more + ")";
    }

    private static void inDatabase(String sql) throws SQLException {
        DATABASE.run(sql);
    }

    private static List<String> stored(String sql) throws SQLException {
        return DATABASE.column(sql);
    }

    private void restart() throws Exception {
        server.close();
        server = new SinkServer(directory, List.of());
    }

    @Test
    void tableEqualsTheViewWhateverIsInsertedAndAfterRestarts() throws Exception {
        inDatabase("CREATE TABLE totals (k BIGINT PRIMARY KEY, total NUMERIC)");
        server.run("CREATE MATERIALIZED VIEW v AS SELECT k, SUM(n) AS total FROM s GROUP BY k HAVING SUM(n) > 0");
        server.run("CREATE SINK k FROM v" + with("totals", ", mode = 'upsert'"));
        Random random = new Random(20_240_501);
        for (int round = 0; round < 60; round++) {
            if (round % 20 == 19) {
                restart();
            }
            server.run("INSERT INTO s VALUES (" + random.nextInt(8) + ", " + (random.nextInt(20) - 10) + "), ("
                    + random.nextInt(8) + ", " + (random.nextInt(20) - 10) + ")");
        }
        server.awaitSink("lag_batches", "0");
        List<String> view = new ArrayList<>();
        for (int k = 0; k < 8; k++) {
            if (server.number("SELECT COUNT(*) FROM v WHERE k = " + k) == 1) {
                view.add(k + " " + server.number("SELECT total FROM v WHERE k = " + k));
            }
        }
        assertThat(view).isNotEmpty();
        assertThat(stored("SELECT k || ' ' || total FROM totals ORDER BY k")).isEqualTo(view);
        assertThat(server.sink("guarantee")).isEqualTo("exactly once");
    }

    @Test
    void rowThatTheTableRejectsStopsTheSinkUntilItsBatchIsSkipped() throws Exception {
        inDatabase("CREATE TABLE small (n BIGINT CHECK (n < 10))");
        server.run("CREATE SINK k AS SELECT STREAM n FROM s" + with("small", ""));
        server.run("INSERT INTO s VALUES (1, 1)");
        server.run("INSERT INTO s VALUES (2, 2), (3, 99), (4, 4)");
        server.run("INSERT INTO s VALUES (5, 5)");
        server.awaitSink("status", "FAILED");
        assertThat(server.sink("failure")).contains("small_n_check");
        assertThat(stored("SELECT n FROM small")).containsExactly("1");
        restart();
        assertThat(server.sink("status")).isEqualTo("FAILED");
        server.run("ALTER SINK k SKIP BATCH " + server.sink("next_batch"));
        server.awaitSink("lag_batches", "0");
        assertThat(stored("SELECT n FROM small ORDER BY n")).containsExactly("1", "5");
        assertThat(server.sink("skipped_rows")).isEqualTo("3");
    }

    @Test
    void appendingSinkRefusesAQueryThatChangesRowsAndATableThatDoesNotFit() throws Exception {
        inDatabase("CREATE TABLE texts (k BIGINT, n TEXT)");
        assertThatThrownBy(
                        () -> server.run("CREATE SINK k AS SELECT STREAM k, SUM(n) AS n FROM s GROUP BY k EMIT CHANGES"
                                + with("texts", "")))
                .hasMessageContaining("only adds rows");
        assertThatThrownBy(() -> server.run("CREATE SINK k AS SELECT STREAM k, n FROM s" + with("texts", "")))
                .hasMessageContaining("line 1:")
                .hasMessageContaining("column \"n\" of type text");
    }
}
