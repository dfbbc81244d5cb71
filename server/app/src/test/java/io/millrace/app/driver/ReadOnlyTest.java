package io.millrace.app.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A connection that is read-only changes nothing. */
class ReadOnlyTest {

    @TempDir
    Path directory;

    private static void refused(ThrowingCallable work) {
        assertThatThrownBy(work)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
    }

    @Test
    void whatChangesSomethingIsRefused() throws SQLException {
        try (SinkServer server = new SinkServer(directory, List.of());
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            server.run("CREATE TABLE t (k INT PRIMARY KEY)");
            PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?)");
            connection.setReadOnly(true);
            for (String sql : List.of(
                    "INSERT INTO t VALUES (1)",
                    "UPDATE t SET k = 2 WHERE k = 1",
                    "DELETE FROM t",
                    "TRUNCATE TABLE t",
                    "CREATE VIEW v AS SELECT 1 AS a",
                    "DROP TABLE t",
                    "ALTER TABLE t RENAME TO u",
                    "CREATE USER ann PASSWORD 'long enough 1'",
                    "SET CLOCK MANUAL")) {
                assertThatThrownBy(() -> statement.execute(sql)).as(sql).hasMessageContaining("read-only");
                refused(() -> statement.execute(sql));
            }
            assertThatThrownBy(() -> statement.execute("SELECT 1;\n  DELETE FROM t"))
                    .hasMessageContaining("line 2:3")
                    .hasMessageContaining("read-only");
            insert.setInt(1, 1);
            refused(insert::executeUpdate);
            insert.addBatch();
            refused(insert::executeBatch);
            for (String sql : List.of("SELECT * FROM t", "SHOW TABLES", "SET schema = 'public'", "BEGIN; ROLLBACK")) {
                statement.execute(sql);
            }
            connection.setAutoCommit(false);
            refused(() -> statement.execute("DELETE FROM t"));
            connection.rollback();
            statement.executeQuery("SELECT * FROM t").close();
            assertThatThrownBy(() -> connection.setReadOnly(false)).hasMessageContaining("a transaction goes on");
            assertThat(connection.isReadOnly()).isTrue();
            connection.rollback();
            connection.setReadOnly(false);
            insert.executeUpdate();
            connection.commit();
            connection.setReadOnly(false);
            assertThat(connection.isReadOnly()).isFalse();
            server.run("DELETE FROM t WHERE k = 1");
        }
    }
}
