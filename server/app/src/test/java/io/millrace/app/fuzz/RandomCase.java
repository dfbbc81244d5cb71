package io.millrace.app.fuzz;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.StringJoiner;

/** Some relations, and queries over them in both databases. */
final class RandomCase {

    private static final int BATCHES = 3;

    private final long seed;
    private final Random random;
    private final Subject subject;
    private final int views;
    private final Connection millrace;
    private final Connection duck;
    private final Findings findings;
    private final List<String> script = new ArrayList<>();

    /**
     * @param views of a hundred queries, how many also become materialized views
     */
    RandomCase(
            long seed,
            Subject subject,
            Random random,
            int views,
            Connection millrace,
            Connection duck,
            Findings findings) {
        this.seed = seed;
        this.subject = subject;
        this.random = random;
        this.views = views;
        this.millrace = millrace;
        this.duck = duck;
        this.findings = findings;
    }

    private record Question(String sql, Optional<String> view) {}

    /** Gives back how many queries were compared. */
    int run(int count) throws SQLException {
        for (String definition : subject.definitions()) {
            define(definition);
        }
        List<Question> questions = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String sql = subject.query();
            String name = "m" + seed + "_" + i;
            boolean view = views >= 100 || random.nextInt(100) < views;
            if (!view) {
                questions.add(new Question(sql, Optional.empty()));
            } else if (tried(sql, "CREATE MATERIALIZED VIEW " + name + " AS " + sql)) {
                questions.add(new Question(sql, Optional.of(name)));
            }
        }
        int compared = views >= 100 ? compare(questions, false) : 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            for (String insert : subject.batch()) {
                define(insert);
            }
            for (String change : subject.changes()) {
                change(change);
            }
        }
        compared += compare(questions, true);
        for (Question question : questions) {
            if (question.view().isPresent()) {
                execute(millrace, "DROP MATERIALIZED VIEW " + question.view().get());
            }
        }
        return compared;
    }

    private void define(String sql) throws SQLException {
        script.add(sql);
        make(sql);
    }

    private void make(String sql) throws SQLException {
        execute(millrace, sql);
        execute(duck, sql.replace("CREATE STREAM", "CREATE TABLE"));
    }

    /** Changes rows of both alike; what one of them refuses, neither does. */
    private void change(String sql) throws SQLException {
        duck.setAutoCommit(false);
        try (Statement there = duck.createStatement();
                Statement here = millrace.createStatement()) {
            Optional<Integer> expected = changed(there, sql);
            if (expected.isPresent()) {
                int actual = here.executeUpdate(sql);
                duck.commit();
                script.add(sql);
                if (actual != expected.get()) {
                    findings.wrong("seed " + seed + "\n" + String.join(";\n", script) + ";\n-- changes " + actual
                            + " rows, right: " + expected.get());
                }
            }
        } catch (SQLException e) {
            if (!findings.refused(e)) {
                findings.wrong("seed " + seed + "\n" + String.join(";\n", script) + ";\n" + sql + ";\n-- "
                        + e.getSQLState() + " " + e.getMessage());
            }
        } finally {
            duck.rollback();
            duck.setAutoCommit(true);
        }
    }

    private Optional<Integer> changed(Statement statement, String sql) {
        try {
            return Optional.of(statement.executeUpdate(sql));
        } catch (SQLException e) {
            findings.refusedByDuck(e);
            return Optional.empty();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Whether our server takes a statement; what it refuses with an error of its own is counted. */
    private boolean tried(String query, String sql) {
        try {
            execute(millrace, sql);
            return true;
        } catch (SQLException e) {
            if (!findings.refused(e)) {
                findings.wrong(report(query, "accepted", e.getSQLState() + " " + e.getMessage()));
            }
            return false;
        }
    }

    private int compare(List<Question> questions, boolean late) throws SQLException {
        int compared = 0;
        for (Question question : questions) {
            List<String> expected;
            try {
                expected = rows(duck, question.sql());
            } catch (SQLException e) {
                findings.refusedByDuck(e);
                continue;
            }
            compared++;
            check(question.sql(), "plain SELECT", expected, question.sql());
            if (question.view().isEmpty()) {
                continue;
            }
            String view = question.view().get();
            check(question.sql(), "view made before the rows", expected, "SELECT * FROM " + view);
            if (late && random.nextInt(3) == 0) {
                execute(millrace, "CREATE MATERIALIZED VIEW " + view + "_late AS " + question.sql());
                check(question.sql(), "view made after the rows", expected, "SELECT * FROM " + view + "_late");
                execute(millrace, "DROP MATERIALIZED VIEW " + view + "_late");
            }
        }
        return compared;
    }

    private void check(String query, String how, List<String> expected, String sql) {
        List<String> actual;
        try {
            actual = rows(millrace, sql);
        } catch (SQLException e) {
            if (sql.equals(query) && findings.refused(e)) {
                return;
            }
            actual = List.of(e.getSQLState() + " " + e.getMessage());
        }
        if (!actual.equals(expected)) {
            findings.wrong(report(query, expected.toString(), how + " gives " + actual));
        }
    }

    private boolean isWrong(List<String> fewer, String query) throws SQLException {
        for (String sql : fewer) {
            make(sql);
        }
        return !rows(millrace, query).equals(rows(duck, query));
    }

    private String report(String query, String expected, String actual) {
        List<String> needed = Shrinking.shrunk(script, query, seed, this::isWrong);
        return "seed " + seed + "\n" + String.join(";\n", needed) + ";\n" + query + ";\n-- right: " + expected + "\n-- "
                + actual + "\n";
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                StringJoiner row = new StringJoiner("|");
                for (int column = 1; column <= columns; column++) {
                    Object value = result.getObject(column);
                    row.add(
                            value instanceof Number
                                    ? new BigDecimal(value.toString())
                                            .stripTrailingZeros()
                                            .toPlainString()
                                    : String.valueOf(value));
                }
                rows.add(row.toString());
            }
        }
        rows.sort(String::compareTo);
        return rows;
    }
}
