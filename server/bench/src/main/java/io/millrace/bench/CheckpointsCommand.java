package io.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code millrace bench checkpoints}: lets a server hold a large state, inserts single rows that change it all over, takes checkpoints
 * meanwhile, and tells how long batches and INSERTs took beside each; at last kills the server and measures how long it is away.
 */
@Command(
        name = "checkpoints",
        description = "Takes checkpoints of a large state beside INSERTs, and measures what these notice of it.",
        mixinStandardHelpOptions = true)
final class CheckpointsCommand implements Callable<Integer> {

    private static final List<String> RELATIONS = List.of(
            "CREATE STREAM made (auction BIGINT, bidder BIGINT, price BIGINT, dateTime TIMESTAMP(3), extra VARCHAR)"
                    + " WITH (connector='nexmark', 'table'='bid', 'events'='%1$d')",
            "CREATE STREAM auction (id BIGINT, itemName VARCHAR, category BIGINT)"
                    + " WITH (connector='nexmark', 'table'='auction', 'events'='%1$d')",
            "CREATE STREAM given (auction BIGINT, bidder BIGINT, price BIGINT, dateTime TIMESTAMP(3), extra VARCHAR)",
            "CREATE VIEW bid AS SELECT * FROM made UNION ALL SELECT * FROM given");

    /** Groups, rows of a join, and rows in order: each large, each changed at any place by a bid. */
    private static final List<String> VIEWS = List.of(
            "CREATE MATERIALIZED VIEW pairs AS SELECT auction, bidder, COUNT(*) AS bids, SUM(price) AS total,"
                    + " MAX(dateTime) AS latest FROM bid GROUP BY auction, bidder",
            "CREATE MATERIALIZED VIEW categories AS SELECT category, COUNT(*) AS bids, MAX(itemName) AS item,"
                    + " COUNT(extra) AS extras, SUM(price) AS total"
                    + " FROM bid JOIN auction ON bid.auction = auction.id GROUP BY category",
            "CREATE MATERIALIZED VIEW newest AS SELECT auction, bidder, price, dateTime, extra FROM bid"
                    + " QUALIFY ROW_NUMBER() OVER (PARTITION BY auction, bidder ORDER BY dateTime DESC) <= 1");

    @Option(names = "--events", description = "events of Nexmark that the state is made of (${DEFAULT-VALUE})")
    private long events = 5_000_000;

    @Option(names = "--checkpoints", description = "how many are taken (${DEFAULT-VALUE})")
    private int checkpoints = 6;

    @Option(names = "--seconds", description = "between two checkpoints (${DEFAULT-VALUE})")
    private int seconds = 5;

    @Option(names = "--writers", description = "connections that insert side by side (${DEFAULT-VALUE})")
    private int writers = 1;

    @Option(names = "--set", description = "a setting of the server, key=value, for example partitions=1")
    private List<String> settings = List.of();

    @Option(names = "--heap", description = "heap of the server process (${DEFAULT-VALUE})")
    private String heap = "6g";

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        Path directory = Files.createTempDirectory("millrace-checkpoints");
        try {
            measure(directory.resolve("data"));
        } finally {
            Directories.delete(directory);
        }
        return 0;
    }

    private void measure(Path data) throws IOException, SQLException, InterruptedException {
        String question = "SELECT COUNT(*) FROM newest";
        long answer;
        try (ServerProcess server = ServerProcess.start(data, heap, settings)) {
            for (String statement : RELATIONS) {
                server.execute(String.format(Locale.ROOT, statement, events));
            }
            for (String statement : VIEWS) {
                server.execute(statement);
            }
            try (PacedInserts inserts = new PacedInserts(server, events, writers);
                    WatchedBatches batches = new WatchedBatches(server)) {
                take(server, inserts, batches);
            }
            answer = server.number(question);
            server.kill();
        }
        long start = System.nanoTime();
        try (ServerProcess server = ServerProcess.start(data, heap, settings)) {
            long ready = System.nanoTime() - start;
            long again = server.number(question);
            long answered = System.nanoTime() - start;
            if (again != answer) {
                throw new IllegalStateException(answer + " rows before the kill, and " + again + " after it");
            }
            System.out.printf(
                    Locale.ROOT,
                    "killed: clients let in after %.2f s, first answer after %.2f s, %.2f CPU-s%n",
                    ready / 1e9,
                    answered / 1e9,
                    server.cpu().toMillis() / 1e3);
        }
    }

    private void take(ServerProcess server, PacedInserts inserts, WatchedBatches batches)
            throws SQLException, InterruptedException {
        TimeUnit.SECONDS.sleep(seconds); // what is compiled first is not the checkpoint's
        inserts.take();
        batches.take();
        System.out.printf(
                Locale.ROOT,
                "%-10s %12s %10s %8s %8s  %-44s  %s%n",
                "checkpoint",
                "written MiB",
                "state MiB",
                "cut ms",
                "took s",
                "INSERTs meanwhile",
                "batches meanwhile");
        for (int i = 1; i <= checkpoints; i++) {
            TimeUnit.SECONDS.sleep(seconds);
            System.out.printf(
                    Locale.ROOT, "%-52s  %-44s  %s%n", "none", inserts.take().text(), batches.take());
            server.execute("CHECKPOINT");
            System.out.printf(
                    Locale.ROOT,
                    "%-10d %12d %10d %8.2f %8.2f  %-44s  %s%n",
                    i,
                    last(server, "written_bytes") >> 20,
                    last(server, "state_bytes") >> 20,
                    last(server, "stall_micros") / 1e3,
                    last(server, "duration_millis") / 1e3,
                    inserts.take().text(),
                    batches.take());
        }
    }

    private static long last(ServerProcess server, String column) throws SQLException {
        return server.number("SELECT " + column + " FROM sys.checkpoints ORDER BY checkpoint DESC LIMIT 1");
    }
}
