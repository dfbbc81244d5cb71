package io.millrace.app.fuzz;

import io.millrace.app.fuzz.RandomQuery.Relation;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;

/** Some relations, and queries over them in both databases. */
final class RandomCase {

    private static final int BATCHES = 3;

    private final long seed;
    private final Random random;
    private final Connection millrace;
    private final Connection duck;
    private final Map<String, Integer> refused;
    private final List<String> wrong;
    private final List<Relation> relations;
    private final List<String> script = new ArrayList<>();

    RandomCase(long seed, Connection millrace, Connection duck, Map<String, Integer> refused, List<String> wrong) {
        this.seed = seed;
        this.random = new Random(seed);
        this.millrace = millrace;
        this.duck = duck;
        this.refused = refused;
        this.wrong = wrong;
        this.relations = List.of(
                new Relation("s" + seed, List.of("a", "b")),
                new Relation("t" + seed, List.of("k", "a", "c")),
                new Relation("v" + seed, List.of("b", "n")));
    }

    private record Question(String sql, String view, boolean early) {}

    /** Gives back how many queries were compared. */
    int run(int count) throws SQLException {
        String stream = relations.get(0).name();
        String table = relations.get(1).name();
        String view = relations.get(2).name();
        define("CREATE STREAM " + stream + " (a INT, b INT)", "CREATE TABLE " + stream + " (a INT, b INT)");
        define(
                "CREATE TABLE " + table + " (k INT PRIMARY KEY, a INT NOT NULL, c INT)",
                "CREATE TABLE " + table + " (k INT PRIMARY KEY, a INT NOT NULL, c INT)");
        String text = "CREATE VIEW " + view + " AS SELECT b, b + a AS n FROM " + stream;
        define(text, text);
        List<Question> questions = new ArrayList<>();
        RandomQuery queries = new RandomQuery(random, relations, 1 + random.nextInt(3));
        for (int i = 0; i < count; i++) {
            String sql = queries.next();
            String name = "m" + seed + "_" + i;
            questions.add(new Question(sql, name, tried(sql, "CREATE MATERIALIZED VIEW " + name + " AS " + sql)));
        }
        int compared = compare(questions, false);
        for (int batch = 0; batch < BATCHES; batch++) {
            insert(stream, table);
        }
        compared += compare(questions, true);
        for (Question question : questions) {
            if (question.early()) {
                execute(millrace, "DROP MATERIALIZED VIEW " + question.view());
            }
        }
        return compared;
    }

    private void define(String ours, String theirs) throws SQLException {
        script.add(ours);
        execute(millrace, ours);
        execute(duck, theirs);
    }

    private void insert(String stream, String table) throws SQLException {
        StringJoiner rows = new StringJoiner(", ");
        for (int i = 0; i <= random.nextInt(4); i++) {
            rows.add("(" + value() + ", " + value() + ")");
        }
        String sql = "INSERT INTO " + stream + " VALUES " + rows;
        define(sql, sql);
        int next = count(table);
        if (random.nextInt(3) > 0) {
            String one = "INSERT INTO " + table + " VALUES (" + next + ", " + random.nextInt(3) + ", " + value() + ")";
            define(one, one);
        }
    }

    private int count(String table) throws SQLException {
        return Integer.parseInt(rows(duck, "SELECT COUNT(*) FROM " + table).get(0));
    }

    private String value() {
        int value = random.nextInt(5);
        return value == 4 ? "NULL" : String.valueOf(value);
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
            boolean known = !String.valueOf(e.getMessage()).contains("The server's log has the details");
            if ("0A000".equals(e.getSQLState()) && known) {
                refused.merge(String.valueOf(e.getMessage()).replaceAll("line \\d+:\\d+: |\\d+", ""), 1, Integer::sum);
            } else {
                wrong.add(report(query, "accepted", e.getSQLState() + " " + e.getMessage()));
            }
            return false;
        }
    }

    private int compare(List<Question> questions, boolean late) throws SQLException {
        int compared = 0;
        for (Question question : questions) {
            if (!question.early()) {
                continue;
            }
            List<String> expected;
            try {
                expected = rows(duck, question.sql());
            } catch (SQLException e) {
                refused.merge(
                        "DuckDB: "
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse(""),
                        1,
                        Integer::sum);
                continue;
            }
            compared++;
            check(question.sql(), "plain SELECT", expected, question.sql());
            check(question.sql(), "view made before the rows", expected, "SELECT * FROM " + question.view());
            if (late && random.nextInt(3) == 0) {
                execute(millrace, "CREATE MATERIALIZED VIEW " + question.view() + "_late AS " + question.sql());
                check(
                        question.sql(),
                        "view made after the rows",
                        expected,
                        "SELECT * FROM " + question.view() + "_late");
                execute(millrace, "DROP MATERIALIZED VIEW " + question.view() + "_late");
            }
        }
        return compared;
    }

    private void check(String query, String how, List<String> expected, String sql) {
        List<String> actual;
        try {
            actual = rows(millrace, sql);
        } catch (SQLException e) {
            actual = List.of(e.getSQLState() + " " + e.getMessage());
        }
        if (!actual.equals(expected)) {
            wrong.add(report(query, expected.toString(), how + " gives " + actual));
        }
    }

    private String report(String query, String expected, String actual) {
        return "seed " + seed + "\n" + String.join(";\n", script) + ";\n" + query + ";\n-- right: " + expected + "\n-- "
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
