package io.millrace.app.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Statements that want more memory than there is, one after the other on a server with a small heap, beside work that must go on:
 * each fails with a clear error, nothing of it is left behind.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class GreedyStatementsIT {

    private static final String MEMORY = "53200";
    private static final String LIMIT = "54000";
    private static final long NORMAL_BYTES = 110L << 20;

    @TempDir
    static Path temporary;

    private SmallServer server;
    private HealthyWork healthy;

    @BeforeEach
    void start() throws Exception {
        if (server != null && server.isAlive()) {
            return;
        }
        server = SmallServer.start(temporary, "384m");
        healthy = new HealthyWork(server);
        server.run("CREATE STREAM numbers (n BIGINT, r BIGINT) WITH (connector = 'generator', rows = 40000000,"
                + " fields.n.kind = 'sequence', fields.r.min = 1, fields.r.max = 1000000000);"
                + "CREATE STREAM few (n BIGINT) WITH (connector = 'generator', rows = 100000, fields.n.kind = 'sequence');"
                + "CREATE STREAM l (k INT, v BIGINT) WITH (connector = 'generator', rows = 200000,"
                + " fields.k.kind = 'constant', fields.k.value = 1, fields.v.kind = 'sequence');"
                + "CREATE STREAM r (k INT, v BIGINT) WITH (connector = 'generator', rows = 200000,"
                + " fields.k.kind = 'constant', fields.k.value = 1, fields.v.kind = 'sequence')");
    }

    @AfterEach
    void othersHaveNotNoticed() throws Exception {
        server.assertAlive();
        healthy.assertGoingOn();
        long live = server.liveBytes();
        for (int i = 0; i < 50 && live > NORMAL_BYTES; i++) {
            Thread.sleep(200);
            live = server.liveBytes();
        }
        assertThat(live).as("bytes left behind").isLessThan(NORMAL_BYTES);
    }

    @AfterAll
    void stop() throws Exception {
        try {
            healthy.close();
        } finally {
            server.close();
        }
    }

    /** Runs a statement to the end of its rows; the answer is its SQLSTATE, or "ok". */
    private String outcome(String sql) {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        rows.getObject(1);
                    }
                }
            }
            return "ok";
        } catch (SQLException e) {
            assertThat(e.getMessage()).as(head(sql)).doesNotContain("internal error");
            return e.getMessage().contains("nested too deeply") ? LIMIT : e.getSQLState();
        }
    }

    private void failsForMemory(String sql) {
        assertThat(outcome(sql)).as(head(sql)).isEqualTo(MEMORY);
    }

    private void worksOrIsTooLarge(String sql) {
        assertThat(outcome(sql)).as(head(sql)).isIn("ok", LIMIT, MEMORY);
    }

    private static String head(String sql) {
        return sql.substring(0, Math.min(100, sql.length()));
    }

    private static String repeated(int times, String text, String separator) {
        return IntStream.range(0, times)
                .mapToObj(i -> text.replace("#", Integer.toString(i)))
                .collect(Collectors.joining(separator));
    }

    @Test
    void joinOverSkewedKeysFailsWhateverIsMadeOfIt() {
        failsForMemory("CREATE MATERIALIZED VIEW pairs AS SELECT l.v AS a, r.v AS b FROM l JOIN r ON l.k = r.k");
        failsForMemory("SELECT l.v + r.v, COUNT(*) FROM l JOIN r ON l.k = r.k GROUP BY l.v + r.v");
        failsForMemory("SELECT l.v, r.v FROM l JOIN r ON l.k = r.k");
        failsForMemory("SELECT l.v, r.v FROM l JOIN r ON l.k = r.k ORDER BY l.v + r.v");
        failsForMemory("SELECT COUNT(DISTINCT l.v * 200000 + r.v) FROM l LEFT JOIN r ON l.k = r.k");
    }

    @Test
    void viewThatGrowsTooLargeFailsWithItsErrorWhileItsInputGoesOn() throws Exception {
        server.run("CREATE STREAM seeds (k INT);"
                + "CREATE MATERIALIZED VIEW counted AS SELECT COUNT(*) AS n FROM seeds;"
                + "CREATE MATERIALIZED VIEW grown AS SELECT s.k, f.n FROM seeds s, few f");
        for (int i = 0; i < 300 && !"FAILED".equals(status("grown")); i++) {
            server.run("INSERT INTO seeds VALUES (" + i + ")");
        }
        long inserted = server.number("SELECT COUNT(*) FROM seeds");
        assertThat(server.number("SELECT n FROM counted")).isEqualTo(inserted);
        assertThat(status("grown")).isEqualTo("FAILED");
        assertThat(server.text("SELECT failure FROM sys.queries WHERE name = 'grown'"))
                .contains("query.memory");
        long kept = server.number("SELECT COUNT(*) FROM grown");
        assertThat(kept).isPositive().isLessThan(inserted * 100_000);
        assertThat(kept % 100_000).isZero();
        server.run("DROP MATERIALIZED VIEW grown; DROP MATERIALIZED VIEW counted; DROP STREAM seeds");
    }

    private String status(String query) throws SQLException {
        return server.text("SELECT status FROM sys.queries WHERE name = '" + query + "'");
    }

    @Test
    void stateOfQueriesIsBounded() {
        failsForMemory("CREATE MATERIALIZED VIEW v AS SELECT n, COUNT(*) AS c FROM numbers GROUP BY n");
        failsForMemory("CREATE MATERIALIZED VIEW v AS SELECT n, r FROM numbers");
        failsForMemory("CREATE MATERIALIZED VIEW v AS SELECT COUNT(DISTINCT r) AS c FROM numbers");
        failsForMemory("SELECT n, COUNT(*) FROM numbers GROUP BY n");
        failsForMemory("SELECT DISTINCT r FROM numbers");
        failsForMemory("SELECT n, SUM(r) OVER (PARTITION BY MOD(n, 10) ORDER BY r) FROM numbers");
        failsForMemory("SELECT n, r FROM numbers ORDER BY r");
        failsForMemory("SELECT n, r FROM numbers UNION SELECT r, n FROM numbers");
    }

    @Test
    void rowsThatAreMadeOfFewRowsAreBounded() {
        failsForMemory("SELECT SPLIT(REPEAT('a,', 8000000), ','), n FROM few ORDER BY n");
        failsForMemory("SELECT a.n FROM few AS a JOIN few AS b ON a.n < b.n");
    }

    @Test
    void textsAreBounded() {
        worksOrIsTooLarge("SELECT CHAR_LENGTH(REPEAT('x', 200000000))");
        assertThat(outcome("SELECT REPEAT('x', 2000000000)")).isEqualTo(LIMIT);
        assertThat(outcome("SELECT LPAD('x', 2000000000, 'ab')")).isEqualTo(LIMIT);
        assertThat(outcome("SELECT RPAD('x', 2000000000)")).isEqualTo(LIMIT);
        assertThat(outcome("SELECT SPACE(2000000000)")).isEqualTo(LIMIT);
        failsForMemory("SELECT REPEAT('x', 1000000 + CAST(n AS INT)) AS t FROM few ORDER BY t");
        failsForMemory("SELECT MAX(REPEAT('x', 1000000 + CAST(n AS INT))) FROM few GROUP BY n");
        failsForMemory("CREATE MATERIALIZED VIEW texts AS SELECT n, LPAD('x', 100000) AS t FROM few");
        failsForMemory("SELECT COUNT(*) FROM few WHERE REPEAT('x', 5000000 + CAST(n AS INT)) LIKE '%y'");
        String doubled = "'x'";
        for (int i = 0; i < 40; i++) {
            doubled = "REPLACE(" + doubled + ", 'x', 'xxxx')";
        }
        assertThat(outcome("SELECT " + doubled)).isIn(LIMIT, MEMORY);
    }

    @Test
    void wideAndDeepStatementsWorkOrAreRefused() {
        worksOrIsTooLarge("SELECT COUNT(*) FROM few WHERE n IN (" + repeated(20_000, "#", ", ") + ")");
        worksOrIsTooLarge("SELECT COUNT(*) FROM few WHERE n IN (" + repeated(5_000, "n + #", ", ") + ")");
        worksOrIsTooLarge("SELECT CASE n " + repeated(3_000, "WHEN # THEN 'name #'", " ") + " END FROM few LIMIT 5");
        worksOrIsTooLarge("SELECT " + repeated(5_000, "n + # AS c#", ", ") + " FROM few LIMIT 5");
        worksOrIsTooLarge("SELECT " + repeated(1_000, "SUM(n + #) AS c#", ", ") + " FROM few");
        assertThat(outcome("SELECT " + "(".repeat(5_000) + "1" + ")".repeat(5_000)))
                .isEqualTo(LIMIT);
        assertThat(outcome("SELECT " + "ABS(".repeat(5_000) + "1" + ")".repeat(5_000)))
                .isEqualTo(LIMIT);
        worksOrIsTooLarge("SELECT 1" + " + n".repeat(5_000) + " FROM few");
        worksOrIsTooLarge("SELECT n FROM few WHERE n = 1" + repeated(5_000, " OR n + 1 = #", ""));
        worksOrIsTooLarge(repeated(300, "SELECT n + # FROM few WHERE n < 2", " UNION ALL "));
        worksOrIsTooLarge("SELECT * FROM " + "(SELECT * FROM ".repeat(300) + "few" + ")".repeat(300));
        worksOrIsTooLarge("CREATE STREAM wide (" + repeated(5_000, "c# INT", ", ")
                + "); INSERT INTO wide VALUES (" + repeated(5_000, "#", ", ")
                + "); SELECT * FROM wide; CREATE MATERIALIZED VIEW wides AS SELECT * FROM wide");
        outcome("DROP MATERIALIZED VIEW wides");
        outcome("DROP STREAM wide");
    }

    @Test
    void longListsOfValuesAreRefused() {
        assertThat(outcome("CREATE STREAM listed (a INT, b VARCHAR)")).isEqualTo("ok");
        worksOrIsTooLarge("INSERT INTO listed VALUES " + repeated(1_000_000, "(#, 'text #')", ", "));
        outcome("DROP STREAM listed");
    }

    @Test
    void openResultsAreBounded() throws Exception {
        List<Connection> connections = new ArrayList<>();
        String state = "ok";
        try {
            for (int i = 0; i < 400 && state.equals("ok"); i++) {
                Connection connection = server.connect();
                connections.add(connection);
                try {
                    Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery("SELECT n, RPAD('x', 2000) AS t FROM numbers WHERE n < 300000");
                    rows.next();
                } catch (SQLException e) {
                    state = e.getSQLState();
                }
            }
            assertThat(state).isIn("ok", MEMORY, LIMIT);
        } finally {
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    @Test
    void preparedStatementsAreBounded() throws Exception {
        String state = "ok";
        try (Connection connection = server.connect()) {
            List<PreparedStatement> statements = new ArrayList<>();
            for (int i = 0; i < 400 && state.equals("ok"); i++) {
                try {
                    statements.add(connection.prepareStatement(
                            "SELECT n, " + i + " FROM few WHERE n IN (" + repeated(60_000, "1#", ",") + ")"));
                } catch (SQLException e) {
                    state = e.getSQLState();
                }
            }
        }
        assertThat(state).isIn("ok", MEMORY, LIMIT);
    }

    @Test
    void subscriptionThatNobodyFetchesIsBounded() throws Exception {
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT STREAM n, RPAD('x', 500) AS t FROM numbers")) {
            rows.next();
            Thread.sleep(5_000);
            while (rows.next()) {
                rows.getLong(1);
            }
            fail("the subscription does not end");
        } catch (SQLException e) {
            assertThat(e.getSQLState()).isIn(MEMORY, LIMIT);
        }
    }

    @Test
    void rowsThatAreKeptAreBounded() throws Exception {
        server.run("CREATE TABLE kept (n BIGINT, t VARCHAR, PRIMARY KEY (n))");
        String state = "ok";
        for (int i = 0; i < 80 && state.equals("ok"); i++) {
            state = outcome("INSERT INTO kept SELECT n + " + i * 10_000 + ", RPAD('x', 1000) FROM few WHERE n < 10000");
        }
        assertThat(state).isEqualTo(MEMORY);
        server.run("DROP TABLE kept; CREATE STREAM logged (n BIGINT, t VARCHAR)");
        for (int i = 0; i < 80; i++) {
            assertThat(outcome("INSERT INTO logged SELECT n, RPAD('x', 1000) FROM few WHERE n < 10000"))
                    .isIn("ok", MEMORY);
        }
        server.run("DROP STREAM logged");
        failsForMemory("CREATE TABLE filled (n BIGINT, r BIGINT) WITH (connector = 'generator', rows = 40000000,"
                + " fields.n.kind = 'sequence', fields.r.min = 1, fields.r.max = 1000000000)");
    }

    @Test
    void manyGreedyStatementsAtOnceFailOrFinish() throws Exception {
        List<Thread> clients = new ArrayList<>();
        List<String> states = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int i = 0; i < 24; i++) {
            String sql = switch (i % 4) {
                case 0 -> "SELECT n, r FROM numbers ORDER BY r";
                case 1 -> "SELECT l.v + r.v, COUNT(*) FROM l JOIN r ON l.k = r.k GROUP BY l.v + r.v";
                case 2 -> "SELECT REPEAT('x', 1000000 + CAST(n AS INT)) AS t FROM few ORDER BY t";
                default -> "CREATE MATERIALIZED VIEW many" + i + " AS SELECT n, r FROM numbers";
            };
            Thread client = new Thread(() -> states.add(outcome(sql)));
            clients.add(client);
            client.start();
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(states).hasSize(24).allMatch(MEMORY::equals);
    }
}
