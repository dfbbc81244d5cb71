package io.millrace.bench;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code millrace bench readers}: how long those wait who read and write small things while the server works as hard as it can on
 * something else: an unlimited generator that feeds a materialized view.
 */
@Command(
        name = "readers",
        description = "Measures SELECTs of a small table and INSERTs beside a view that an unlimited generator feeds.",
        mixinStandardHelpOptions = true)
final class ReadersCommand implements Callable<Integer> {

    private static final int LOOK_UPS = 60;

    @Option(names = "--seconds", description = "how long SELECTs and INSERTs are measured together (${DEFAULT-VALUE})")
    private int seconds = 20;

    @Option(names = "--warm-up", description = "seconds before that (${DEFAULT-VALUE})")
    private int warmUp = 5;

    @Option(names = "--idle", description = "without the generator, for comparison")
    private boolean idle;

    @Option(names = "--set", description = "a setting of the server, key=value")
    private List<String> settings = List.of();

    @Override
    public Integer call() throws SQLException {
        try (BenchServer server = new BenchServer(settings)) {
            prepare(server);
            long rows = idle ? 0 : rowsRead(server);
            long start = System.nanoTime();
            long lookUps = lookUps(server);
            measure(server, warmUp);
            List<SmallStatements> measured = measure(server, seconds);
            double elapsed = (System.nanoTime() - start) / 1e9;
            long passed = (idle ? 0 : rowsRead(server)) - rows;
            print("%d look-ups of a table of one row: %.2f s", LOOK_UPS, lookUps / 1e9);
            measured.forEach(statements -> System.out.println(statements.text()));
            print("beside them the view took %.2f million rows a second", passed / elapsed / 1e6);
        }
        return 0;
    }

    private void prepare(BenchServer server) throws SQLException {
        server.execute("CREATE TABLE small (k INT PRIMARY KEY, v VARCHAR)");
        server.execute("INSERT INTO small VALUES (1, 'one')");
        server.execute("CREATE STREAM notes (n BIGINT)");
        server.execute("CREATE MATERIALIZED VIEW noted AS SELECT COUNT(*) AS n FROM notes");
        if (!idle) {
            server.execute("CREATE STREAM made (k BIGINT, n BIGINT) WITH (connector = 'generator',"
                    + " fields.k.kind = 'random', fields.k.min = 1, fields.k.max = 1000, fields.n.kind = 'sequence')");
            server.execute("CREATE MATERIALIZED VIEW busy AS"
                    + " SELECT k, COUNT(*) AS rows_of_k, SUM(n) AS total FROM made GROUP BY k");
        }
    }

    /** One after the other, as an application does that knows nothing of batches; the first is planned. */
    private static long lookUps(BenchServer server) throws SQLException {
        long start = System.nanoTime();
        for (int i = 0; i < LOOK_UPS; i++) {
            server.number("SELECT k FROM small WHERE v = 'one'");
        }
        return System.nanoTime() - start;
    }

    /** A reader and a writer side by side, each with a connection of its own. */
    private static List<SmallStatements> measure(BenchServer server, int seconds) throws SQLException {
        try (SmallStatements selects = SmallStatements.selects(server.connect(), seconds);
                SmallStatements inserts = SmallStatements.inserts(server.connect(), seconds)) {
            selects.start();
            inserts.start();
            selects.await();
            inserts.await();
            return List.of(selects, inserts);
        }
    }

    private static long rowsRead(BenchServer server) throws SQLException {
        return server.number("SELECT rows FROM sys.streams WHERE name = 'made'");
    }

    private static void print(String text, Object... values) {
        System.out.println(String.format(Locale.ROOT, text, values));
    }
}
