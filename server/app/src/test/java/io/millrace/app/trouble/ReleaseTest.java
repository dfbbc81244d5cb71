package io.millrace.app.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.directory.KilledCopy;
import io.millrace.app.sink.SinkServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A source is told what it may forget: what no recovery needs, and no later. */
class ReleaseTest {

    @TempDir
    Path directory;

    private static SinkServer server(Path directory) throws SQLException {
        return new SinkServer(directory, List.of());
    }

    private static Troubles createTable(SinkServer server, String id) throws Exception {
        Troubles troubles = Troubles.of(id);
        server.run("CREATE TABLE t (n BIGINT PRIMARY KEY) WITH (connector = 'troubled', id = '" + id + "')");
        return troubles;
    }

    private static void growAndCheckpoint(SinkServer server, Troubles troubles, long count) throws Exception {
        troubles.grow(count);
        SinkServer.await(() -> server.number("SELECT COUNT(*) FROM t"), count);
        server.run("CHECKPOINT");
    }

    @Test
    void sourceOfATableMayForgetWhatAllCheckpointsHold() throws Exception {
        Path killed = directory.resolve("killed");
        try (SinkServer server = server(directory)) {
            Troubles troubles = createTable(server, "release");
            growAndCheckpoint(server, troubles, 10);
            assertThat(troubles.released()).isZero();
            growAndCheckpoint(server, troubles, 20);
            growAndCheckpoint(server, troubles, 30);
            SinkServer.await(troubles::released, 10L);
            growAndCheckpoint(server, troubles, 40);
            SinkServer.await(troubles::released, 20L);
            troubles.grow(50);
            SinkServer.await(() -> server.number("SELECT COUNT(*) FROM t"), 50L);
            KilledCopy.of(directory.resolve("data"), killed.resolve("data"));
            for (int damaged = 0; damaged < 3; damaged++) {
                Path copy = directory.resolve("copy" + damaged);
                KilledCopy.of(killed.resolve("data"), copy.resolve("data"));
                try (SinkServer recovered = server(copy)) {
                    SinkServer.await(() -> recovered.number("SELECT SUM(n) FROM t"), 50 * 51 / 2L);
                }
                damage(killed, damaged);
            }
        }
    }

    /** Flips a bit of the newest checkpoint but so many. */
    private static void damage(Path server, int newer) throws IOException {
        try (Stream<Path> files = Files.list(server.resolve("data/checkpoints"))) {
            Path newest = files.filter(file -> file.toString().endsWith(".manifest"))
                    .sorted(Comparator.reverseOrder())
                    .skip(newer)
                    .findFirst()
                    .orElseThrow();
            KilledCopy.flip(newest, 100);
        }
    }

    @Test
    void sourceOfAStreamIsAskedForAllOfItAgain() throws Exception {
        try (SinkServer server = server(directory)) {
            Troubles troubles = Troubles.of("kept");
            server.run("CREATE STREAM t (n BIGINT) WITH (connector = 'troubled', id = 'kept')");
            server.run("CREATE MATERIALIZED VIEW v AS SELECT SUM(n) AS total FROM t");
            for (int count = 10; count <= 40; count += 10) {
                growAndCheckpoint(server, troubles, count);
            }
            server.run("CREATE MATERIALIZED VIEW w AS SELECT SUM(n) AS total FROM t");
            assertThat(server.number("SELECT total FROM w")).isEqualTo(40 * 41 / 2);
            assertThat(troubles.released()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"THROWS", "THROWS_ERROR", "OUTSIDE_FAILS", "HANGS"})
    void sourceThatCannotForgetGoesOnAndIsToldAgain(Fault fault) throws Exception {
        try (SinkServer server = server(directory)) {
            String id = "release " + fault;
            Troubles troubles = createTable(server, id);
            server.run("CREATE STREAM other (x INT)");
            troubles.begin(Call.RELEASE, fault);
            growAndCheckpoint(server, troubles, 10);
            growAndCheckpoint(server, troubles, 20);
            SinkServer.await(() -> troubles.failures() > 0, true);
            server.run("INSERT INTO other VALUES (1); CHECKPOINT");
            troubles.end();
            growAndCheckpoint(server, troubles, 30);
            growAndCheckpoint(server, troubles, 40);
            SinkServer.await(() -> troubles.released() > 0, true);
        }
    }
}
