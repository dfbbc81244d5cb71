package io.millrace.app.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.directory.KilledCopy;
import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionsTest {

    @TempDir
    Path directory;

    private SinkServer server;
    private Connection one;
    private Connection other;

    @BeforeEach
    void makeTables() throws SQLException {
        server = new SinkServer(directory, List.of());
        one = DriverManager.getConnection(server.url());
        other = DriverManager.getConnection(server.url());
        server.run("CREATE TABLE t (k INT PRIMARY KEY, n INT, twice AS n * 2)");
        server.run("CREATE TABLE u (a INT)");
        server.run("CREATE STREAM s (a INT)");
        server.run("CREATE MATERIALIZED VIEW total AS SELECT SUM(twice) AS n, COUNT(*) AS c FROM t");
        server.run("CREATE MATERIALIZED VIEW events AS SELECT COUNT(*) AS c FROM s");
        server.run("INSERT INTO t VALUES (1, 10), (2, 20)");
        server.run("INSERT INTO u VALUES (1), (1)");
    }

    @AfterEach
    void close() throws SQLException {
        one.close();
        other.close();
        server.close();
    }

    private static int run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static String ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                text.append(text.length() == 0 ? "" : " ").append(rows.getString(1));
            }
            return text.toString();
        }
    }

    @Test
    void allOfATransactionBecomesVisibleInOneBatch() throws SQLException {
        one.setAutoCommit(false);
        assertThat(run(one, "UPDATE t SET n = n + 1 WHERE k = 1")).isOne();
        assertThat(run(one, "UPDATE t SET n = n + 1 WHERE k = 1")).isOne();
        assertThat(run(one, "INSERT INTO t VALUES (3, 30)")).isOne();
        assertThat(run(one, "DELETE FROM t WHERE k = 2")).isOne();
        assertThat(run(one, "DELETE FROM u")).isEqualTo(2);
        assertThat(run(one, "INSERT INTO u VALUES (7), (8)")).isEqualTo(2);
        assertThat(run(one, "UPDATE u SET a = 9 WHERE a = 8")).isOne();
        assertThat(run(one, "INSERT INTO s VALUES (1), (2)")).isEqualTo(2);
        assertThat(ask(one, "SELECT n FROM t ORDER BY k")).isEqualTo("12 30");
        assertThat(ask(one, "SELECT n FROM t WHERE k = 3")).isEqualTo("30");
        assertThat(ask(one, "SELECT a FROM u ORDER BY a")).isEqualTo("7 9");
        assertThat(ask(one, "SELECT n FROM total")).isEqualTo("84");
        assertThat(ask(one, "SELECT c FROM events")).isEqualTo("2");
        assertThat(ask(other, "SELECT n FROM t ORDER BY k")).isEqualTo("10 20");
        assertThat(ask(other, "SELECT n FROM total")).isEqualTo("60");
        assertThat(ask(other, "SELECT COUNT(*) FROM s")).isEqualTo("0");
        String before = ask(other, "SELECT MAX(batch) FROM sys.batches");
        one.commit();
        assertThat(ask(other, "SELECT n FROM t ORDER BY k")).isEqualTo("12 30");
        assertThat(ask(other, "SELECT a FROM u ORDER BY a")).isEqualTo("7 9");
        assertThat(ask(other, "SELECT n FROM total")).isEqualTo("84");
        assertThat(ask(other, "SELECT c FROM events")).isEqualTo("2");
        assertThat(Long.parseLong(ask(other, "SELECT MAX(batch) FROM sys.batches")) - Long.parseLong(before))
                .isOne();
    }

    @Test
    void nothingIsLeftOfATransactionThatIsRolledBackOrClosed() throws SQLException {
        one.setAutoCommit(false);
        run(one, "DELETE FROM t");
        assertThat(ask(one, "SELECT COUNT(*) FROM t")).isEqualTo("0");
        one.rollback();
        assertThat(ask(one, "SELECT COUNT(*) FROM t")).isEqualTo("2");
        run(one, "UPDATE t SET n = 0");
        one.close();
        assertThat(ask(other, "SELECT n FROM t ORDER BY k")).isEqualTo("10 20");
        one = DriverManager.getConnection(server.url());
    }

    @Test
    void secondOfTwoThatChangeARowFailsAndChangesNothing() throws SQLException {
        one.setAutoCommit(false);
        other.setAutoCommit(false);
        run(one, "UPDATE t SET n = n + 1 WHERE k = 1");
        run(other, "UPDATE t SET n = n + 5 WHERE k = 1");
        run(other, "INSERT INTO s VALUES (1)");
        one.commit();
        assertThatThrownBy(other::commit)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
        assertThat(ask(one, "SELECT n FROM t WHERE k = 1")).isEqualTo("11");
        assertThat(ask(one, "SELECT COUNT(*) FROM s")).isEqualTo("0");
        // the transaction has ended, and can be tried again
        run(other, "UPDATE t SET n = n + 5 WHERE k = 1");
        other.commit();
        assertThat(server.text("SELECT n FROM t WHERE k = 1")).isEqualTo("16");
    }

    @Test
    void rowsThatWereReadBeforeAreNotChangedBehindTheBack() throws SQLException {
        one.setAutoCommit(false);
        assertThat(ask(one, "SELECT n FROM t WHERE k = 1")).isEqualTo("10");
        run(other, "UPDATE t SET n = 100 WHERE k = 1");
        assertThat(ask(one, "SELECT n FROM t WHERE k = 1")).isEqualTo("10");
        run(one, "UPDATE t SET n = 10 + 1 WHERE k = 1");
        assertThatThrownBy(one::commit)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
        assertThat(ask(other, "SELECT n FROM t WHERE k = 1")).isEqualTo("100");
    }

    @Test
    void keyThatTwoInsertIsAConflict() throws SQLException {
        one.setAutoCommit(false);
        run(one, "INSERT INTO t VALUES (5, 1)");
        assertThatThrownBy(() -> run(one, "INSERT INTO t VALUES (6, 1), (5, 2)"))
                .hasMessageContaining("primary key k = 5");
        assertThatThrownBy(() -> run(one, "INSERT INTO t VALUES (1, 2)")).hasMessageContaining("primary key k = 1");
        run(other, "INSERT INTO t VALUES (5, 3)");
        assertThatThrownBy(one::commit)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
        assertThat(ask(other, "SELECT n FROM t WHERE k >= 5")).isEqualTo("3");
    }

    @Test
    void transactionsHaveStatementsOfTheirOwn() throws SQLException {
        run(one, "BEGIN");
        assertThatThrownBy(() -> run(one, "BEGIN")).hasMessageContaining("goes on already");
        run(one, "INSERT INTO t VALUES (5, 1) ON CONFLICT (k) DO UPDATE SET n = t.n + EXCLUDED.n");
        run(one, "INSERT INTO t VALUES (5, 2), (1, 2) ON CONFLICT (k) DO UPDATE SET n = t.n + EXCLUDED.n");
        run(
                one,
                "MERGE INTO t USING u ON t.k = u.a + 1 AND FALSE WHEN MATCHED THEN DELETE WHEN NOT MATCHED AND u.a > 1"
                        + " THEN INSERT (k) VALUES (a)");
        run(one, "ALTER TABLE u RENAME TO x");
        assertThatThrownBy(() -> run(one, "TRUNCATE TABLE t")).hasMessageContaining("write DELETE FROM");
        assertThatThrownBy(() -> run(one, "SAVEPOINT x")).hasMessageContaining("SAVEPOINT is not supported");
        assertThatThrownBy(() -> ask(one, "SELECT STREAM * FROM s")).hasMessageContaining("reads one batch");
        assertThatThrownBy(() -> run(one, "UPDATE t SET n = 1 / 0")).isInstanceOf(SQLException.class);
        assertThat(ask(one, "UPDATE t SET n = n + 1 WHERE k = 5 RETURNING n")).isEqualTo("4");
        run(one, "COMMIT");
        assertThatThrownBy(() -> run(one, "COMMIT")).hasMessageContaining("there is nothing to commit");
        assertThat(ask(other, "SELECT COUNT(*) FROM x")).isEqualTo("2");
        assertThat(ask(other, "SELECT n FROM t ORDER BY k")).isEqualTo("12 20 4");
        run(one, "BEGIN; DELETE FROM t; ROLLBACK");
        assertThat(ask(other, "SELECT COUNT(*) FROM t")).isEqualTo("3");
    }

    private void refuses(String sql, String message) throws SQLException {
        assertThatThrownBy(() -> run(one, sql)).hasMessageContaining(message);
        run(one, "ROLLBACK");
    }

    @Test
    void whatATransactionCannotDefineIsSaidAtOnce() throws SQLException {
        one.setAutoCommit(false);
        run(one, "INSERT INTO s VALUES (1)");
        refuses(
                "CREATE TABLE x (a INT)",
                "line 1:1: what is defined can be changed in a transaction that begins with BEGIN");
        one.setAutoCommit(true);
        refuses(
                "BEGIN; CREATE VIEW x AS SELECT a FROM u; CREATE VIEW y AS SELECT b FROM x",
                "line 1:66: column \"b\" not found in view \"x\"");
        refuses("BEGIN; CREATE TABLE u (a INT)", "line 1:21: \"u\" exists already");
        refuses("BEGIN; CREATE OR REPLACE TABLE u (a INT)", "cannot be replaced in a transaction");
        refuses("BEGIN; DROP TABLE u; CREATE TABLE u (b INT)", "has its name until the COMMIT");
        refuses("BEGIN; DROP TABLE u; INSERT INTO u VALUES (9)", "line 1:34");
        refuses("BEGIN; CREATE TABLE x (a INT); DROP TABLE x", "line 1:43: \"x\" is created by the same transaction");
        refuses("BEGIN; INSERT INTO u VALUES (9); DROP TABLE u", "\"u\" is changed by the same transaction");
        refuses("BEGIN; CREATE VIEW x AS SELECT a FROM u; DROP TABLE u", "read by");
        refuses("BEGIN; CREATE STREAM x AS SELECT STREAM a FROM s; SELECT * FROM x", "line 1:51: \"x\" is created by");
        refuses("BEGIN; CREATE TABLE x (a INT); INSERT INTO x VALUES (1 / 0)", "zero");
        assertThat(ask(other, "SELECT COUNT(*) FROM information_schema.tables WHERE table_name IN ('x', 'y')"))
                .isEqualTo("0");
    }

    @Test
    void whatATransactionMakesIsThereForItsStatementsOnly() throws SQLException {
        run(one, "BEGIN");
        run(one, "CREATE TABLE more (a INT PRIMARY KEY, b INT)");
        run(one, "CREATE STREAM log (a INT)");
        run(one, "INSERT INTO more VALUES (1, 2), (2, 3), (3, 4)");
        run(one, "INSERT INTO more VALUES (3, 5) ON CONFLICT (a) DO UPDATE SET b = EXCLUDED.b");
        run(one, "INSERT INTO log SELECT a FROM more");
        run(one, "DELETE FROM more WHERE a = 2");
        run(one, "UPDATE more SET b = b + 1 WHERE a = 1");
        run(one, "CREATE MATERIALIZED VIEW sums AS SELECT COUNT(*) AS n, SUM(b) AS s FROM more");
        assertThat(ask(one, "SELECT n || ' ' || s || ' ' || (SELECT COUNT(*) FROM log) FROM sums"))
                .isEqualTo("2 8 3");
        assertThatThrownBy(() -> ask(other, "SELECT * FROM more")).hasMessageContaining("not found");
        run(one, "ROLLBACK");
        assertThatThrownBy(() -> ask(one, "SELECT * FROM more")).hasMessageContaining("not found");
    }

    @Test
    void transactionWhoseCommitFailsLeavesNothingOfWhatItHasMade() throws SQLException {
        String fails = "CREATE TABLE made (a INT); CREATE MATERIALIZED VIEW v AS SELECT a FROM made; CREATE SINK w AS"
                + " SELECT a FROM s WITH (connector = 'blackhole'); INSERT INTO made VALUES (1); UPDATE t SET n = 1 WHERE k = 1";
        run(one, "BEGIN; " + fails);
        run(other, "UPDATE t SET n = 5 WHERE k = 1");
        assertThatThrownBy(() -> run(one, "COMMIT"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
        assertThat(ask(other, "SELECT COUNT(*) FROM sys.queries WHERE name IN ('v', 'w')"))
                .isEqualTo("0");
        run(one, "BEGIN; " + fails);
        run(other, "CREATE VIEW v AS SELECT a FROM u");
        assertThatThrownBy(() -> run(one, "COMMIT")).hasMessageContaining("created by somebody else");
        run(other, "DROP VIEW v");
        run(one, "BEGIN; CREATE TABLE IF NOT EXISTS shared (a INT PRIMARY KEY); INSERT INTO shared VALUES (1)");
        run(other, "CREATE TABLE shared (b VARCHAR)");
        assertThatThrownBy(() -> run(one, "COMMIT"))
                .hasMessageContaining("\"shared\", whose rows the transaction changes, was created by somebody else")
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("40001"));
        run(one, "BEGIN; CREATE TABLE IF NOT EXISTS shared (a INT PRIMARY KEY); COMMIT");
        assertThat(ask(other, "SELECT COUNT(b) FROM shared")).isEqualTo("0");
        run(one, "BEGIN; CREATE VIEW v AS SELECT a FROM u");
        run(other, "DROP TABLE u");
        assertThatThrownBy(() -> run(one, "COMMIT"))
                .hasMessageContaining("nothing was committed, because of \"CREATE VIEW v AS SELECT a FROM u\"");
        run(one, "BEGIN; " + fails + "; COMMIT");
        assertThat(ask(other, "SELECT a FROM v")).isEqualTo("1");
        assertThat(ask(other, "SELECT n FROM t WHERE k = 1")).isEqualTo("1");
        run(other, "CHECKPOINT");
    }

    @Test
    void killedServerHasTransactionsAsAWhole() throws Exception {
        one.setAutoCommit(false);
        try (PreparedStatement insert = one.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            for (int i = 10; i < 20; i++) {
                insert.setInt(1, i);
                insert.setInt(2, i);
                insert.addBatch();
            }
            insert.executeBatch();
        }
        assertThat(ask(other, "SELECT c FROM total")).isEqualTo("2");
        run(one, "UPDATE u SET a = 5");
        run(one, "INSERT INTO s VALUES (1)");
        one.commit();
        run(one, "DELETE FROM t");
        Path again = directory.resolve("again");
        KilledCopy.of(directory.resolve("data"), again.resolve("data"));
        try (SinkServer restarted = new SinkServer(again, List.of())) {
            assertThat(restarted.text("SELECT c || ' ' || n FROM total")).isEqualTo("12 350");
            assertThat(restarted.text("SELECT COUNT(*) || ' ' || MIN(a) FROM u"))
                    .isEqualTo("2 5");
            assertThat(restarted.number("SELECT c FROM events")).isOne();
        }
    }
}
