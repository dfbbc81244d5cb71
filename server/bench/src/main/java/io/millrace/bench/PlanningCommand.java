package io.millrace.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace bench planning}: how long EXPLAIN takes, which parses, checks and plans a statement and runs nothing. */
@Command(
        name = "planning",
        description = "Measures the planning of the demo's views, of Nexmark, and of very long queries.",
        mixinStandardHelpOptions = true)
final class PlanningCommand implements Callable<Integer> {

    @Option(names = "--runs", description = "after the first; their median is printed (${DEFAULT-VALUE})")
    private int runs = 5;

    @Override
    public Integer call() throws SQLException {
        System.out.println(String.format(Locale.ROOT, "%-34s %10s %10s", "", "first ms", "median ms"));
        measure(StatementToPlan.ofDemo());
        measure(StatementToPlan.ofNexmark());
        measure(StatementToPlan.longOnes());
        return 0;
    }

    /** Each group has a server of its own; what was planned before warms the planner for what follows. */
    private void measure(StatementToPlan.Group group) throws SQLException {
        try (BenchServer server = new BenchServer(List.of())) {
            for (String definition : group.definitions()) {
                server.execute(definition);
            }
            for (StatementToPlan statement : group.statements()) {
                double first = millis(server.connection(), statement.sql(), 0);
                double[] more = new double[runs];
                for (int run = 0; run < runs; run++) {
                    more[run] = millis(server.connection(), statement.sql(), run + 1);
                }
                Arrays.sort(more);
                System.out.println(
                        String.format(Locale.ROOT, "%-34s %10.1f %10.1f", statement.name(), first, more[runs / 2]));
            }
        }
    }

    /** The text differs each time, so that nothing is remembered of it. */
    private static double millis(Connection connection, String sql, int run) throws SQLException {
        long start = System.nanoTime();
        try (Statement statement = connection.createStatement();
                ResultSet graph = statement.executeQuery("EXPLAIN /* " + run + " */ " + sql)) {
            graph.next();
        }
        return (System.nanoTime() - start) / 1e6;
    }
}
