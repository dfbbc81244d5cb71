package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.app.directory.KilledCopy;
import io.millrace.app.sink.SinkServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Somebody has changed what a server had read and reads again after it died: what comes of it is noticed, and not taken for what it was.
 * Only the ends of a file tell which it is, so that a change in its middle shows in the rows alone.
 */
@Timeout(120)
class ChangedFilesTest {

    @TempDir
    Path directory;

    private static String lines(int changed, int to) {
        return IntStream.range(0, 100)
                .mapToObj(n -> "{\"n\": " + (n == changed ? to : 100 + n) + "}\n")
                .collect(Collectors.joining());
    }

    private String input() {
        return " WITH (connector = 'files', format = 'json', watch = true, poll.interval = '10 ms',"
                + " settle.time = '10 ms', path = '" + directory.resolve("in") + "')";
    }

    private static String status(SinkServer server, String query) throws Exception {
        return server.text(
                "SELECT status || ' ' || COALESCE(failure, '') FROM sys.queries WHERE name = '" + query + "'");
    }

    @Test
    void queriesThatGiveOtherRowsThanBeforeFailAndOthersGoOn() throws Exception {
        Files.createDirectories(directory.resolve("in"));
        Files.writeString(directory.resolve("in").resolve("a.jsonl"), lines(-1, 0));
        try (SinkServer server = new SinkServer(directory.resolve("a"), List.of())) {
            server.run("CREATE STREAM s (n INT)" + input());
            server.run("CREATE MATERIALIZED VIEW total AS SELECT SUM(n) AS total FROM s");
            server.run("CREATE MATERIALIZED VIEW rows AS SELECT COUNT(*) AS n FROM s");
            server.run("CREATE SINK k AS SELECT STREAM n FROM s WITH (connector = 'files', format = 'json', path = '"
                    + directory.resolve("out") + "')");
            server.run("CREATE STREAM other (n INT)");
            server.run("CREATE MATERIALIZED VIEW of_other AS SELECT SUM(n) AS total FROM other");
            server.run("INSERT INTO other VALUES (7)");
            Files.writeString(directory.resolve("in").resolve("b.jsonl"), lines(-1, 0));
            SinkServer.await(() -> server.number("SELECT n FROM rows"), 200L);
            SinkServer.copyData(
                    directory.resolve("a").resolve("data"),
                    directory.resolve("b").resolve("data"));
        }
        Files.writeString(directory.resolve("in").resolve("b.jsonl"), lines(50, 777));
        try (SinkServer server = new SinkServer(directory.resolve("b"), List.of())) {
            assertThat(status(server, "total")).startsWith("FAILED").contains("run again", "RESUME");
            assertThat(status(server, "k")).startsWith("FAILED").contains("run again");
            assertThat(server.number("SELECT n FROM rows")).isEqualTo(200);
            assertThat(server.number("SELECT total FROM of_other")).isEqualTo(7);
            server.run("ALTER MATERIALIZED VIEW total RESUME");
            assertThat(server.number("SELECT total FROM total")).isEqualTo(2 * 14_950 + 777 - 150);
        }
    }

    /** What a sink caught up with is read again as well, and not kept in the journal. */
    @Test
    void sinkThatCaughtUpWithOtherRowsThanThereAreNowFails() throws Exception {
        Files.createDirectories(directory.resolve("in"));
        Files.writeString(
                directory.resolve("in").resolve("a.jsonl"), lines(-1, 0).replace("}", ", \"note\": \"a needle\"}"));
        String sink = " AS SELECT STREAM n, note FROM s WITH (connector = 'files', format = 'json', path = '";
        Path copy = directory.resolve("b").resolve("data");
        try (SinkServer server = new SinkServer(directory.resolve("a"), List.of())) {
            server.run("CREATE STREAM s (n INT, note VARCHAR)" + input());
            server.run("CREATE MATERIALIZED VIEW rows AS SELECT COUNT(*) AS n FROM s");
            server.run("CREATE SINK k" + sink + directory.resolve("out") + "')");
            SinkServer.await(() -> server.number("SELECT rows_out FROM sys.queries WHERE name = 'k'"), 100L);
            SinkServer.copyData(directory.resolve("a").resolve("data"), copy);
        }
        Path segment = KilledCopy.file(copy.resolve("journal"), "segment-");
        assertThat(new String(Files.readAllBytes(segment), StandardCharsets.ISO_8859_1))
                .contains("CREATE SINK k")
                .doesNotContain("a needle");
        Files.writeString(
                directory.resolve("in").resolve("a.jsonl"), lines(50, 777).replace("}", ", \"note\": \"a needle\"}"));
        try (SinkServer server = new SinkServer(directory.resolve("b"), List.of())) {
            assertThat(status(server, "k")).startsWith("FAILED").contains("run again", "others than");
            assertThat(status(server, "rows")).startsWith("RUNNING");
        }
    }
}
