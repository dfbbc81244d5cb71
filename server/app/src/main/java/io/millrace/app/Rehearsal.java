package io.millrace.app;

import io.millrace.app.directory.TemporaryDirectory;
import io.millrace.config.Setting;
import io.millrace.config.Settings;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code millrace rehearse}: starts a server, lets it work, and starts it again from what it has left. The build runs this once, so that the JVM can keep the
 * classes that it has loaded meanwhile: a server that finds them beside its jars starts in less time.
 */
@Command(name = "rehearse", hidden = true)
final class Rehearsal implements Callable<Integer> {

    private static final String SCRIPT = """
            CREATE STREAM bids (id BIGINT NOT NULL, item VARCHAR, price DECIMAL(10, 2), ts TIMESTAMP(3), WATERMARK FOR ts AS ts);
            CREATE TABLE items (item VARCHAR PRIMARY KEY, owner VARCHAR);
            CREATE MATERIALIZED VIEW by_item AS
              SELECT item, COUNT(*) AS n, SUM(price) AS total, MAX(ts) AS newest FROM bids WHERE price > 1 GROUP BY item;
            CREATE MATERIALIZED VIEW owned AS SELECT b.id, i.owner FROM bids AS b JOIN items AS i ON b.item = i.item;
            CREATE MATERIALIZED VIEW best AS
              SELECT item, id, price FROM bids QUALIFY ROW_NUMBER() OVER (PARTITION BY item ORDER BY price DESC) <= 2;
            CREATE STREAM by_minute AS SELECT STREAM window_start, window_end, COUNT(*) AS n
              FROM TABLE(TUMBLE(TABLE bids, DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end;
            CREATE MATERIALIZED VIEW visits AS SELECT item, window_start, window_end, COUNT(*) AS n
              FROM TABLE(SESSION(TABLE bids PARTITION BY item, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
              GROUP BY item, window_start, window_end;
            CREATE STREAM ticks (n BIGINT NOT NULL, k INT NOT NULL,
              ts AS TIMESTAMPADD(SECOND, CAST(n AS INT), TIMESTAMP '2024-05-01 00:00:00'), WATERMARK FOR ts AS ts)
              WITH (connector = 'generator', rows = 10, fields.n.kind = 'sequence', fields.k.min = 0, fields.k.max = 3);
            CREATE MATERIALIZED VIEW rises AS SELECT first_n, last_n FROM ticks MATCH_RECOGNIZE (
              ORDER BY ts MEASURES A.n AS first_n, B.n AS last_n ONE ROW PER MATCH AFTER MATCH SKIP PAST LAST ROW
              PATTERN (A B) WITHIN INTERVAL '1' HOUR DEFINE B AS B.k > A.k);
            INSERT INTO items VALUES ('vase', 'Ann'), ('bowl', 'Bob');
            UPDATE items SET owner = 'Eve' WHERE item = 'bowl';
            DELETE FROM items WHERE item = 'bowl';
            INSERT INTO bids VALUES (1, 'vase', 12.50, TIMESTAMP '2024-05-01 10:00:05');
            CHECKPOINT;
            INSERT INTO bids VALUES (2, 'vase', 13.50, TIMESTAMP '2024-05-01 10:02:05');
            """;

    @Override
    public Integer call() throws Exception {
        Main.execute("server", "--help");
        try (TemporaryDirectory directory = TemporaryDirectory.create("millrace-rehearsal-")) {
            serve(directory.path(), List.of(new InitScript(Path.of("rehearsal.sql"), SCRIPT)));
            serve(directory.path(), List.of());
        }
        return 0;
    }

    private static void serve(Path directory, List<InitScript> scripts) throws SQLException {
        Settings settings = Settings.defaults()
                .with(Setting.PORT, "0")
                .with(Setting.DATA_DIR, directory.resolve("data").toString());
        try (MillraceServer server = MillraceServer.start(settings, directory, scripts);
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT item, n FROM by_item ORDER BY n")) {
            while (rows.next()) {
                System.out.println(rows.getString(1) + " " + rows.getLong(2));
            }
        }
    }
}
