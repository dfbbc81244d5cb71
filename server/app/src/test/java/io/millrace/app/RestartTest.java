package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.sink.SinkServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that go on where another one stopped, under other circumstances. */
class RestartTest {

    @TempDir
    Path directory;

    /** What is left is the journal: all is done again. */
    private void deleteCheckpoints() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("data").resolve("checkpoints"))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void settingsOfTheServerThatStartsDoNotChangeWhatIsDefined() throws Exception {
        try (SinkServer server = new SinkServer(directory, List.of())) {
            server.run("CREATE STREAM s (n BIGINT)");
            server.run("INSERT INTO s VALUES (1), (2), (3)");
            server.run("CREATE MATERIALIZED VIEW v AS SELECT SUM(n) AS total FROM s");
        }
        deleteCheckpoints();
        try (SinkServer server = new SinkServer(directory, List.of("backfill=none", "statement.timeout=2 s"))) {
            assertThat(server.number("SELECT total FROM v")).isEqualTo(6);
        }
    }

    @Test
    void checkpointsAreListedWhileTheServerRuns() throws Exception {
        try (SinkServer server = new SinkServer(directory, List.of())) {
            server.run("CREATE STREAM s (n BIGINT)");
            server.run("INSERT INTO s VALUES (1)");
            long batch = server.number("SELECT batch FROM sys.batches");
            server.run("CHECKPOINT");
            assertThat(server.number("SELECT batch FROM sys.checkpoints")).isEqualTo(batch);
            server.run("CHECKPOINT");
            assertThat(server.number("SELECT COUNT(*) FROM sys.checkpoints")).isEqualTo(2);
        }
    }
}
