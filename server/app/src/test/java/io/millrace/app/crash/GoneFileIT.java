package io.millrace.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that was read goes while the server is down, which has no checkpoint of what it made of it. */
class GoneFileIT {

    @TempDir
    Path directory;

    @Test
    void onlyQueriesFailThatHadReadIt() throws Exception {
        Path file = Files.writeString(directory.resolve("first.jsonl"), "{\"n\": 1}\n");
        KilledServer server = KilledServer.launch(directory);
        server.awaitReady();
        server.run(
                "CREATE STREAM lines (n INT) WITH (connector = 'files', path = 'first.jsonl', format = 'json', follow = true,"
                        + " poll.interval = '50 ms'); CREATE STREAM s (n INT);"
                        + " CREATE MATERIALIZED VIEW of_lines AS SELECT SUM(n) AS total FROM lines;"
                        + " CREATE MATERIALIZED VIEW of_s AS SELECT SUM(n) AS total FROM s; CHECKPOINT");
        Files.writeString(file, "{\"n\": 1}\n{\"n\": 2}\n");
        for (int i = 0; i < 500 && !"3".equals(server.text("SELECT total FROM of_lines")); i++) {
            Thread.sleep(20);
        }
        server.run("INSERT INTO s VALUES (4), (5)");
        server.kill();
        Files.delete(file);
        for (int start = 0; start < 2; start++) {
            server = KilledServer.launch(directory);
            server.awaitReady();
            assertThat(server.text("SELECT failure FROM sys.queries WHERE name = 'of_lines'"))
                    .contains("first.jsonl");
            assertThat(server.text("SELECT status FROM sys.queries WHERE name = 'of_s'"))
                    .isEqualTo("RUNNING");
            assertThat(server.text("SELECT total FROM of_s")).isEqualTo(Integer.toString(9 + start));
            server.run("INSERT INTO s VALUES (1)");
            if (start == 0) {
                server.kill();
            }
        }
        server.kill();
    }
}
