package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.directory.KilledCopy;
import io.millrace.app.journal.DirectoryReport;
import io.millrace.app.sink.SinkServer;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts that are broken off, as by SIGTERM. */
class StartupTest {

    private static final List<String> MOMENTS = List.of(
            "reading journal and checkpoints",
            "of the definitions executed (statement 0",
            "of the definitions executed (statement 3",
            "of the checkpoint loaded",
            "of the journal done again");

    @TempDir
    Path directory;

    private Startup startup(Path data, InitScript... scripts) {
        return new Startup(
                Settings.defaults().with(Setting.PORT, "0").with(Setting.DATA_DIR, data.toString()),
                directory,
                List.of(scripts),
                false);
    }

    /** Closes a start when it has come somewhere; the answer is what it failed with, if it was not over by then. */
    private static Optional<ErrorCode> breakOff(Startup startup, String moment) throws Exception {
        CompletableFuture<Optional<ErrorCode>> outcome = CompletableFuture.supplyAsync(() -> {
            try {
                startup.run();
                return Optional.empty();
            } catch (MillraceException e) {
                return Optional.of(e.code());
            }
        });
        while (!startup.text().contains(moment) && !outcome.isDone()) {
            Thread.onSpinWait();
        }
        startup.close();
        return outcome.get(1, TimeUnit.MINUTES);
    }

    @Test
    void recoveryIsBrokenOffAnywhereAndLeavesEverythingAsItWas() throws Exception {
        Path data = directory.resolve("killed");
        try (SinkServer server = new SinkServer(directory, List.of())) {
            server.run("CREATE STREAM s (n BIGINT)");
            for (int i = 0; i < 5; i++) {
                server.run("CREATE MATERIALIZED VIEW v" + i + " AS SELECT SUM(n + " + i + ") AS total FROM s");
            }
            server.run("INSERT INTO s VALUES (1), (2); CHECKPOINT");
            server.run("CREATE MATERIALIZED VIEW w AS SELECT MAX(n) AS m FROM s");
            for (int i = 0; i < 40; i++) {
                server.run("INSERT INTO s VALUES (" + i + ")");
            }
            KilledCopy.of(directory.resolve("data"), data);
        }
        List<String> before = DirectoryReport.of(data).lines();
        int broken = 0;
        for (String moment : MOMENTS) {
            Optional<ErrorCode> outcome = breakOff(startup(data), moment);
            assertThat(outcome).isIn(Optional.of(ErrorCode.SERVER_STOPPING), Optional.empty());
            broken += outcome.isPresent() ? 1 : 0;
            assertThat(DirectoryReport.of(data).lines()).as(moment).isEqualTo(before);
        }
        assertThat(broken).isGreaterThanOrEqualTo(3);
        Path other = Files.createDirectory(directory.resolve("other"));
        Files.move(data, other.resolve("data"));
        try (SinkServer server = new SinkServer(other, List.of())) {
            assertThat(server.number("SELECT total FROM v4")).isEqualTo(3 + 780 + 42 * 4);
            assertThat(server.number("SELECT m FROM w")).isEqualTo(39);
        }
    }

    @Test
    void scriptGoesOnAtTheStatementAtWhichItsStartWasBrokenOff() throws Exception {
        StringBuilder sql = new StringBuilder("CREATE STREAM s (n BIGINT);\n");
        for (int i = 0; i < 300; i++) {
            sql.append("INSERT INTO s VALUES (").append(i).append(");\n");
        }
        InitScript script = InitScript.read(Files.writeString(directory.resolve("init.sql"), sql));
        Path data = directory.resolve("data");
        assertThat(breakOff(startup(data, script), "init.sql is run")).contains(ErrorCode.SERVER_STOPPING);
        assertThat(Files.readString(data.resolve("init-script"))).contains("finished=false");
        startup(data, script).run().close();
        assertThat(Files.readString(data.resolve("init-script"))).contains("finished=true", "statements=301");
        try (SinkServer server = new SinkServer(directory, List.of())) {
            assertThat(server.number("SELECT COUNT(DISTINCT n) FROM s")).isEqualTo(300);
            assertThat(server.number("SELECT COUNT(*) FROM s")).isEqualTo(300);
        }
    }
}
