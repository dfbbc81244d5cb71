package io.millrace.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs one query of Nexmark over all its input in this process, through the JDBC endpoint, and prints a {@link Measurement}.
 *
 * <p>Measured is from the CREATE statement of the query to its return, when it has read everything, and where files are written
 * until they are; the query has been planned once before, as on a server that is up, and
 * the compilers of Java have had time to end what starting gave them.
 */
final class NexmarkRun {

    private static final long IDLE_LOOK_NANOS = 200_000_000;
    private static final long IDLE_WAIT_NANOS = 20_000_000_000L;
    private static final long LOOK_NANOS = 20_000_000;

    private NexmarkRun() {}

    /** Arguments: query, events, directory, whether events are read from files there, whether to print nodes, settings. */
    public static void main(String[] arguments) throws SQLException {
        NexmarkQuery query = NexmarkQuery.named(arguments[0]);
        long events = Long.parseLong(arguments[1]);
        Path directory = Path.of(arguments[2]);
        boolean files = Boolean.parseBoolean(arguments[3]);
        NexmarkScript streams = NexmarkScript.read("files");
        NexmarkScript script = NexmarkScript.read(query.name());
        try (BenchServer server = new BenchServer(List.of(arguments).subList(5, arguments.length))) {
            for (String input : query.inputs()) {
                server.execute(streams.stream(input, options(input, events, directory, files)));
            }
            for (String statement : script.preparations()) {
                server.execute(statement);
            }
            server.execute("EXPLAIN " + script.query());
            awaitDelivery(server); // planned beforehand, as the query is
            System.out.println(
                    measure(server, query, script, directory.resolve("out")).line());
            if (Boolean.parseBoolean(arguments[4])) {
                printNodes(server);
            }
        }
        System.exit(0);
    }

    private static String options(String input, long events, Path directory, boolean files) {
        return files
                ? "connector='files', format='json', path='" + directory.resolve(input + ".jsonl") + "'"
                : "connector='nexmark', 'table'='" + input + "', 'events'='" + events + "'";
    }

    private static void awaitDelivery(BenchServer server) throws SQLException {
        while (server.number("SELECT COALESCE(SUM(lag_batches), 0) FROM sys.sinks") > 0) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }

    private static Measurement measure(BenchServer server, NexmarkQuery query, NexmarkScript script, Path output)
            throws SQLException {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        awaitIdle(system);
        CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
        long compiling = compilers.getTotalCompilationTime();
        long wall = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        server.execute(script.statement(output));
        if (script.writesFiles()) {
            awaitDelivery(server);
        }
        cpu = system.getProcessCpuTime() - cpu;
        wall = System.nanoTime() - wall;
        compiling = compilers.getTotalCompilationTime() - compiling;
        long peak = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        long rows = server.number("SELECT SUM(rows) FROM sys.streams WHERE name IN ('person', 'auction', 'bid')");
        long results = server.number("SELECT rows_out FROM sys.queries WHERE name = 'result'");
        return new Measurement(query.name(), rows, results, wall, cpu, peak, compiling);
    }

    /** Waits until the compilers have caught up with the start: what they still have to do is not the query's. */
    private static void awaitIdle(OperatingSystemMXBean system) {
        long deadline = System.nanoTime() + IDLE_WAIT_NANOS;
        long used = system.getProcessCpuTime();
        while (System.nanoTime() < deadline) {
            LockSupport.parkNanos(IDLE_LOOK_NANOS);
            long now = system.getProcessCpuTime();
            if (now - used < IDLE_LOOK_NANOS / 10) {
                return;
            }
            used = now;
        }
    }

    private static void printNodes(BenchServer server) throws SQLException {
        try (Statement statement = server.connection().createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN ANALYZE result")) {
            ResultSetMetaData columns = rows.getMetaData();
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    line.append(rows.getString(i)).append("  ");
                }
                System.out.println(line);
            }
        }
    }
}
