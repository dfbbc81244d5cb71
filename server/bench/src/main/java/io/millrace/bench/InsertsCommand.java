package io.millrace.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code millrace bench inserts}: how long INSERTs take that are in a view when they return, and how many rows come in that way. Each writer
 * has a connection and a prepared statement of its own.
 */
@Command(
        name = "inserts",
        description = "Measures INSERTs of several writers into a stream with a view.",
        mixinStandardHelpOptions = true)
final class InsertsCommand implements Callable<Integer> {

    private static final int MOST_PER_SECOND = 20_000;

    @Option(names = "--writers", description = "connections that insert side by side (${DEFAULT-VALUE})")
    private int writers = 1;

    @Option(names = "--rows", description = "rows of an INSERT, sent as one executeBatch (${DEFAULT-VALUE})")
    private int rows = 1;

    @Option(names = "--seconds", description = "how long is measured (${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(names = "--warm-up", description = "seconds before that (${DEFAULT-VALUE})")
    private int warmUp = 5;

    @Option(names = "--set", description = "a setting of the server, key=value; with data.dir it keeps a journal")
    private List<String> settings = List.of();

    @Override
    public Integer call() throws SQLException {
        try (BenchServer server = new BenchServer(settings)) {
            server.execute("CREATE STREAM payments (account INT, amount BIGINT)");
            server.execute("CREATE MATERIALIZED VIEW balance AS"
                    + " SELECT account, COUNT(*) AS payments, SUM(amount) AS total FROM payments GROUP BY account");
            insert(server, warmUp);
            long start = System.nanoTime();
            Latencies latencies = insert(server, seconds);
            double elapsed = (System.nanoTime() - start) / 1e9;
            System.out.println(String.format(
                    Locale.ROOT,
                    "%d writers, %d rows an INSERT: %s  %.0f rows/s",
                    writers,
                    rows,
                    latencies.text(),
                    latencies.size() * (double) rows / elapsed));
        }
        return 0;
    }

    private Latencies insert(BenchServer server, int duration) throws SQLException {
        List<CompletableFuture<Latencies>> all = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            Connection connection = server.connect();
            CompletableFuture<Latencies> end = new CompletableFuture<>();
            all.add(end);
            new Thread(() -> write(connection, duration * 1_000_000_000L, end), "writer " + writer).start();
        }
        Latencies together = new Latencies(MOST_PER_SECOND * duration);
        all.forEach(end -> together.addAll(end.join()));
        return together;
    }

    private void write(Connection connection, long nanos, CompletableFuture<Latencies> end) {
        Latencies latencies = new Latencies((int) (MOST_PER_SECOND * (nanos / 1_000_000_000L)));
        try (connection;
                PreparedStatement insert = connection.prepareStatement("INSERT INTO payments VALUES (?, ?)")) {
            long start = System.nanoTime();
            for (long before = start; before - start < nanos && latencies.hasRoom(); ) {
                run(insert, latencies.size());
                long now = System.nanoTime();
                latencies.add(now - before);
                before = now;
            }
            end.complete(latencies);
        } catch (SQLException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private void run(PreparedStatement insert, int number) throws SQLException {
        for (int row = 0; row < rows; row++) {
            insert.setInt(1, (number + row) % 1_000);
            insert.setLong(2, row);
            if (rows > 1) {
                insert.addBatch();
            }
        }
        if (rows > 1) {
            insert.executeBatch();
        } else {
            insert.executeUpdate();
        }
    }
}
