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
            for (int report = 1; report <= reports; report++) {
                awaitRows(server, events / reports * report);
                System.out.println(line(server, chosen, start));
            }
            for (SoakQuery query : chosen) {
                server.execute("DROP SINK " + query.sink());
            }
        }
        return 0;
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
        StringBuilder line = new StringBuilder(String.format("%14s %8s %9s", "events", "seconds", "heap MiB"));
        queries.forEach(query -> line.append(String.format(" %15s", query.name())));
        return line.append("   (rows of state; the heap is measured after a collection)")
                .toString();
    }

    private static String line(BenchServer server, List<SoakQuery> queries, long start) throws SQLException {
        StringBuilder line = new StringBuilder();
        long read = rowsRead(server);
        double seconds = (System.nanoTime() - start) / 1e9;
        line.append(String.format(Locale.ROOT, "%14d %8.1f %9d", read, seconds, heapAfterCollection() >> 20));
        for (SoakQuery query : queries) {
            long rows = server.number("SELECT state_rows FROM sys.queries WHERE name = '" + query.sink() + "'");
            line.append(String.format(Locale.ROOT, " %15d", rows));
        }
        return line.toString();
    }

    private static long heapAfterCollection() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
