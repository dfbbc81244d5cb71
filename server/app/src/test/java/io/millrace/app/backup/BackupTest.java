package io.millrace.app.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.directory.BackupLabel;
import io.millrace.app.directory.KilledCopy;
import io.millrace.app.journal.VerifyCommand;
import io.millrace.app.sink.SinkServer;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackupTest {

    @TempDir
    Path temporary;

    private final StringWriter out = new StringWriter();
    private String error = "";

    private int run(Object command, Object... arguments) {
        error = "";
        return new CommandLine(command)
                .setOut(new PrintWriter(out))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    if (!(failure instanceof MillraceException known)) {
                        throw failure;
                    }
                    error = known.userMessage();
                    return 1;
                })
                .execute(List.of(arguments).stream().map(Object::toString).toArray(String[]::new));
    }

    private void succeed(Object command, Object... arguments) {
        assertThat(run(command, arguments)).as(error).isZero();
    }

    /** A server with what is in a backup. */
    private SinkServer restored(String number) throws SQLException {
        Path directory = temporary.resolve("restored" + number);
        succeed(new RestoreCommand(), temporary.resolve("backup" + number), directory.resolve("data"));
        return new SinkServer(directory, List.of());
    }

    /** Inserts 1, 2, 3 … until it is told to stop, and takes checkpoints meanwhile. */
    private static Thread writer(String url, AtomicBoolean stop, AtomicLong acknowledged) {
        Thread thread = new Thread(() -> {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                for (long n = 1; !stop.get(); n++) {
                    statement.execute("INSERT INTO s VALUES (" + n + ")");
                    acknowledged.set(n);
                    if (n % 7 == 0) {
                        statement.execute("CHECKPOINT");
                    }
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void backupsOfAServerUnderLoadHoldWhatWasAcknowledgedAndNothingTwice() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicLong acknowledged = new AtomicLong();
        long[] before = new long[4];
        try (SinkServer server = new SinkServer(temporary, List.of())) {
            server.run("CREATE STREAM s (n BIGINT)");
            server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS c, SUM(n) AS total, MAX(n) AS m FROM s");
            Thread writer = writer(server.url(), stop, acknowledged);
            for (int i = 0; i < before.length; i++) {
                SinkServer.await(() -> acknowledged.get() > 5, true);
                before[i] = acknowledged.get();
                Object source = i % 2 == 0 ? server.url() : temporary.resolve("data");
                succeed(new BackupCommand(), source, temporary.resolve("backup" + i));
            }
            stop.set(true);
            writer.join();
        }
        for (int i = 0; i < before.length; i += 3) {
            succeed(new VerifyCommand(), temporary.resolve("backup" + i));
            try (SinkServer server = restored("" + i)) {
                long count = server.number("SELECT c FROM v");
                assertThat(count).isBetween(before[i], acknowledged.get());
                assertThat(server.number("SELECT m FROM v")).isEqualTo(count);
                assertThat(server.number("SELECT total FROM v")).isEqualTo(count * (count + 1) / 2);
                assertThat(server.number("SELECT COUNT(DISTINCT n) FROM s")).isEqualTo(count);
                server.run("INSERT INTO s VALUES (1000000)");
                assertThat(server.number("SELECT c FROM v")).isEqualTo(count + 1);
            }
        }
        assertThat(out.toString()).contains("and the journal up to LSN ");
    }

    private String sinkTo(Path place) {
        return "CREATE SINK k AS SELECT STREAM n FROM s WITH (connector = 'files', path = '" + place
                + "', format = 'json')";
    }

    private static long lines(Path place) throws IOException {
        long lines = 0;
        try (var files = Files.walk(place)) {
            for (Path file : files.filter(path ->
                            path.toString().endsWith(".json") || path.toString().endsWith(".jsonl"))
                    .toList()) {
                lines += Files.readAllLines(file).size();
            }
        }
        return lines;
    }

    private static void awaitFailure(SinkServer server, String text) throws Exception {
        SinkServer.await(() -> server.text("SELECT status FROM sys.sinks"), "FAILED");
        assertThat(server.text("SELECT failure FROM sys.sinks")).contains(text);
    }

    @Test
    void sinkThatIsAheadOfARestoredBackupTakesNothing() throws Exception {
        Path place = temporary.resolve("out");
        try (SinkServer server = new SinkServer(temporary, List.of())) {
            server.run("CREATE STREAM s (n BIGINT); CREATE STREAM other (n BIGINT)");
            server.run(sinkTo(place));
            server.run("INSERT INTO s VALUES (1)");
            succeed(new BackupCommand(), server.url(), temporary.resolve("backup"));
            server.run("INSERT INTO s VALUES (2)");
            server.run("INSERT INTO s VALUES (3)");
            SinkServer.await(() -> lines(place), 3L);
        }
        try (SinkServer server = restored("")) {
            for (int i = 0; i < 9; i++) {
                server.run(
                        "INSERT INTO other VALUES (1)"); // until batches have numbers that the sink does not know yet
            }
            server.run("INSERT INTO s VALUES (4)");
            awaitFailure(server, "the data directory is older than what the sink was given");
            assertThat(lines(place)).isEqualTo(3);
        }
    }

    @Test
    void restoredServerTakesItsSinksOverAndTheOldOneIsRefused() throws Exception {
        Path place = temporary.resolve("out");
        try (SinkServer server = new SinkServer(temporary, List.of())) {
            server.run("CREATE STREAM s (n BIGINT)");
            server.run(sinkTo(place));
            server.run("INSERT INTO s VALUES (1)");
            SinkServer.await(() -> lines(place), 1L);
        }
        succeed(new BackupCommand(), temporary.resolve("data"), temporary.resolve("backup"));
        try (SinkServer server = restored("")) {
            server.run("INSERT INTO s VALUES (2)");
            SinkServer.await(() -> lines(place), 2L);
        }
        try (SinkServer server = new SinkServer(temporary, List.of())) {
            server.run("INSERT INTO s VALUES (3), (4)");
            awaitFailure(server, "holds batch ");
        }
        assertThat(lines(place)).isEqualTo(2);
    }

    @Test
    void backupsAndDirectoriesThatAreNotWhatTheyShouldBeAreRefused() throws Exception {
        try (SinkServer server = new SinkServer(temporary, List.of())) {
            server.run("CREATE STREAM s (n BIGINT); INSERT INTO s VALUES (1); CHECKPOINT");
        }
        Path data = temporary.resolve("data");
        Path backup = temporary.resolve("backup");
        assertThat(run(new BackupCommand(), data, temporary)).isEqualTo(1);
        assertThat(error).contains("is not empty");
        assertThat(run(new BackupCommand(), data, data.resolve("backup"))).isEqualTo(1);
        assertThat(error).contains("lies in the data directory");
        assertThat(run(new BackupCommand(), temporary.resolve("none"), backup)).isEqualTo(1);
        assertThat(error).contains("holds no journal");
        assertThat(run(new BackupCommand(), "localhost:1", backup)).isEqualTo(1);
        succeed(new BackupCommand(), data, backup);
        assertThat(run(new RestoreCommand(), backup, data)).isEqualTo(1);
        assertThat(error).contains("is not empty");
        assertThat(run(new RestoreCommand(), data, temporary.resolve("restored")))
                .isEqualTo(1);
        assertThat(error).contains("is no backup");
        Path moved = Files.createDirectory(temporary.resolve("moved"));
        KilledCopy.of(backup, moved.resolve("data"));
        try {
            new SinkServer(moved, List.of()).close();
        } catch (MillraceException e) {
            error = e.userMessage();
        }
        assertThat(error).contains("is a backup", "bin/millrace restore");
        Path state = KilledCopy.file(backup.resolve("checkpoints"), "000000000001-");
        KilledCopy.flip(state, (int) Files.size(state) / 2);
        assertThat(run(new RestoreCommand(), backup, temporary.resolve("restored")))
                .isEqualTo(1);
        assertThat(error).contains("the backup in " + backup + " is damaged").contains(state.toString());
        Files.delete(backup.resolve(BackupLabel.FILE));
        assertThat(run(new RestoreCommand(), backup, temporary.resolve("restored")))
                .isEqualTo(1);
        assertThat(error).contains("was broken off");
        assertThat(Files.exists(temporary.resolve("restored"))).isFalse();
    }
}
