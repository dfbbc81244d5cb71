package io.millrace.app.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sink is there for whoever asks, also while its query leaves the batches or joins them, or another takes its place. */
@Timeout(120)
class ListedSinkTest {

    private static final int ROUNDS = 15;
    private static final int FULL = 4;

    @TempDir
    Path directory;

    private final OutsideSystem outside = OutsideSystem.create("outside");

    /** How often it was asked for, and how often it was not there. */
    private record Looks(int all, int missing) {}

    private static Looks look(String url, AtomicBoolean over) {
        int all = 0;
        int missing = 0;
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            while (!over.get()) {
                try (ResultSet rows = statement.executeQuery("SELECT name FROM sys.sinks WHERE name = 'k'")) {
                    all++;
                    missing += rows.next() ? 0 : 1;
                }
            }
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return new Looks(all, missing);
    }

    @Test
    void sinkIsListedWhileItsQueryPausesAndGoesOnAndWhileItIsReplaced() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        try (SinkServer server = new SinkServer(directory, List.of("sink.backlog.batches=" + FULL))) {
            server.run("CREATE STREAM s (n BIGINT)");
            server.createSink("AS SELECT STREAM n FROM s");
            CompletableFuture<Looks> looks = CompletableFuture.supplyAsync(() -> look(server.url(), over));
            try {
                for (int round = 0; round < ROUNDS; round++) {
                    outside.hang();
                    server.insert(1, 2 * FULL);
                    if (round % 3 == 0) {
                        server.run("CREATE OR REPLACE SINK k AS SELECT STREAM n FROM s"
                                + " WITH (connector = 'scripted', system = 'outside')");
                    }
                    outside.answer();
                    server.awaitDelivered();
                }
            } finally {
                over.set(true);
                outside.answer();
            }
            assertThat(looks.get().missing()).as("looks that did not find it").isZero();
            assertThat(looks.get().all()).isGreaterThan(ROUNDS);
        }
    }
}
