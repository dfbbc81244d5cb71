package io.millrace.app.fuzz;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Some relations, and queries over them in both databases. */
final class RandomCase {

    private static final int BATCHES = 3;
    private static final String FAILURE = "(?s)(.* gives \\[)?\\w{5} .*";

    private final long seed;
    private final Random random;
    private final Subject subject;
    private final int views;
    private final Connection millrace;
    private final Connection duck;
    private final SecondOpinion arbiter;
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
            SecondOpinion arbiter,
            Findings findings) {
        this.seed = seed;
        this.subject = subject;
        this.random = random;
        this.views = views;
        this.millrace = millrace;
        this.duck = duck;
        this.arbiter = arbiter;
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
                Answers.execute(
                        millrace, "DROP MATERIALIZED VIEW " + question.view().get());
            }
        }
        leave();
        return compared;
    }

    /** Later cases plan among few relations. */
    private void leave() throws SQLException {
        for (String definition : subject.definitions()) {
            if (definition.matches("CREATE (STREAM|TABLE) .*")) {
                String[] words = definition.split(" ");
                Answers.execute(millrace, "DROP " + words[1] + " " + words[2] + " CASCADE");
            }
        }
    }

    private void define(String sql) throws SQLException {
        script.add(sql);
        make(sql);
    }

    private void make(String sql) throws SQLException {
        Answers.execute(millrace, sql);
        Answers.execute(duck, sql.replace("CREATE STREAM", "CREATE TABLE"));
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
            if (!findings.refused(e, sql)) {
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

    /** Whether our server takes a statement; what it refuses with an error of its own is counted. */
    private boolean tried(String query, String sql) {
        try {
            Answers.execute(millrace, sql);
            return true;
        } catch (SQLException e) {
            if (!findings.refused(e, query)) {
                findings.wrong(report(query, "accepted", e.getSQLState() + " " + e.getMessage()));
            }
            return false;
        }
    }

    private int compare(List<Question> questions, boolean late) throws SQLException {
        int compared = 0;
        for (Question question : questions) {
            Optional<List<String>> answer = expected(question.sql());
            if (answer.isEmpty()) {
                continue;
            }
            List<String> expected = answer.get();
            compared++;
            check(question.sql(), "plain SELECT", expected, question.sql());
            if (question.view().isEmpty()) {
                continue;
            }
            String view = question.view().get();
            check(question.sql(), "view made before the rows", expected, "SELECT * FROM " + view);
            if (late && random.nextInt(3) == 0) {
                Answers.execute(millrace, "CREATE MATERIALIZED VIEW " + view + "_late AS " + question.sql());
                check(question.sql(), "view made after the rows", expected, "SELECT * FROM " + view + "_late");
                Answers.execute(millrace, "DROP MATERIALIZED VIEW " + view + "_late");
            }
        }
        return compared;
    }

    /** What DuckDB answers, or PostgreSQL, when DuckDB cannot; empty when neither can. */
    private Optional<List<String>> expected(String query) {
        try {
            return Optional.of(Answers.rows(duck, query));
        } catch (SQLException e) {
            findings.refusedByDuck(e);
        }
        try {
            return Optional.of(arbiter.rows(script, query));
        } catch (SQLException e) {
            findings.refusedByArbiter(e);
            return Optional.empty();
        }
    }

    private void check(String query, String how, List<String> expected, String sql) {
        List<String> actual;
        try {
            actual = Answers.rows(millrace, sql);
        } catch (SQLException e) {
            if (sql.equals(query) && findings.refused(e, query)) {
                return;
            }
            actual = List.of(e.getSQLState() + " " + e.getMessage());
        }
        if (!actual.equals(expected) && !isRight(query, actual)) {
            findings.wrong(report(query, expected.toString(), how + " gives " + actual));
        }
    }

    /** Whether PostgreSQL says the same, so that DuckDB is wrong. */
    private boolean isRight(String query, List<String> actual) {
        try {
            boolean right = arbiter.rows(script, query).equals(actual);
            if (right) {
                findings.duckWrong();
            }
            return right;
        } catch (SQLException e) {
            findings.refusedByArbiter(e);
            return false;
        }
    }

    private boolean arbiterGives(String query, List<String> actual) {
        try {
            return arbiter.rows(script, query).equals(actual);
        } catch (SQLException e) {
            return false;
        }
    }

    private boolean isWrong(List<String> fewer, String query) throws SQLException {
        for (String sql : fewer) {
            make(sql);
        }
        return !Answers.rows(millrace, query).equals(Answers.rows(duck, query));
    }

    private String report(String query, String expected, String actual) {
        List<String> needed = Shrinking.shrunk(script, query, seed, this::isWrong);
        String shorter = ShrunkQuery.of(query, fewer -> isWrong(fewer, actual));
        return "seed " + seed + "\n" + String.join(";\n", needed) + ";\n" + query + ";\n-- shorter: " + shorter
                + "\n-- right: " + expected + "\n-- " + actual + "\n";
    }

    /** Whether a query that the other database takes is answered wrong, or fails as the one before. */
    private boolean isWrong(String query, String before) {
        List<String> right;
        try {
            right = Answers.rows(duck, query);
        } catch (SQLException e) {
            return false;
        }
        try {
            List<String> actual = Answers.rows(millrace, query);
            return !actual.equals(right) && !before.matches(FAILURE) && !arbiterGives(query, actual);
        } catch (SQLException e) {
            return before.matches(FAILURE) && before.contains(e.getSQLState());
        }
    }
}
