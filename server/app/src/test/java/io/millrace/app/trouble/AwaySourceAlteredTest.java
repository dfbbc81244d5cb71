package io.millrace.app.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What queries read beside a source that cannot be read is altered or replaced, before the server dies or while they wait. */
@Timeout(120)
class AwaySourceAlteredTest {

    private static final String NAMED =
            "CREATE MATERIALIZED VIEW named AS SELECT f.n, t.name FROM f JOIN t ON MOD(f.n, 3) = t.k";

    /** What is done after the table was altered. */
    enum After {
        NOTHING,
        DEATH,
        CHECKPOINT
    }

    @TempDir
    Path directory;

    private int servers;

    private SinkServer server() throws Exception {
        return new SinkServer(directory.resolve("server" + servers), List.of());
    }

    private void die() throws Exception {
        Path data = directory.resolve("server" + servers++).resolve("data");
        SinkServer.copyData(data, directory.resolve("server" + servers).resolve("data"));
    }

    private static Troubles define(SinkServer server, String id) throws Exception {
        server.run("CREATE STREAM f (n BIGINT) WITH (connector = 'troubled', id = 'in-" + id + "')");
        server.run("CREATE TABLE t (old BIGINT DEFAULT 7, k BIGINT PRIMARY KEY, spare VARCHAR, name VARCHAR)");
        server.run("CREATE STREAM s (n BIGINT, spare VARCHAR)");
        server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n FROM f");
        server.run("INSERT INTO t (k, name) VALUES (0, 'none'), (1, 'one'), (2, 'two')");
        return Troubles.of("in-" + id);
    }

    private static void defineReaders(SinkServer server, String id) throws Exception {
        server.run(NAMED);
        server.run("CREATE MATERIALIZED VIEW matched AS SELECT f.n FROM f JOIN s ON f.n = s.n");
        server.run("CREATE SINK names AS SELECT STREAM f.n FROM f JOIN s ON f.n = s.n"
                + " WITH (connector = 'troubled', id = 'names-" + id + "')");
    }

    /** Numbers come, the table changes with each, and so does the stream. */
    private static void grow(SinkServer server, Troubles in, long from, long to) throws Exception {
        for (long n = from; n <= to; n++) {
            in.grow(n);
            server.run("UPDATE t SET name = '" + n + "' WHERE k = " + n % 3);
            server.run("INSERT INTO s (n) VALUES (" + n + ")");
        }
        if (status(server, "v").equals("RUNNING")) {
            SinkServer.await(() -> server.number("SELECT n FROM v"), to);
        }
    }

    /** The table is altered in each way, with changes of its rows before and after. */
    private static void alter(SinkServer server) throws Exception {
        server.run("ALTER TABLE t DROP COLUMN old");
        server.run("UPDATE t SET name = 'between' WHERE k = 1");
        server.run("ALTER TABLE t ADD COLUMN more BIGINT DEFAULT 5");
        server.run("ALTER TABLE t RENAME COLUMN spare TO other");
        server.run("ALTER STREAM s RENAME COLUMN spare TO other");
        server.run("UPDATE t SET name = 'after', other = 'o' WHERE k = 2");
    }

    private static String status(SinkServer server, String query) throws Exception {
        return server.text("SELECT status FROM sys.queries WHERE name = '" + query + "'");
    }

    private static void assertNames(SinkServer server, long numbers) throws Exception {
        SinkServer.await(() -> server.number("SELECT COUNT(*) FROM sys.queries WHERE status <> 'RUNNING'"), 0L);
        SinkServer.await(() -> server.number("SELECT COUNT(*) FROM named"), numbers);
        assertThat(server.number("SELECT COUNT(*) FROM (SELECT * FROM named EXCEPT ALL"
                        + " SELECT f.n, t.name FROM f JOIN t ON MOD(f.n, 3) = t.k) AS more"))
                .isZero();
        assertThat(server.number("SELECT COUNT(*) FROM matched")).isEqualTo(numbers);
    }

    /** The server comes up while the source is still away, and dies. */
    private void startAgain(After after) throws Exception {
        if (after == After.NOTHING) {
            return;
        }
        try (SinkServer server = server()) {
            assertThat(status(server, "named")).isEqualTo("WAITING");
            if (after == After.CHECKPOINT) {
                server.run("CHECKPOINT");
            }
            die();
        }
    }

    private void goesOn(Troubles in, String id) throws Exception {
        try (SinkServer server = server()) {
            assertThat(status(server, "named")).isEqualTo("WAITING");
            in.end();
            assertNames(server, 14);
            grow(server, in, 15, 20);
            assertNames(server, 20);
        }
        assertThat(Troubles.of("names-" + id).delivered()).hasSize(20);
    }

    @ParameterizedTest
    @EnumSource(After.class)
    void tableIsAlteredWhileAReaderWaits(After after) throws Exception {
        String id = "live-" + after;
        Troubles in;
        try (SinkServer server = server()) {
            in = define(server, id);
            defineReaders(server, id);
            grow(server, in, 1, 4);
            server.run("CHECKPOINT");
            grow(server, in, 5, 8);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        try (SinkServer server = server()) {
            assertThat(status(server, "named")).isEqualTo("WAITING");
            grow(server, in, 9, 11);
            alter(server);
            grow(server, in, 12, 14);
            if (after == After.CHECKPOINT) {
                server.run("CHECKPOINT");
            }
            if (after == After.NOTHING) {
                in.end();
                assertNames(server, 14);
                in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
            }
            die();
        }
        goesOn(in, id);
    }

    @ParameterizedTest
    @EnumSource(After.class)
    void tableWasAlteredBeforeItsReaderHadToWait(After after) throws Exception {
        String id = "before-" + after;
        Troubles in;
        try (SinkServer server = server()) {
            in = define(server, id);
            grow(server, in, 1, 4);
            server.run("CHECKPOINT");
            defineReaders(server, id);
            grow(server, in, 5, 8);
            alter(server);
            grow(server, in, 9, 14);
            assertNames(server, 14);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        startAgain(after);
        goesOn(in, id);
    }

    @ParameterizedTest
    @EnumSource(After.class)
    void tableWasAlteredAfterItsReaderHadBeenSuspended(After after) throws Exception {
        String id = "suspended-" + after;
        Troubles in;
        try (SinkServer server = server()) {
            in = define(server, id);
            defineReaders(server, id);
            grow(server, in, 1, 4);
            server.run("ALTER MATERIALIZED VIEW named SUSPEND");
            grow(server, in, 5, 6);
            server.run("CHECKPOINT");
            grow(server, in, 7, 8);
            assertThatThrownBy(() -> server.run("ALTER TABLE t DROP COLUMN old"))
                    .hasMessageContaining("\"named\", which reads \"t\", is suspended or catches up");
            server.run("ALTER MATERIALIZED VIEW named RESUME");
            alter(server);
            grow(server, in, 9, 14);
            assertNames(server, 14);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        startAgain(after);
        goesOn(in, id);
    }

    @Test
    void tableIsNotReplacedWhileAReaderWaits() throws Exception {
        String replacement = "CREATE OR REPLACE TABLE t (k BIGINT PRIMARY KEY, name VARCHAR)";
        Troubles in;
        try (SinkServer server = server()) {
            in = define(server, "replaced");
            server.run(NAMED);
            grow(server, in, 1, 4);
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        try (SinkServer server = server()) {
            assertThatThrownBy(() -> server.run(replacement)).hasMessageContaining("waits for a source");
            grow(server, in, 5, 6);
            in.end();
            SinkServer.await(() -> status(server, "named"), "RUNNING");
            server.run(replacement);
            server.run("INSERT INTO t VALUES (0, 'zero'), (1, 'first')");
            assertThat(server.number("SELECT COUNT(*) FROM named")).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource(After.class)
    void tableWasReplacedBeforeItsReaderHadToWait(After after) throws Exception {
        String id = "replaced-" + after;
        Troubles in;
        try (SinkServer server = server()) {
            in = define(server, id);
            server.run(NAMED);
            grow(server, in, 1, 4);
            server.run("CHECKPOINT");
            grow(server, in, 5, 6);
            server.run("CREATE OR REPLACE TABLE t (name VARCHAR, k BIGINT PRIMARY KEY)");
            server.run("INSERT INTO t VALUES ('zero', 0), ('first', 1)");
            grow(server, in, 7, 8);
            server.run("INSERT INTO t VALUES ('second', 2)");
            die();
        }
        in.begin(Call.OPEN_SPLIT, Fault.OUTSIDE_FAILS);
        startAgain(after);
        try (SinkServer server = server()) {
            assertThat(status(server, "named")).isEqualTo("WAITING");
            grow(server, in, 9, 10);
            in.end();
            SinkServer.await(() -> status(server, "named"), "RUNNING");
            SinkServer.await(() -> server.number("SELECT COUNT(*) FROM named WHERE name = '10'"), 4L);
            grow(server, in, 11, 12);
            assertThat(server.number("SELECT COUNT(*) FROM (SELECT * FROM named EXCEPT ALL"
                            + " SELECT f.n, t.name FROM f JOIN t ON MOD(f.n, 3) = t.k) AS more"))
                    .isZero();
            assertThat(server.number("SELECT COUNT(*) FROM named")).isEqualTo(12);
        }
    }
}
