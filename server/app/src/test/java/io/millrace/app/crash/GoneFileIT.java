package io.millrace.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
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
        run(
                server,
                "CREATE STREAM lines (n INT) WITH (connector = 'files', path = 'first.jsonl', format = 'json', follow = true,"
                        + " poll.interval = '50 ms'); CREATE STREAM s (n INT);"
                        + " CREATE MATERIALIZED VIEW of_lines AS SELECT SUM(n) AS total FROM lines;"
                        + " CREATE MATERIALIZED VIEW of_s AS SELECT SUM(n) AS total FROM s; CHECKPOINT");
        Files.writeString(file, "{\"n\": 1}\n{\"n\": 2}\n");
        for (int i = 0; i < 500 && !text(server, "SELECT total FROM of_lines").equals("3"); i++) {
            Thread.sleep(20);
        }
        run(server, "INSERT INTO s VALUES (4), (5)");
        server.kill();
        Files.delete(file);
        for (int start = 0; start < 2; start++) {
            server = KilledServer.launch(directory);
            server.awaitReady();
            assertThat(text(server, "SELECT failure FROM sys.queries WHERE name = 'of_lines'"))
                    .contains("first.jsonl");
            assertThat(text(server, "SELECT status FROM sys.queries WHERE name = 'of_s'"))
                    .isEqualTo("RUNNING");
            assertThat(text(server, "SELECT total FROM of_s")).isEqualTo(Integer.toString(9 + start));
            run(server, "INSERT INTO s VALUES (1)");
            if (start == 0) {
                server.kill();
            }
        }
        server.kill();
    }

    private static void run(KilledServer server, String sql) throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String text(KilledServer server, String sql) throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).as(sql).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }
}
