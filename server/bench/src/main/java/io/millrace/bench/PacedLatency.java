package io.millrace.bench;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/**
 * Rows that come over a socket at a rate, a windowed view of them, and a client that follows one of the view's hundred keys: how long
 * each of its rows takes from when it was due at the sender until the client holds the changed row of the view.
 */
final class PacedLatency {

    /** The first seconds, in which code is compiled, are not measured. */
    private static final int WARM_UP = 10;

    private final int perSecond;
    private final int seconds;

    PacedLatency(int perSecond, int seconds) {
        this.perSecond = perSecond;
        this.seconds = seconds;
    }

    void run(List<String> settings) throws SQLException, IOException {
        try (PacedFeed feed = new PacedFeed(perSecond, WARM_UP + seconds);
                BenchServer server = new BenchServer(settings)) {
            server.execute("CREATE STREAM ticks (row_number BIGINT, symbol VARCHAR, price DOUBLE, ts TIMESTAMP(3),"
                    + " WATERMARK FOR ts AS ts - INTERVAL '1' SECOND)"
                    + " WITH (connector = 'socket', port = " + feed.port() + ", format = 'csv')");
            server.execute("CREATE MATERIALIZED VIEW per_second AS SELECT symbol, window_start, COUNT(*) AS n,"
                    + " MAX(price) AS high, MAX(row_number) AS newest"
                    + " FROM TABLE(TUMBLE(TABLE ticks, DESCRIPTOR(ts), INTERVAL '1' SECOND))"
                    + " GROUP BY symbol, window_start, window_end");
            try (Statement statement = server.connection().createStatement();
                    ResultSet changes = statement.executeQuery(
                            "SELECT STREAM newest FROM per_second WHERE symbol = 'S0' EMIT CHANGES")) {
                Thread sender = new Thread(feed::send, "sender");
                sender.start();
                Latencies latencies = follow(changes, feed);
                System.out.printf(
                        Locale.ROOT,
                        "%d rows/s for %d s, until the client holds the changed window: %s%n",
                        perSecond,
                        seconds,
                        latencies.text());
                statement.cancel();
            }
        }
    }

    private Latencies follow(ResultSet changes, PacedFeed feed) throws SQLException {
        Latencies latencies = new Latencies(feed.rows() / PacedFeed.SYMBOLS + 1);
        int next = 0;
        while (next < feed.rows() && changes.next()) {
            long newest = changes.getLong(1);
            long now = System.nanoTime();
            for (; next <= newest; next += PacedFeed.SYMBOLS) {
                if (next >= WARM_UP * perSecond) {
                    latencies.add(now - feed.due(next));
                }
            }
        }
        return latencies;
    }
}
