package io.millrace.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code millrace bench soak}: runs queries whose state is bounded in event time over a long stream, all at once in one server, and prints
 * at regular distances what they hold. Memory that stays flat is the point: speed is measured elsewhere.
 */
@Command(
        name = "soak",
        description = "Runs queries that forget, over a long stream, and prints what they hold as it goes on.",
        mixinStandardHelpOptions = true)
final class SoakCommand implements Callable<Integer> {

    private static final long LOOK_NANOS = 20_000_000;

    @Option(names = "--events", description = "events of all kinds (${DEFAULT-VALUE})")
    private long events = 100_000_000;

    @Option(names = "--reports", description = "how many lines are printed, at equal distances (${DEFAULT-VALUE})")
    private int reports = 20;

    @Option(
            names = "--queries",
            split = ",",
            description = "which queries, default all: tumble, hop, session, interval-join, dedup, over")
    private List<String> queries = SoakQuery.all().stream().map(SoakQuery::name).toList();

    @Option(names = "--set", description = "a setting of the server, key=value")
    private List<String> settings = List.of();

    @Override
    public Integer call() throws SQLException {
        List<SoakQuery> chosen = queries.stream().map(SoakQuery::named).toList();
        try (BenchServer server = new BenchServer(settings)) {
            for (String statement : SoakQuery.streams()) {
                server.execute(statement);
            }
            for (SoakQuery query : chosen) {
                server.execute(query.statement());
            }
            System.out.println(header(chosen));
            long start = System.nanoTime();
            for (long next = events / reports; next <= events; next = nextReport(rowsRead(server))) {
                awaitRows(server, next);
                System.out.println(line(server, chosen, start));
            }
            for (SoakQuery query : chosen) {
                server.execute("DROP SINK " + query.sink());
            }
        }
        return 0;
    }

    private long nextReport(long read) {
        long distance = Math.max(1, events / reports);
        return (read / distance + 1) * distance;
    }

    private static void awaitRows(BenchServer server, long rows) throws SQLException {
        while (rowsRead(server) < rows) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static long rowsRead(BenchServer server) throws SQLException {
        return server.number("SELECT rows FROM sys.streams WHERE name = 'event'");
    }

    private static String header(List<SoakQuery> queries) {
        StringBuilder line =
                new StringBuilder(String.format("%12s %8s %9s %10s", "events", "seconds", "heap MiB", "state KiB"));
        queries.forEach(query -> line.append(String.format(" %14s", query.name())));
        return line.append("   (rows of state; heap after a collection)").toString();
    }

    private static String line(BenchServer server, List<SoakQuery> queries, long start) throws SQLException {
        StringBuilder line = new StringBuilder();
        long read = rowsRead(server);
        double seconds = (System.nanoTime() - start) / 1e9;
        long state = server.number("SELECT SUM(state_bytes) FROM sys.queries");
        line.append(String.format(
                Locale.ROOT, "%12d %8.1f %9d %10d", read, seconds, heapAfterCollection() >> 20, state >> 10));
        for (SoakQuery query : queries) {
            long rows = server.number("SELECT state_rows FROM sys.queries WHERE name = '" + query.sink() + "'");
            line.append(String.format(Locale.ROOT, " %14d", rows));
        }
        return line.toString();
    }

    private static long heapAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
