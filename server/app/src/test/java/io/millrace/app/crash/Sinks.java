package io.millrace.app.crash;

import io.millrace.app.sink.RealPostgres;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a server gives to outside systems that remember what they have: files, and tables of a database of its own. */
final class Sinks implements AutoCloseable {

    private static final long PATIENCE_MILLIS = 60_000;
    private static final String MANY = "SELECT STREAM id, k, v FROM events WHERE MOD(id, 3) < 2";
    private static final String TICKS = "SELECT STREAM n, k FROM ticks";

    /** Upserts by key, and the views and tables that they come from. */
    private static final Map<String, String> TABLES = Map.of(
            "by_key", "k, n, total, newest",
            "best_sums", "k, n, v",
            "counters", "k, n");

    private final EmbeddedPostgres postgres;
    private final RealPostgres database;
    private final Path files;

    Sinks(Path directory) throws IOException, SQLException {
        files = directory.resolve("copied");
        postgres = EmbeddedPostgres.builder().start();
        database = postgres::getPort;
        database.run(
                "CREATE TABLE ticks (n BIGINT, k INT)",
                "CREATE TABLE by_key (k INT PRIMARY KEY, n BIGINT, total BIGINT, newest BIGINT)",
                "CREATE TABLE counters (k INT PRIMARY KEY, n BIGINT)",
                "CREATE TABLE best_sums (k INT PRIMARY KEY, n BIGINT, v BIGINT)");
    }

    /** The statements that make the sinks. */
    List<String> definitions() {
        String into = " WITH (connector = 'jdbc', url = '" + database.url() + "', user = 'postgres', table = '";
        List<String> definitions = new ArrayList<>();
        definitions.add(
                "CREATE SINK copied AS " + MANY + " WITH (connector = 'files', path = 'copied', format = 'csv')");
        definitions.add("CREATE SINK ticks_copied AS " + TICKS + into + "ticks')");
        TABLES.keySet()
                .forEach(name -> definitions.add(
                        "CREATE SINK " + name + "_copied FROM " + name + into + name + "', mode = 'upsert')"));
        return definitions;
    }

    /**
     * What is wrong once the sinks have got what there is; rows of the generator still come meanwhile.
     *
     * @param each whether each row in files is compared, or their sums
     */
    List<String> compare(Connection server, boolean each) throws Exception {
        List<String> wrong = new ArrayList<>();
        if (each) {
            Map<String, Integer> events = rows(server, MANY.replace("STREAM ", ""));
            await(() -> differences("copied", events, stored()), wrong);
        } else {
            String sums = only(rows(server, "SELECT COUNT(*), SUM(id) FROM events WHERE MOD(id, 3) < 2"));
            await(
                    () -> {
                        String found = sums(stored());
                        return found.equals(sums) ? List.of() : List.of("sink copied has " + found + " not " + sums);
                    },
                    wrong);
        }
        for (Map.Entry<String, String> table : TABLES.entrySet()) {
            String sql = "SELECT " + table.getValue() + " FROM " + table.getKey();
            Map<String, Integer> view = rows(server, sql);
            await(() -> differences(table.getKey(), view, fromDatabase(sql)), wrong);
        }
        String newest = first(server, "SELECT MAX(n) FROM ticks");
        await(
                () -> {
                    String complete = only(fromDatabase("SELECT COUNT(*) = COUNT(DISTINCT n) AND COUNT(*) = MAX(n) + 1"
                            + " AND MAX(n) >= " + newest + " FROM ticks"));
                    return complete.equals("t,") ? List.of() : List.of("ticks are not those up to " + newest);
                },
                wrong);
        Map<String, Integer> states = rows(server, "SELECT name, COALESCE(failure, '') FROM sys.sinks");
        states.keySet().stream().filter(state -> !state.endsWith(",,")).forEach(wrong::add);
        return wrong;
    }

    private static String sums(Map<String, Integer> rows) {
        long count = 0;
        long ids = 0;
        for (Map.Entry<String, Integer> row : rows.entrySet()) {
            count += row.getValue();
            ids += row.getValue()
                    * Long.parseLong(row.getKey().substring(0, row.getKey().indexOf(',')));
        }
        return count + "," + (count == 0 ? "null" : ids) + ",";
    }

    private interface Question {
        List<String> wrong() throws Exception;
    }

    private static void await(Question question, List<String> wrong) throws Exception {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        List<String> found = question.wrong();
        while (!found.isEmpty() && System.currentTimeMillis() < end) {
            Thread.sleep(20);
            found = question.wrong();
        }
        wrong.addAll(found);
    }

    private static List<String> differences(String what, Map<String, Integer> expected, Map<String, Integer> stored) {
        List<String> wrong = new ArrayList<>();
        stored.forEach((row, copies) -> {
            if (copies > expected.getOrDefault(row, 0)) {
                wrong.add("sink " + what + " has row " + row + " " + copies + " times");
            }
        });
        expected.forEach((row, copies) -> {
            if (stored.getOrDefault(row, 0) < copies) {
                wrong.add("sink " + what + " lacks row " + row);
            }
        });
        return wrong.subList(0, Math.min(5, wrong.size()));
    }

    /** The rows in files. */
    private Map<String, Integer> stored() throws IOException {
        List<Path> found;
        try (Stream<Path> all = Files.list(files)) {
            found = all.filter(file -> file.getFileName().toString().endsWith(".csv"))
                    .toList();
        }
        Map<String, Integer> rows = new HashMap<>();
        for (Path file : found) {
            for (String line : Files.readAllLines(file)) {
                if (!line.startsWith("id")) {
                    rows.merge(line + ",", 1, Integer::sum);
                }
            }
        }
        return rows;
    }

    private Map<String, Integer> fromDatabase(String sql) throws SQLException {
        try (Connection connection = database.connect()) {
            return rows(connection, sql);
        }
    }

    private static String only(Map<String, Integer> rows) {
        return rows.keySet().iterator().next();
    }

    private static String first(Connection connection, String sql) throws SQLException {
        String row = only(rows(connection, sql));
        return row.substring(0, row.length() - 1);
    }

    private static Map<String, Integer> rows(Connection connection, String sql) throws SQLException {
        Map<String, Integer> found = new HashMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                StringBuilder text = new StringBuilder();
                for (int column = 1; column <= columns; column++) {
                    text.append(rows.getString(column)).append(',');
                }
                found.merge(text.toString(), 1, Integer::sum);
            }
        }
        return found;
    }

    @Override
    public void close() throws IOException {
        postgres.close();
    }
}
