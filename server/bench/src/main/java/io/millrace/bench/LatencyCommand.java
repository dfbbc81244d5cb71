package io.millrace.bench;

import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace bench latency}: how long a row takes until a windowed view shows it, inserted alone or in a steady flow. */
@Command(
        name = "latency",
        description =
                "Measures how long rows take until a windowed view shows them: INSERTs of one row over JDBC and reads of"
                        + " the view, or, with --rate, a steady flow over a socket and a client that follows the view.",
        mixinStandardHelpOptions = true)
final class LatencyCommand implements Callable<Integer> {

    @Option(names = "--rate", description = "rows per second over a socket, instead of INSERTs")
    private int rate;

    @Option(names = "--seconds", description = "how long rows flow at that rate (${DEFAULT-VALUE})")
    private int seconds = 20;

    @Option(names = "--inserts", description = "INSERTs measured (${DEFAULT-VALUE})")
    private int inserts = 1_000;

    @Option(names = "--warm-up", description = "INSERTs before that (${DEFAULT-VALUE})")
    private int warmUp = 500;

    @Option(names = "--set", description = "a setting of the server, key=value")
    private List<String> settings = List.of();

    @Override
    public Integer call() throws SQLException, IOException {
        if (rate > 0) {
            new PacedLatency(rate, seconds).run(settings);
        } else {
            measureInserts();
        }
        return 0;
    }

    private void measureInserts() throws SQLException {
        try (BenchServer server = new BenchServer(settings)) {
            server.execute("CREATE STREAM ticks (symbol VARCHAR, price DOUBLE, ts TIMESTAMP(3),"
                    + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)");
            server.execute("CREATE MATERIALIZED VIEW per_minute AS SELECT symbol, window_start, COUNT(*) AS n,"
                    + " MAX(price) AS high FROM TABLE(TUMBLE(TABLE ticks, DESCRIPTOR(ts), INTERVAL '1' MINUTE))"
                    + " GROUP BY symbol, window_start, window_end");
            Latencies inserted = new Latencies(inserts);
            Latencies read = new Latencies(inserts);
            try (Statement statement = server.connection().createStatement()) {
                for (int i = -warmUp; i < inserts; i++) {
                    long start = System.nanoTime();
                    statement.executeUpdate(insert(i + warmUp));
                    long visible = System.nanoTime();
                    check(statement, i + warmUp + 1L);
                    if (i >= 0) {
                        inserted.add(visible - start);
                        read.add(System.nanoTime() - visible);
                    }
                }
            }
            System.out.println("INSERT  " + inserted.text());
            System.out.println("SELECT  " + read.text());
        }
    }

    private static String insert(int i) {
        return String.format(
                Locale.ROOT,
                "INSERT INTO ticks VALUES ('ACME', %d.5, TIMESTAMP '2026-01-01 00:%02d:%02d')",
                i,
                i / 60 % 60,
                i % 60);
    }

    /** Every INSERT must be in the view when it returns. */
    private static void check(Statement statement, long expected) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT SUM(n) FROM per_minute")) {
            rows.next();
            if (rows.getLong(1) != expected) {
                throw new IllegalStateException(
                        "the view shows " + rows.getLong(1) + " rows, but " + expected + " were inserted");
            }
        }
    }
}
