package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Queries that are suspended while rows come, and whose rows may be gone when they go on. */
@Timeout(120)
class SuspendedQueryTest {

    @TempDir
    Path directory;

    private SinkServer server;

    @BeforeEach
    void start() throws Exception {
        begin("1 KiB");
    }

    private void begin(String retention) throws Exception {
        server = new SinkServer(
                directory.resolve(retention), List.of("batch.rows=100", "stream.retention=" + retention));
        server.run("CREATE STREAM s (n BIGINT)");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void insertMany(int from, int to) throws Exception {
        server.run("INSERT INTO s VALUES "
                + IntStream.range(from, to).mapToObj(n -> "(" + n + ")").collect(Collectors.joining(", ")));
    }

    @Test
    void whatIsStoppedAgainAndAgainWhileRowsComeMissesNothing() throws Exception {
        server.close();
        begin("1 GiB");
        server.run(
                "CREATE STREAM g (n BIGINT) WITH (connector = 'generator', rate = 20000, fields.n.kind = 'sequence')");
        server.run("CREATE MATERIALIZED VIEW twin AS SELECT MOD(n, 7) AS k, COUNT(*) AS c FROM g GROUP BY MOD(n, 7)");
        server.run("CREATE MATERIALIZED VIEW v AS SELECT MOD(n, 7) AS k, COUNT(*) AS c FROM g GROUP BY MOD(n, 7)");
        server.run("CREATE MATERIALIZED VIEW w AS SELECT SUM(c) AS c, COUNT(*) AS groups FROM v");
        server.run("CREATE STREAM d AS SELECT STREAM n FROM g WHERE MOD(n, 3) = 0");
        server.run("CREATE MATERIALIZED VIEW of_d AS SELECT COUNT(*) AS c, SUM(n) AS total FROM d");
        for (int round = 0; round < 15; round++) {
            server.run("ALTER MATERIALIZED VIEW v SUSPEND");
            server.run("ALTER STREAM d SUSPEND");
            server.run(round % 3 == 0 ? "ALTER MATERIALIZED VIEW w SUSPEND" : "SELECT c FROM w");
            long before = server.number("SELECT SUM(c) FROM twin");
            SinkServer.await(() -> server.number("SELECT SUM(c) FROM twin") > before + 500, true);
            server.run("ALTER MATERIALIZED VIEW v RESUME");
            server.run(round % 3 == 0 ? "ALTER MATERIALIZED VIEW w RESUME" : "SELECT c FROM w");
            server.run("ALTER STREAM d RESUME");
            assertThat(server.number("SELECT (SELECT SUM(c) FROM twin) - (SELECT c FROM w)"))
                    .isZero();
        }
        server.run("ALTER STREAM g SUSPEND");
        assertThat(server.number("SELECT COUNT(*) FROM (SELECT * FROM twin EXCEPT SELECT * FROM v)"))
                .isZero();
        assertThat(server.number("SELECT (SELECT SUM(c) FROM v) - (SELECT c FROM w)"))
                .isZero();
        long rows = server.number("SELECT SUM(c) FROM twin");
        assertThat(server.number("SELECT c FROM of_d")).isBetween((rows - 1) / 3, (rows + 2) / 3);
        assertThat(server.number("SELECT COUNT(DISTINCT total) FROM (SELECT total FROM of_d"
                        + " UNION ALL SELECT SUM(n) FROM g WHERE MOD(n, 3) = 0)"))
                .isEqualTo(1);
    }

    @Test
    void viewThatMissedRowsItsStreamHasForgottenFailsAndSaysSo() throws Exception {
        server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n FROM s");
        insertMany(0, 10);
        server.run("ALTER MATERIALIZED VIEW v SUSPEND");
        insertMany(10, 1_500);
        insertMany(1_500, 3_000);
        assertThatThrownBy(() -> server.run("ALTER MATERIALIZED VIEW v RESUME"))
                .hasMessageContaining("has forgotten rows which it has not read");
        assertThat(server.text("SELECT status FROM sys.views WHERE name = 'v'")).isEqualTo("FAILED");
        assertThat(server.number("SELECT n FROM v")).isEqualTo(10);
        assertThatThrownBy(() -> server.run("ALTER MATERIALIZED VIEW v RESUME"))
                .hasMessageContaining("cannot be computed again")
                .hasMessageContaining("CREATE OR REPLACE");
        assertThat(server.text("SELECT status FROM sys.views WHERE name = 'v'")).isEqualTo("FAILED");
    }

    @Test
    void queryThatBeganLateIsNotComputedAgain() throws Exception {
        server.run("CREATE MATERIALIZED VIEW v WITH (backfill = 'none') AS SELECT SUM(n) AS n FROM s");
        server.run("INSERT INTO s VALUES (9223372036854775807), (1)");
        assertThat(server.text("SELECT status FROM sys.views WHERE name = 'v'")).isEqualTo("FAILED");
        assertThatThrownBy(() -> server.run("ALTER MATERIALIZED VIEW v RESUME"))
                .hasMessageContaining("began with what came after it was made");
    }
}
