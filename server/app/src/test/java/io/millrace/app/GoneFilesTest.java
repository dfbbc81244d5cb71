package io.millrace.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file that was read is gone when a server goes on that died before it had a checkpoint of what it made of it: what needs it fails with
 * an error that names it, and all else goes on.
 */
@Timeout(120)
class GoneFilesTest {

    private static final String FILES =
            "connector = 'files', format = 'json', watch = true, poll.interval = '10 ms', settle.time = '10 ms'";

    @TempDir
    Path directory;

    private Path file(String name, String content) throws Exception {
        Path file = directory.resolve("in").resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, content);
    }

    private String with() {
        return " WITH (" + FILES + ", path = '" + directory.resolve("in") + "')";
    }

    private SinkServer server(String name) throws Exception {
        return new SinkServer(directory.resolve(name), List.of());
    }

    /** What is left when the server dies now. */
    private void die(String name, String copy) throws Exception {
        SinkServer.copyData(
                directory.resolve(name).resolve("data"), directory.resolve(copy).resolve("data"));
    }

    private static String status(SinkServer server, String query) throws Exception {
        return server.text(
                "SELECT status || ' ' || COALESCE(failure, '') FROM sys.queries WHERE name = '" + query + "'");
    }

    @Test
    void directoryThatIsAwayIsWaitedFor() throws Exception {
        file("a.jsonl", "{\"k\": 1, \"n\": 10}\n");
        try (SinkServer server = server("a")) {
            server.run("CREATE STREAM s (k INT)");
            server.run("CREATE STREAM f (k INT, n INT)" + with());
            server.run("CREATE MATERIALIZED VIEW of_f AS SELECT SUM(n) AS total FROM f");
            file("b.jsonl", "{\"k\": 2, \"n\": 20}\n");
            SinkServer.await(() -> server.text("SELECT total FROM of_f"), "30");
            server.run("CHECKPOINT");
            file("c.jsonl", "{\"k\": 3, \"n\": 30}\n");
            SinkServer.await(() -> server.text("SELECT total FROM of_f"), "60");
            die("a", "b");
        }
        Path away = Files.move(directory.resolve("in"), directory.resolve("away"));
        try (SinkServer server = server("b")) {
            server.run("INSERT INTO s VALUES (1)");
            assertThat(status(server, "of_f")).isEqualTo("WAITING ");
            assertThat(server.text("SELECT problem FROM sys.sources WHERE name = 'f'"))
                    .contains(directory.resolve("in").toString());
            Files.move(away, directory.resolve("in"));
            SinkServer.await(() -> server.text("SELECT total FROM of_f"), "60");
            file("d.jsonl", "{\"k\": 4, \"n\": 40}\n");
            SinkServer.await(() -> server.text("SELECT total FROM of_f"), "100");
        }
    }

    @Test
    void tableFailsWithWhatReadsItAndIsReadAnewByResume() throws Exception {
        Path gone = file("gone.jsonl", "{\"k\": 1, \"n\": 10}\n");
        file("kept.jsonl", "{\"k\": 2, \"n\": 20}\n");
        try (SinkServer server = server("a")) {
            server.run("CREATE STREAM s (k INT)");
            server.run("CREATE MATERIALIZED VIEW of_s AS SELECT COUNT(*) AS n FROM s");
            server.run("CREATE TABLE t (k INT PRIMARY KEY, n INT)" + with());
            SinkServer.await(() -> server.number("SELECT COUNT(*) FROM t"), 2L);
            server.run("CREATE MATERIALIZED VIEW of_t AS SELECT SUM(n) AS total FROM t");
            server.run("CREATE MATERIALIZED VIEW joined AS SELECT t.n FROM s JOIN t ON s.k = t.k");
            server.run("INSERT INTO s VALUES (1), (2)");
            die("a", "b");
        }
        Files.delete(gone);
        die("b", "later");
        try (SinkServer server = server("b")) {
            assertThat(server.number("SELECT n FROM of_s")).isEqualTo(2);
            for (String query : List.of("of_t", "joined")) {
                assertThat(status(server, query)).startsWith("FAILED").contains("gone.jsonl");
            }
            assertThatThrownBy(() -> server.number("SELECT COUNT(*) FROM t"))
                    .hasMessageContaining("gone.jsonl")
                    .hasMessageContaining("ALTER TABLE t RESUME");
            assertThatThrownBy(() -> server.run("CREATE MATERIALIZED VIEW w AS SELECT n FROM t"))
                    .hasMessageContaining("gone.jsonl");
            assertThatThrownBy(() -> server.run("ALTER MATERIALIZED VIEW of_t RESUME"))
                    .hasMessageContaining("gone.jsonl");
            server.run("INSERT INTO s VALUES (2)");
            die("b", "c");
        }
        try (SinkServer server = server("b")) { // which has a checkpoint
            assertThatThrownBy(() -> server.number("SELECT COUNT(*) FROM t")).hasMessageContaining("gone.jsonl");
        }
        try (SinkServer server = server("c")) {
            server.run("ALTER TABLE t RESUME");
            SinkServer.await(() -> server.text("SELECT SUM(n) FROM t"), "20");
            server.run("ALTER MATERIALIZED VIEW of_t RESUME");
            server.run("ALTER MATERIALIZED VIEW joined RESUME");
            assertThat(server.number("SELECT total FROM of_t")).isEqualTo(20);
            assertThat(server.number("SELECT COUNT(*) FROM joined")).isEqualTo(2);
            file("more.jsonl", "{\"k\": 3, \"n\": 30}\n");
            SinkServer.await(() -> server.text("SELECT SUM(n) FROM t"), "50");
            SinkServer.await(() -> server.number("SELECT total FROM of_t"), 50L);
            die("c", "d");
        }
        try (SinkServer server = server("d")) {
            assertThat(server.number("SELECT total FROM of_t")).isEqualTo(50);
            assertThat(server.number("SELECT SUM(n) FROM t")).isEqualTo(50);
        }
        file("gone.jsonl", "{\"k\": 1, \"n\": 10}\n");
        try (SinkServer server = server("later")) {
            assertThat(server.number("SELECT n FROM of_s")).isEqualTo(2);
            assertThat(status(server, "of_t")).isEqualTo("RUNNING ");
            SinkServer.await(() -> server.text("SELECT total FROM of_t"), "60");
        }
    }

    @Test
    void definitionsThatHadReadAFileFailWithoutIt() throws Exception {
        Path gone = file("gone.jsonl", "{\"k\": 1, \"n\": 10}\n");
        file("kept.jsonl", "{\"k\": 2, \"n\": 20}\n");
        try (SinkServer server = server("a")) {
            server.run("CREATE STREAM s (k INT, n INT)" + with());
            server.run("CREATE STREAM other (n INT)");
            server.run("CREATE MATERIALIZED VIEW before AS SELECT SUM(n) AS total FROM other");
            server.run("CHECKPOINT");
            server.run("CREATE MATERIALIZED VIEW v AS SELECT SUM(n) AS total FROM s");
            server.run("CREATE STREAM d AS SELECT STREAM k, n FROM s");
            server.run("CREATE OR REPLACE MATERIALIZED VIEW before AS SELECT SUM(n) AS total FROM s");
            server.run("CREATE MATERIALIZED VIEW of_other AS SELECT SUM(n) AS total FROM other");
            server.run("INSERT INTO other VALUES (7)");
            assertThat(server.number("SELECT total FROM v")).isEqualTo(30);
            die("a", "b");
        }
        Files.delete(gone);
        for (int start = 0; start < 2; start++) {
            try (SinkServer server = server("b")) {
                assertThat(server.number("SELECT total FROM of_other")).isEqualTo(7);
                for (String query : List.of("v", "d", "before")) {
                    assertThat(status(server, query)).startsWith("FAILED").contains("gone.jsonl");
                }
            }
        }
        try (SinkServer server = server("b")) {
            server.run("ALTER MATERIALIZED VIEW v RESUME");
            assertThat(server.number("SELECT total FROM v")).isEqualTo(20);
        }
    }

    @Test
    void queryOfASinkThatHadReadAFileFailsWithoutIt() throws Exception {
        Path gone = file("gone.jsonl", "{\"k\": 1, \"n\": 10}\n");
        file("kept.jsonl", "{\"k\": 2, \"n\": 20}\n");
        try (SinkServer server = server("a")) {
            server.run("CREATE STREAM s (k INT, n INT)" + with());
            server.run("CREATE MATERIALIZED VIEW running AS SELECT 1 AS one FROM (VALUES (1)) AS t");
            server.run("CREATE SINK k AS SELECT STREAM n FROM s WITH (connector = 'files', path = '"
                    + directory.resolve("out") + "', format = 'json')");
            SinkServer.await(() -> server.text("SELECT lag_batches FROM sys.sinks"), "0");
            die("a", "b");
        }
        Files.delete(gone);
        try (SinkServer server = server("b")) {
            assertThat(status(server, "k")).startsWith("FAILED").contains("gone.jsonl");
        }
    }
}
