package io.millrace.app.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may do what in schemas, and what a schema is over JDBC and after a restart. */
@Timeout(120)
class SchemasTest {

    @TempDir
    Path directory;

    @Test
    void rightsOnSchemasAreThoseOnWhatIsInThem() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann", "bob");
            server.as(
                    "root",
                    "CREATE SCHEMA sales",
                    "CREATE TABLE sales.t (n INTEGER)",
                    "CREATE TABLE t (n INTEGER)",
                    "INSERT INTO sales.t VALUES (1)");
            server.refuses("ann", "SELECT * FROM sales.t", "42P01", "\"sales.t\" not found");
            server.refuses("ann", "USE sales", "3F000", "schema \"sales\" not found");
            assertThat(server.rows("ann", "SHOW SCHEMAS")).noneMatch(row -> row.contains("sales"));
            assertThat(server.rows("ann", "SELECT schema_name FROM information_schema.schemata"))
                    .containsExactly("information_schema", "public", "sys");
            server.denies("ann", "CREATE SCHEMA other", "CREATE on the server");
            server.denies("ann", "CREATE TABLE sales.u (n INTEGER)", "CREATE on the schema");
            server.refuses("root", "GRANT SELECT ON SCHEMA sale TO ann", "3F000", "did you mean \"sales\"?");
            server.as("root", "GRANT SELECT, INSERT ON SCHEMA sales TO ann", "GRANT CREATE ON SERVER TO bob");
            server.as("ann", "USE sales", "INSERT INTO t VALUES (2)");
            assertThat(server.rows("ann", "SELECT SUM(n) FROM t")).containsExactly("3");
            server.denies("ann", "DELETE FROM t", "may not DELETE \"sales.t\"");
            assertThat(server.rows("ann", "SHOW SCHEMAS")).anyMatch(row -> row.contains("sales"));
            server.refuses("ann", "SELECT * FROM public.t", "42P01", "not found");
            server.as("root", "CREATE TABLE sales.later (n INTEGER)");
            assertThat(server.rows("ann", "SELECT COUNT(*) FROM later")).containsExactly("0");
            assertThat(server.rows("ann", "SHOW TABLES IN sales")).hasSize(2);
            assertThat(server.rows("ann", "SHOW TABLES IN sales LIKE 'l%'")).hasSize(1);
            assertThat(server.rows("ann", "SHOW TABLES IN sales LIKE 'sales.l%'"))
                    .isEmpty();
            assertThat(server.rows("ann", "SHOW TABLES LIKE 'sales.l%'")).hasSize(1);
            assertThat(server.rows("ann", "SHOW TABLES LIKE 'l%'")).hasSize(1);

            server.as("bob", "CREATE SCHEMA bobs", "CREATE TABLE bobs.b (n INTEGER)");
            server.denies("bob", "CREATE TABLE b (n INTEGER)", "CREATE on the schema");
            server.denies("ann", "CREATE TABLE sales.u (n INTEGER)", "CREATE on the schema");
            server.as("root", "GRANT CREATE ON SCHEMA sales TO ann");
            server.as("ann", "CREATE MATERIALIZED VIEW mine AS SELECT SUM(n) AS s FROM t");
            server.refuses("ann", "DROP SCHEMA bobs CASCADE", "3F000", "not found");
            server.denies("ann", "DROP SCHEMA sales CASCADE", "may not DROP schema \"sales\"");

            for (int restart = 0; restart < 2; restart++) {
                server.restart();
                server.as("ann", "USE sales");
                server.denies("ann", "DELETE FROM t", "may not DELETE \"sales.t\"");
                assertThat(server.rows("ann", "SELECT * FROM mine")).containsExactly("3");
                assertThat(server.rows("ann", "SHOW CREATE MATERIALIZED VIEW mine"))
                        .containsExactly("sales.mine CREATE MATERIALIZED VIEW \"sales\".mine AS SELECT SUM(n) AS s FROM"
                                + " \"sales\".t");
                server.refuses("bob", "SELECT * FROM sales.t", "42P01", "not found");
                server.as("bob", "INSERT INTO bobs.b VALUES (1)");
                server.as("root", "CHECKPOINT");
            }
            server.as("root", "GRANT CREATE ON SCHEMA bobs TO ann");
            server.as("ann", "CREATE TABLE bobs.anns (n INTEGER)");
            server.denies(
                    "bob",
                    "DROP SCHEMA bobs CASCADE",
                    "needs the privilege DROP on the schema, or on something that you may not see");
            server.refuses("bob", "SELECT * FROM bobs.anns", "42P01", "not found");
            assertThat(server.rows("ann", "SELECT * FROM bobs.anns")).isEmpty();
            server.as("root", "REVOKE SELECT ON SCHEMA sales FROM ann", "GRANT DROP ON SCHEMA bobs TO bob");
            server.as("bob", "DROP SCHEMA bobs CASCADE");
            server.denies("ann", "SELECT * FROM later", "may not SELECT");
            server.restart();
            assertThat(server.rows("root", "SHOW SCHEMAS")).anyMatch(row -> row.contains("sales"));
            assertThat(server.rows("root", "SHOW SCHEMAS")).noneMatch(row -> row.contains("bobs"));
        }
    }

    @Test
    void connectionIsInASchema() throws Exception {
        try (PeopleServer server = new PeopleServer(directory)) {
            try (Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA Sales");
                statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)");
                statement.execute("INSERT INTO t VALUES (1, 1)");
                statement.execute("CREATE TABLE sales.t (id INTEGER PRIMARY KEY, n INTEGER)");
                statement.execute("INSERT INTO sales.t VALUES (1, 10)");
                assertThat(connection.getSchema()).isEqualTo("public");
                try (PreparedStatement prepared = connection.prepareStatement("SELECT n FROM t WHERE id = ?")) {
                    assertThat(number(prepared)).isEqualTo(1);
                    connection.setSchema("sales");
                    assertThat(connection.getSchema()).isEqualTo("Sales");
                    assertThat(one(statement, "SELECT n FROM t WHERE id = 1")).isEqualTo("10");
                    assertThat(number(prepared)).isEqualTo(10);
                    try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
                        for (int i = 2; i < 5; i++) {
                            insert.setInt(1, i);
                            insert.setInt(2, i);
                            insert.addBatch();
                        }
                        assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
                    }
                    statement.execute("SET SCHEMA public");
                    assertThat(number(prepared)).isEqualTo(1);
                    assertThat(connection.getSchema()).isEqualTo("public");
                    connection.setSchema("sales");
                    assertThat(number(prepared)).isEqualTo(10);
                    statement.execute("USE public");
                    connection.setAutoCommit(false);
                    assertThat(number(prepared)).isEqualTo(1);
                    connection.setAutoCommit(true);
                    assertThat(connection.getSchema()).isEqualTo("public");
                    assertThatThrownBy(() -> connection.setSchema("nothing")).hasMessageContaining("nothing");
                    statement.execute("USE sales");
                    connection.setSchema("public");
                    assertThat(number(prepared)).isEqualTo(1);
                }
                statement.execute("CREATE TABLE kept (n INTEGER)");
                statement.execute("INSERT INTO kept VALUES (1)");
                statement.execute("USE sales");
                assertThat((Object) statement.getWarnings()).isNull();
                statement.execute("TRUNCATE TABLE kept");
                assertThat(statement.getWarnings().getMessage())
                        .contains("\"kept\" was found in schema \"public\", as there is none in \"Sales\"");
                statement.execute("DROP TABLE IF EXISTS kept");
                assertThat(statement.getWarnings().getMessage()).contains("\"kept\" was found in schema \"public\"");
                statement.execute("DROP TABLE IF EXISTS kept");
                assertThat(statement.getWarnings().getMessage()).contains("does not exist");
                statement.execute("USE public");
                statement.execute("CREATE SCHEMA hollow");
                assertThat(names(connection.getMetaData().getSchemas(), "TABLE_SCHEM"))
                        .containsExactly("Sales", "hollow", "information_schema", "public", "sys");
                statement.execute("USE hollow");
                statement.execute("DROP SCHEMA hollow");
                assertThat(names(connection.getMetaData().getSchemas(), "TABLE_SCHEM"))
                        .doesNotContain("hollow");
                assertThat(names(
                                connection.getMetaData().getTables(null, "Sales", "%", new String[] {"TABLE"}),
                                "TABLE_NAME"))
                        .containsExactly("t");
                statement.execute("DROP TABLE public.t");
                statement.execute("USE millrace.sales; CREATE VIEW v AS SELECT COUNT(*) AS c FROM t");
                try (ResultSet result = statement.executeQuery("SELECT c, CURRENT_SCHEMA FROM v")) {
                    assertThat(PeopleServer.rows(result)).containsExactly("4 Sales");
                }
            }
            try (Connection connection = DriverManager.getConnection(server.url() + "?schema=sales");
                    Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT c FROM v")) {
                assertThat(connection.getSchema()).isEqualTo("Sales");
                assertThat(PeopleServer.rows(result)).containsExactly("4");
            }
        }
    }

    /** What belongs to one of two relations of the same name is not that of the other. */
    @Test
    void namesakesShareNothing() throws Exception {
        try (PeopleServer server = new PeopleServer(directory)) {
            try (Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                for (String schema : List.of("a", "b")) {
                    statement.execute("CREATE SCHEMA " + schema);
                    statement.execute("USE " + schema);
                    statement.execute("CREATE STREAM s (k INTEGER, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)");
                    statement.execute("CREATE MATERIALIZED VIEW v AS SELECT k, 1 / k AS q FROM s");
                    statement.execute(
                            "CREATE MATERIALIZED VIEW w AS SELECT window_end, COUNT(*) AS c FROM"
                                    + " TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '1' MINUTE) GROUP BY window_start, window_end");
                }
                statement.execute("USE a");
                statement.execute("INSERT INTO s VALUES (0, TIMESTAMP '2024-01-01 00:00:00')");
                statement.execute("INSERT INTO s VALUES (2, TIMESTAMP '2024-01-01 01:00:00')");
                statement.execute("INSERT INTO s VALUES (4, TIMESTAMP '2024-01-01 00:00:00')");
                statement.execute("DROP VIEW IF EXISTS nothing");
            }
            for (int restart = 0; restart < 2; restart++) {
                try (Connection connection = DriverManager.getConnection(server.url());
                        Statement statement = connection.createStatement()) {
                    statement.execute("USE a");
                    assertThat(one(statement, "SELECT COUNT(*) FROM v")).isEqualTo("2");
                    assertThat(one(statement, "SELECT COUNT(*) FROM v$errors")).isEqualTo("1");
                    assertThat(one(statement, "SELECT COUNT(*) FROM w$late")).isEqualTo("1");
                    statement.execute("USE b");
                    assertThat(one(statement, "SELECT COUNT(*) FROM v")).isEqualTo("0");
                    assertThat(one(statement, "SELECT COUNT(*) FROM v$errors")).isEqualTo("0");
                    assertThat(one(statement, "SELECT COUNT(*) FROM w$late")).isEqualTo("0");
                    assertThat(one(statement, "SELECT COUNT(*) FROM s")).isEqualTo("0");
                }
                server.restart();
            }
        }
    }

    /** A line ends at a carriage return, too, wherever it is: names behind it are those that they were. */
    @Test
    void carriageReturnsMoveNoNames() throws Exception {
        try (PeopleServer server = new PeopleServer(directory)) {
            try (Connection connection = DriverManager.getConnection(server.url());
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA s");
                statement.execute("CREATE TABLE zt (id INTEGER PRIMARY KEY, v VARCHAR)");
                statement.execute("CREATE TABLE s.zt (id INTEGER PRIMARY KEY, v VARCHAR)");
                statement.execute("INSERT INTO zt VALUES (1, 'public')");
                statement.execute("INSERT INTO s.zt VALUES (2, 's')");
                statement.execute("USE s");
                assertThat(one(statement, "SELECT id FROM zt WHERE v = 'a\rb' OR id IN (SELECT id FROM zt)"))
                        .isEqualTo("2");
                statement.execute("INSERT INTO zt (id, v) SELECT id + 10, 'x\ry' FROM zt");
                assertThat(one(statement, "SELECT COUNT(*) FROM zt")).isEqualTo("2");
                statement.execute("CREATE VIEW seen AS SELECT 'a\rb' AS c, id\r\n FROM -- one\r zt");
                assertThat(one(statement, "SELECT MAX(id) FROM seen")).isEqualTo("12");
                assertThat(one(statement, "SHOW CREATE VIEW seen")).isEqualTo("s.seen");
                statement.execute("/* one\rmore */ ALTER TABLE /* \rabcdefg*/ zt ADD COLUMN w INTEGER");
                statement.execute("ALTER TABLE zt /*\r*/ RENAME COLUMN w TO x");
                assertThat(one(statement, "SELECT COUNT(x) FROM zt")).isEqualTo("0");
                assertThatThrownBy(() -> statement.execute("CREATE VIEW bad AS SELECT 'a\rb', id,\r nothing FROM zt"))
                        .hasMessageContaining("line 3:2: column");
                statement.execute("DELETE /*\rabcdefg*/ FROM zt");
                assertThat(one(statement, "SELECT COUNT(*) FROM zt")).isEqualTo("0");
                assertThat(one(statement, "SELECT COUNT(*) FROM public.zt")).isEqualTo("1");
            }
        }
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }

    private static int number(PreparedStatement prepared) throws SQLException {
        prepared.setInt(1, 1);
        try (ResultSet result = prepared.executeQuery()) {
            result.next();
            return result.getInt(1);
        }
    }

    private static List<String> names(ResultSet result, String column) throws SQLException {
        List<String> names = new ArrayList<>();
        try (result) {
            while (result.next()) {
                names.add(result.getString(column));
            }
        }
        return names;
    }
}
