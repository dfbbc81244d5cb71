package io.millrace.sqllogictest;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.hydromatic.sqllogictest.ISqlTestOperation;
import net.hydromatic.sqllogictest.OptionsParser;
import net.hydromatic.sqllogictest.SltSqlStatement;
import net.hydromatic.sqllogictest.SltTestFile;
import net.hydromatic.sqllogictest.SqlTestQuery;
import net.hydromatic.sqllogictest.TestStatistics;
import net.hydromatic.sqllogictest.executors.JdbcExecutor;

/**
 * Runs a script on an empty server. Some of its queries, evenly spread, are asked; some of these are also views that were made before there were
 * rows, and have to have the same rows.
 */
final class ScriptRun extends JdbcExecutor {

    private static final OptionsParser PARSER = new OptionsParser(
            false,
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));

    private final Map<SqlTestQuery, String> views = new HashMap<>();
    private final Tally tally = new Tally();
    private final int queries;
    private final int most;

    /**
     * @param queries to ask at most
     * @param most views to make of them
     */
    ScriptRun(String url, int queries, int most) {
        super(PARSER.getOptions(), url, "sqllogictest", "");
        this.queries = queries;
        this.most = most;
    }

    Tally run(String script) throws IOException, SQLException, NoSuchAlgorithmException {
        SltTestFile file = new SltTestFile("test/" + script);
        file.parse(PARSER.getOptions());
        establishConnection();
        try {
            List<ISqlTestOperation> operations = chosen(file.fileContents);
            if (operations.stream().anyMatch(SqlTestQuery.class::isInstance)) {
                tally.ask();
            }
            boolean defining = true;
            for (ISqlTestOperation operation : operations) {
                if (operation instanceof SltSqlStatement statement) {
                    if (defining
                            && !Dialect.defines(statement.statement)
                            && Dialect.of(statement.statement).isPresent()) {
                        makeViews(operations);
                        defining = false;
                    }
                    if (!executed(statement)) {
                        return tally;
                    }
                } else if (operation instanceof SqlTestQuery query) {
                    ask(query);
                }
            }
            return tally;
        } finally {
            closeConnection();
        }
    }

    /** All statements, and those queries that are asked. */
    private List<ISqlTestOperation> chosen(List<ISqlTestOperation> all) {
        long count = all.stream().filter(SqlTestQuery.class::isInstance).count();
        double step = Math.max(1.0, (double) count / queries);
        List<ISqlTestOperation> chosen = new ArrayList<>();
        double next = 0;
        int seen = 0;
        for (ISqlTestOperation operation : all) {
            if (operation instanceof SqlTestQuery && seen++ < next) {
                continue;
            }
            chosen.add(operation);
            next += operation instanceof SqlTestQuery ? step : 0;
        }
        return chosen;
    }

    /** A statement that the dialect does not know ends the script: what follows depends on it. */
    private boolean executed(SltSqlStatement statement) {
        Optional<String> text = Dialect.of(statement.statement);
        try (Statement run = getConnection().createStatement()) {
            if (text.isPresent()) {
                run.execute(text.get());
            }
            if (Dialect.drops(statement.statement)) {
                views.clear();
            }
            return true;
        } catch (SQLException e) {
            if (statement.shouldPass) {
                tally.refused(e.getSQLState(), e.getMessage());
            }
            return !statement.shouldPass;
        }
    }

    private void makeViews(List<ISqlTestOperation> operations) throws SQLException {
        List<SqlTestQuery> candidates = new ArrayList<>();
        operations.forEach(operation -> {
            if (operation instanceof SqlTestQuery query) {
                candidates.add(query);
            }
        });
        int step = Math.max(1, candidates.size() / Math.max(1, most));
        for (int i = 0; i < candidates.size() && views.size() < most; i += step) {
            String name = "view" + i;
            try (Statement run = getConnection().createStatement()) {
                run.execute("CREATE MATERIALIZED VIEW " + name + " AS " + named(candidates.get(i)));
                views.put(candidates.get(i), name);
            } catch (SQLException e) {
                tally.refused(e.getSQLState(), e.getMessage());
            }
        }
    }

    /** A view needs a name for each of its columns, and takes no order without a limit. */
    private static String named(SqlTestQuery query) {
        StringBuilder columns = new StringBuilder();
        for (int i = 0; i < query.outputDescription.columnTypes.length(); i++) {
            columns.append(i == 0 ? "" : ", ").append("c").append(i);
        }
        return "SELECT * FROM (" + query.getQuery().strip() + ") AS q (" + columns + ")";
    }

    private void ask(SqlTestQuery query) throws SQLException, NoSuchAlgorithmException {
        try (Statement run = getConnection().createStatement()) {
            TestStatistics statistics = new TestStatistics(false, 0);
            try (ResultSet rows = run.executeQuery(query.getQuery())) {
                validate(query, rows, query.outputDescription, statistics);
            }
            if (statistics.getFailedTestCount() > 0) {
                tally.wrong(query.getQuery(), "gives other rows than " + query.outputDescription.getQueryResults());
                return;
            }
            String view = views.get(query);
            if (view != null && !rows(run, "SELECT * FROM " + view).equals(rows(run, query.getQuery()))) {
                tally.wrong(query.getQuery(), "as a view has other rows than when it is asked");
                return;
            }
            tally.right();
        } catch (SQLException e) {
            tally.refused(e.getSQLState(), e.getMessage());
        }
    }

    private static Map<List<Object>, Integer> rows(Statement run, String query) throws SQLException {
        Map<List<Object>, Integer> rows = new HashMap<>();
        try (ResultSet results = run.executeQuery(query)) {
            int columns = results.getMetaData().getColumnCount();
            while (results.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(results.getObject(i));
                }
                rows.merge(row, 1, Integer::sum);
            }
        }
        return rows;
    }
}
