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
            INSERT INTO items VALUES ('vase', 'Ann');
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
