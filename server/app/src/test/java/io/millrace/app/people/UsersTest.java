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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may connect, who may do what, and that it stays so. */
@Timeout(120)
class UsersTest {

    @TempDir
    Path directory;

    @Test
    void serverWithoutUsersIsOpenToAll() throws Exception {
        try (PeopleServer server = new PeopleServer(directory);
                Connection connection = DriverManager.getConnection(server.url(), "somebody", "whatever");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (n INTEGER)");
            try (ResultSet result = statement.executeQuery("SELECT CURRENT_USER, SESSION_USER, USER")) {
                assertThat(PeopleServer.rows(result)).containsExactly("somebody somebody somebody");
            }
        }
    }

    @Test
    void firstUserIsAdministratorAndShutsTheDoor() throws Exception {
        try (PeopleServer server = new PeopleServer(directory);
                Connection before = DriverManager.getConnection(server.url());
                Statement statement = before.createStatement()) {
            statement.execute("CREATE USER root PASSWORD 'root-secret'");
            assertThat(statement.getWarnings().getMessage()).contains("administrator");
            assertThatThrownBy(() -> statement.execute("SELECT 1")).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> DriverManager.getConnection(server.url()))
                    .hasMessageContaining("user and password")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("28000");
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), "root", "wrong"))
                    .hasMessageContaining("the user name or the password is wrong")
                    .extracting(e -> ((SQLException) e).getSQLState())
                    .isEqualTo("28000");
            assertThat(server.rows("root", "SELECT CURRENT_USER")).containsExactly("root");
            assertThat(server.rows("root", "SHOW GRANTS")).containsExactly("root ADMIN server null");
        }
    }

    @Test
    void nothingIsAllowedThatIsNotGranted() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann");
            server.as(
                    "root",
                    "CREATE TABLE t (k INTEGER PRIMARY KEY, v INTEGER)",
                    "INSERT INTO t VALUES (1, 10)",
                    "CREATE VIEW v AS SELECT k FROM t",
                    "CREATE FUNCTION twice(x INTEGER) RETURNS INTEGER AS x + x");
            for (String hidden : new String[] {
                "SELECT * FROM t", "SELECT ^k FROM v".replace("^", ""), "INSERT INTO t VALUES (2, 2)", "DELETE FROM t",
                "UPDATE t SET v = 1", "TRUNCATE TABLE t", "DROP TABLE t", "ALTER TABLE t ADD COLUMN w INTEGER",
                "DESCRIBE t", "SHOW CREATE t", "EXPLAIN SELECT * FROM t", "COMMENT ON TABLE t IS 'x'",
                "GRANT SELECT ON t TO ann", "SELECT 1 FROM t$errors"
            }) {
                server.refuses("ann", hidden, "42P01", "not found");
            }
            server.refuses("ann", "SELECT twice(2)", "42883", "not found");
            server.refuses("ann", "DROP FUNCTION twice", "42883", "not found");
            for (String denied : new String[] {
                "CREATE TABLE u (n INTEGER)",
                "CREATE STREAM u (n INTEGER)",
                "CREATE VIEW u AS SELECT 1 AS one",
                "CREATE FUNCTION f(x INTEGER) RETURNS INTEGER AS x",
                "CREATE USER eve PASSWORD 'x'",
                "CREATE ROLE r",
                "DROP USER root",
                "GRANT ADMIN ON SERVER TO ann",
                "SET CLOCK MANUAL",
                "ADVANCE CLOCK BY INTERVAL '1' SECOND",
                "CHECKPOINT",
                "SET statement.timeout = '0 ms'",
                "ALTER USER root PASSWORD 'mine'",
                "GRANT SELECT ON ALL RELATIONS TO ann"
            }) {
                server.denies("ann", denied, "ann ");
            }
            assertThat(server.rows("ann", "DROP TABLE IF EXISTS t".replace("DROP", "DESCRIBE sys.users --")))
                    .isNotEmpty();
            server.as("ann", "DROP TABLE IF EXISTS t", "SET idle.timeout = '1 s'", "BEGIN", "ROLLBACK");
            assertThat(server.rows("root", "SELECT COUNT(*) FROM t")).containsExactly("1");
        }
    }

    @Test
    void limitsAreNotRaisedByConnectionProperties() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann");
            String url = server.url() + "?statement.memory=90%25";
            assertThatThrownBy(() -> DriverManager.getConnection(url, "ann", "ann-secret"))
                    .hasMessageContaining("needs the privilege SETTINGS");
            server.as("root", "GRANT SETTINGS ON SERVER TO ann");
            try (Connection connection = DriverManager.getConnection(url, "ann", "ann-secret")) {
                assertThat(connection.isValid(5)).isTrue();
            }
        }
    }

    @Test
    void eachPrivilegeAllowsItsStatements() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann");
            server.as("root", "CREATE TABLE t (k INTEGER PRIMARY KEY, v INTEGER)", "INSERT INTO t VALUES (1, 10)");
            server.as("root", "GRANT INSERT ON t TO ann");
            server.as("ann", "INSERT INTO t VALUES (2, 20)");
            server.denies("ann", "SELECT * FROM t", "line 1:15: ann may not SELECT \"t\"");
            server.denies("ann", "DELETE FROM t WHERE k = 1", "ann may not DELETE \"t\"");
            server.as("root", "GRANT SELECT, DELETE ON TABLE t TO ann");
            assertThat(server.rows("ann", "SELECT k FROM t ORDER BY k")).containsExactly("1", "2");
            server.as("ann", "DELETE FROM t WHERE k = 2");
            server.denies("ann", "UPDATE t SET v = 1", "may not UPDATE");
            server.as("root", "GRANT UPDATE, TRUNCATE ON t TO ann");
            server.as(
                    "ann",
                    "UPDATE t SET v = 1",
                    "MERGE INTO t USING (VALUES (1, 5)) AS n (k, v) ON t.k = n.k"
                            + " WHEN MATCHED THEN UPDATE SET v = n.v",
                    "TRUNCATE TABLE t");
            server.denies("ann", "ALTER TABLE t ADD COLUMN w INTEGER", "may not ALTER");
            server.denies("ann", "DROP TABLE t", "may not DROP");
            server.as("root", "GRANT ALTER, DROP ON t TO ann");
            server.as("ann", "ALTER TABLE t ADD COLUMN w INTEGER", "COMMENT ON TABLE t IS 'x'", "SHOW CREATE t");
            server.denies("ann", "GRANT SELECT ON t TO ann", "belongs to somebody else");
            server.as("ann", "DROP TABLE t");
        }
    }

    @Test
    void whoMakesSomethingOwnsIt() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann", "bob");
            server.as("root", "GRANT CREATE ON SCHEMA public TO ann, bob");
            server.as(
                    "ann",
                    "CREATE TABLE t (k INTEGER PRIMARY KEY)",
                    "INSERT INTO t VALUES (1)",
                    "GRANT SELECT ON t TO bob");
            assertThat(server.rows("bob", "SELECT k FROM t")).containsExactly("1");
            server.denies("bob", "CREATE OR REPLACE TABLE t (n INTEGER)", "belongs to somebody else");
            server.denies("bob", "REVOKE SELECT ON t FROM bob", "belongs to somebody else");
            server.as("ann", "REVOKE SELECT ON t FROM bob");
            server.refuses("bob", "SELECT k FROM t", "42P01", "\"t\" not found");
            server.refuses("root", "DROP USER ann", "2BP01", "owns \"t\"");
            server.as("root", "ALTER TABLE t OWNER TO bob", "DROP USER ann");
            server.as("bob", "CREATE OR REPLACE TABLE t (n INTEGER)", "DROP TABLE t");
        }
    }

    @Test
    void viewsAndFunctionsReadWithTheRightsOfTheirOwners() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann", "bob");
            server.as(
                    "root",
                    "CREATE TABLE hidden (who VARCHAR, n INTEGER)",
                    "INSERT INTO hidden VALUES ('bob', 1), ('ann', 2)",
                    "GRANT CREATE ON SCHEMA public TO ann",
                    "GRANT SELECT ON hidden TO ann");
            server.as(
                    "ann",
                    "CREATE VIEW mine AS SELECT n FROM hidden WHERE who = CURRENT_USER",
                    "CREATE MATERIALIZED VIEW total AS SELECT SUM(n) AS n FROM hidden",
                    "CREATE FUNCTION most() RETURNS INTEGER AS (SELECT MAX(n) FROM hidden)",
                    "GRANT SELECT ON mine TO bob",
                    "GRANT SELECT ON total TO bob",
                    "GRANT EXECUTE ON FUNCTION most TO bob");
            assertThat(server.rows("bob", "SELECT n FROM mine")).containsExactly("1");
            assertThat(server.rows("ann", "SELECT n FROM mine")).containsExactly("2");
            assertThat(server.rows("bob", "SELECT n, most() FROM total")).containsExactly("3 2");
            server.refuses("bob", "SELECT * FROM hidden", "42P01", "\"hidden\" not found");
            server.as("root", "REVOKE SELECT ON hidden FROM ann");
            server.denies("bob", "SELECT n FROM mine", "its owner, ann, may not read any more");
            server.denies("bob", "SELECT most()", "its owner, ann, may not read any more");
            assertThat(server.rows("bob", "SELECT n FROM total")).containsExactly("3");
            server.refuses("ann", "CREATE MATERIALIZED VIEW u AS SELECT n FROM hidden", "42P01", "not found");
            server.refuses(
                    "root", "CREATE MATERIALIZED VIEW u AS SELECT CURRENT_USER AS u FROM hidden", "0A000", "whoever");
        }
    }

    @Test
    void rolesAreNestedWithoutCycles() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann");
            server.as(
                    "root",
                    "CREATE TABLE t (k INTEGER)",
                    "CREATE ROLE reader",
                    "CREATE ROLE analyst",
                    "GRANT SELECT ON t TO reader",
                    "GRANT reader TO analyst",
                    "GRANT analyst TO ann");
            assertThat(server.rows("ann", "SELECT COUNT(*) FROM t")).containsExactly("0");
            server.refuses("root", "GRANT analyst TO reader", "0LP01", "which is the same or has it itself");
            server.refuses("root", "GRANT reader TO reader", "0LP01", "which is the same");
            server.refuses("root", "GRANT ann TO reader", "42809", "is a user");
            server.refuses("root", "GRANT SELECT ON t TO nobody", "42704", "no user or role \"nobody\"");
            server.refuses("root", "GRANT CREATE ON t TO ann", "0LP01", "GRANT CREATE ON SCHEMA public");
            assertThat(server.rows("ann", "SHOW ROLES")).containsExactly("analyst reader", "reader null");
            assertThat(server.rows("ann", "SHOW USERS")).containsExactly("ann YES analyst");
            server.as("root", "REVOKE reader FROM analyst");
            server.refuses("ann", "SELECT COUNT(*) FROM t", "42P01", "not found");
            server.as("root", "GRANT reader TO ann", "DROP ROLE reader");
            server.refuses("ann", "SELECT COUNT(*) FROM t", "42P01", "not found");
            server.as("root", "ALTER TABLE t OWNER TO ann");
            server.refuses("root", "DROP USER root", "0LP01", "administrator");
            server.refuses("root", "REVOKE ADMIN ON SERVER FROM root", "0LP01", "administrator");
        }
    }

    @Test
    void preparedStatementsNoticeWhatWasRevoked() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann");
            server.as(
                    "root",
                    "CREATE TABLE t (k INTEGER PRIMARY KEY, v INTEGER)",
                    "INSERT INTO t VALUES (1, 10)",
                    "GRANT SELECT, INSERT ON t TO ann");
            try (PreparedStatement read = server.connection("ann").prepareStatement("SELECT v FROM t WHERE k = ?");
                    PreparedStatement write =
                            server.connection("ann").prepareStatement("INSERT INTO t VALUES (?, ?)")) {
                read.setInt(1, 1);
                try (ResultSet result = read.executeQuery()) {
                    assertThat(PeopleServer.rows(result)).containsExactly("10");
                }
                write.setInt(1, 2);
                write.setInt(2, 2);
                write.addBatch();
                write.executeBatch();
                server.as("root", "REVOKE ALL ON t FROM ann");
                assertThatThrownBy(read::executeQuery).hasMessageContaining("not found");
                write.addBatch();
                assertThatThrownBy(write::executeBatch).hasMessageContaining("not found");
            }
            assertThat(server.rows("root", "SELECT COUNT(*) FROM t")).containsExactly("2");
        }
    }

    @Test
    void transactionsNoticeWhatWasRevoked() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann");
            server.as(
                    "root",
                    "CREATE TABLE t (k INTEGER PRIMARY KEY)",
                    "CREATE TABLE other (k INTEGER)",
                    "GRANT SELECT, INSERT ON t TO ann",
                    "GRANT SELECT ON other TO ann");
            server.as("ann", "BEGIN", "INSERT INTO t VALUES (1)");
            server.as("root", "DROP TABLE other");
            server.as("ann", "INSERT INTO t VALUES (2)");
            server.as("root", "REVOKE INSERT ON t FROM ann");
            server.denies("ann", "INSERT INTO t VALUES (3)", "ann may not INSERT");
            server.denies("ann", "SELECT * FROM t", "what you may do was changed; ROLLBACK");
            server.denies("ann", "COMMIT", "what you may do was changed");
            assertThat(server.rows("root", "SELECT COUNT(*) FROM t")).containsExactly("0");
            server.as("root", "GRANT INSERT ON t TO ann");
            server.as("ann", "BEGIN", "INSERT INTO t VALUES (1)");
            server.as("root", "REVOKE SELECT ON t FROM ann");
            server.as("ann", "ROLLBACK", "BEGIN", "INSERT INTO t VALUES (1)", "COMMIT");
            assertThat(server.rows("root", "SELECT COUNT(*) FROM t")).containsExactly("1");
        }
    }

    @Test
    void usersRightsAndOwnersOutliveRestartsAndCheckpoints() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann", "bob");
            server.as(
                    "root",
                    "CREATE ROLE maker",
                    "GRANT CREATE ON SCHEMA public TO maker",
                    "GRANT maker TO ann",
                    "GRANT SELECT ON ALL RELATIONS TO bob",
                    "GRANT KILL, MONITOR ON SERVER TO bob");
            server.as(
                    "ann",
                    "CREATE TABLE \"odd.name\" (k INTEGER)",
                    "CREATE FUNCTION f(x INTEGER) RETURNS INTEGER AS x",
                    "CREATE VIEW v AS SELECT k FROM \"odd.name\"",
                    "GRANT INSERT ON \"odd.name\" TO bob",
                    "GRANT EXECUTE ON FUNCTION f TO bob",
                    "ALTER VIEW v RENAME TO w");
            server.as(
                    "root",
                    "ALTER TABLE \"odd.name\" OWNER TO root",
                    "GRANT SELECT ON \"odd.name\" TO ann",
                    "ALTER USER bob PASSWORD 'bob-secret'");
            var grants = server.rows("root", "SHOW GRANTS");
            assertThat(grants).contains("ann OWNER object w", "root OWNER object odd.name", "bob EXECUTE object f");
            server.restart();
            assertThat(server.rows("root", "SHOW GRANTS")).isEqualTo(grants);
            server.as("root", "CHECKPOINT");
            server.restart();
            assertThat(server.rows("root", "SHOW GRANTS")).isEqualTo(grants);
            assertThat(server.rows("root", "SHOW USERS"))
                    .containsExactly("ann YES maker", "bob YES null", "root YES null");
            server.as("bob", "INSERT INTO \"odd.name\" VALUES (1)");
            assertThat(server.rows("bob", "SELECT k FROM w")).containsExactly("1");
            server.denies("bob", "CREATE TABLE x (k INTEGER)", "bob needs the privilege CREATE");
        }
    }

    @Test
    void changedPasswordsCountAtOnce() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann");
            Connection open = server.connection("ann");
            server.as("ann", "ALTER USER ann PASSWORD 'other'");
            assertThatThrownBy(() -> server.as("ann", "SELECT 1")).isInstanceOf(SQLException.class);
            try (Connection again = DriverManager.getConnection(server.url(), "ann", "other")) {
                assertThat(again.isValid(5)).isTrue();
            }
            assertThat(open.isValid(5)).isFalse();
            server.as("root", "DROP USER ann");
            assertThatThrownBy(() -> DriverManager.getConnection(server.url(), "ann", "other"))
                    .hasMessageContaining("wrong");
        }
    }

    @Test
    void rowsBesideAQueryAreForThoseWhoMayReadWhatItReads() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann", "bob");
            server.as(
                    "root",
                    "CREATE STREAM s (secret VARCHAR, ts TIMESTAMP(3), WATERMARK FOR ts AS ts)",
                    "CREATE MATERIALIZED VIEW c AS SELECT COUNT(*) AS n FROM s",
                    "CREATE SINK k WITH (connector = 'blackhole') AS SELECT secret FROM s",
                    "GRANT SELECT ON c TO ann, bob",
                    "GRANT SELECT ON k TO ann, bob",
                    "GRANT SELECT ON s TO bob",
                    "GRANT CREATE ON SCHEMA public TO ann");
            assertThat(server.rows("ann", "SELECT n FROM c")).containsExactly("0");
            for (String side : new String[] {"c$late", "c$errors", "k$late", "k$errors"}) {
                server.denies("ann", "SELECT * FROM " + side, "line 1:15: ann may not SELECT \"" + side);
                server.denies("ann", "SELECT STREAM * FROM " + side, "which shows rows of all that");
                server.denies("ann", "CREATE MATERIALIZED VIEW v AS SELECT * FROM " + side, "ann may not SELECT");
                assertThat(server.rows("bob", "SELECT * FROM " + side)).isEmpty();
            }
            server.as("root", "ALTER MATERIALIZED VIEW c OWNER TO ann");
            server.denies("ann", "SELECT * FROM c$late", "ann may not SELECT \"c$late\"");
            server.as("root", "DROP SINK k", "DROP MATERIALIZED VIEW c", "DROP STREAM s");
        }
    }

    @Test
    void serverThatHasUsersKeepsAnAdministratorWhoCanLogIn() throws Exception {
        try (PeopleServer server = new PeopleServer(directory)) {
            try (Connection before = DriverManager.getConnection(server.url());
                    Statement statement = before.createStatement()) {
                assertThatThrownBy(() -> statement.execute("CREATE USER root"))
                        .hasMessageContaining("nobody could log in any more; write CREATE USER root PASSWORD");
                statement.execute("CREATE USER root PASSWORD 'root-secret'");
            }
            server.refuses("root", "DROP USER root", "0LP01", "nobody would be an administrator any more");
            server.as("root", "CREATE ROLE r");
            server.refuses("root", "DROP USER root", "0LP01", "nobody would be an administrator any more");
            assertThatThrownBy(() -> DriverManager.getConnection(server.url())).isInstanceOf(SQLException.class);
        }
    }

    @Test
    void hashesComeFromAdministratorsAndAreCheap() throws Exception {
        String salt = "c29tZXNhbHRzb21lc2FsdA";
        String hash = "RdescudvJCsgt3ub+b4dWRWJTmaaJObG";
        String good = "$argon2id$v=19$m=19456,t=2,p=1$" + salt + "$" + hash;
        try (PeopleServer server = PeopleServer.administered(directory)) {
            server.addUsers("ann");
            server.denies("ann", "ALTER USER ann WITH (password_hash = '" + good + "')", "ADMIN");
            for (String bad : new String[] {
                good.replace("m=19456", "m=65537"),
                good.replace("t=2", "t=5"),
                good + "a",
                good.replace(salt, salt + "abc")
            }) {
                server.refuses(
                        "root", "ALTER USER ann WITH (password_hash = '" + bad + "')", "42616", "one of Argon2id");
            }
            server.as("root", "ALTER USER ann WITH (password_hash = '" + good + "')");
            server.refuses("root", "ALTER USER ann WITH (admin = true)", "42616", "GRANT and REVOKE ADMIN ON SERVER");
            server.refuses(
                    "root",
                    "ALTER USER ann WITH (password = 'x', admin = true)",
                    "42616",
                    "GRANT and REVOKE ADMIN ON SERVER");
        }
    }

    @Test
    void passwordsAreNeverShown() throws Exception {
        try (PeopleServer server = PeopleServer.administered(directory)) {
            for (String relation : new String[] {"sys.users", "sys.grants", "sys.statements", "sys.roles"}) {
                assertThat(server.rows("root", "SELECT * FROM " + relation).toString())
                        .doesNotContain("secret")
                        .doesNotContain("argon2");
            }
        }
    }
}
