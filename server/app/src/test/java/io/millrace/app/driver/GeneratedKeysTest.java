package io.millrace.app.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values that the server gives to rows, and other columns of rows that statements change. */
class GeneratedKeysTest {

    @TempDir
    static Path directory;

    private static SinkServer server;
    private Connection connection;
    private Statement statement;

    @BeforeAll
    static void start() throws SQLException {
        server = new SinkServer(directory, List.of());
    }

    @AfterAll
    static void stop() throws SQLException {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        server.run("CREATE OR REPLACE TABLE receipts (reference VARCHAR UNIQUE, state VARCHAR DEFAULT 'new',"
                + " id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY)");
        connection = DriverManager.getConnection(server.url());
        statement = connection.createStatement();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        server.run("DROP TABLE receipts");
    }

    private static String text(ResultSet rows) throws SQLException {
        StringBuilder text = new StringBuilder();
        int columns = rows.getMetaData().getColumnCount();
        for (int i = 1; i <= columns; i++) {
            text.append(rows.getMetaData().getColumnLabel(i)).append(i < columns ? " " : "");
        }
        while (rows.next()) {
            text.append(";");
            for (int i = 1; i <= columns; i++) {
                text.append(' ').append(rows.getString(i));
            }
        }
        return text.toString();
    }

    @Test
    void numbersComeBeforeDefaults() throws SQLException {
        assertThat(statement.executeUpdate(
                        "INSERT INTO receipts (reference) VALUES ('a'), ('b'); -- two",
                        Statement.RETURN_GENERATED_KEYS))
                .isEqualTo(2);
        assertThat(text(statement.getGeneratedKeys())).isEqualTo("id state; 1 new; 2 new");
        assertThat(statement.getUpdateCount()).isEqualTo(2);
        assertThat(statement.getMoreResults()).isFalse();
        assertThat(statement.getUpdateCount()).isEqualTo(-1);
        statement.executeUpdate(
                "INSERT INTO receipts (state, reference) VALUES ('old', 'c')", Statement.RETURN_GENERATED_KEYS);
        assertThat(text(statement.getGeneratedKeys())).isEqualTo("id; 3");
    }

    @Test
    void preparedStatementsGiveThemAtEachExecution() throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO receipts (reference, state) VALUES (?, ?)", Statement.RETURN_GENERATED_KEYS)) {
            for (int i = 1; i < 4; i++) {
                insert.setString(1, "p" + i);
                insert.setString(2, "old");
                assertThat(insert.executeUpdate()).isOne();
                assertThat(text(insert.getGeneratedKeys())).isEqualTo("id; " + i);
            }
            assertThat(insert.getMetaData()).isNull();
            insert.setString(1, "p4");
            insert.addBatch();
            insert.setString(1, "p5");
            insert.addBatch();
            assertThat(insert.executeBatch()).containsExactly(1, 1);
            assertThatThrownBy(insert::getGeneratedKeys).isInstanceOf(SQLFeatureNotSupportedException.class);
        }
    }

    @Test
    void columnsAreNamedOrNumbered() throws SQLException {
        statement.executeUpdate("INSERT INTO receipts (reference) VALUES ('n')", new String[] {"ID", "reference"});
        assertThat(text(statement.getGeneratedKeys())).isEqualTo("id reference; 1 n");
        statement.execute("INSERT INTO receipts (reference) VALUES ('m')", new int[] {3, 1});
        assertThat(text(statement.getGeneratedKeys())).isEqualTo("id reference; 2 m");
        assertThat(statement.executeLargeUpdate("UPDATE receipts SET state = reference || '!'", new String[] {"state"}))
                .isEqualTo(2);
        assertThat(text(statement.getGeneratedKeys())).contains("; n!").contains("; m!");
        assertThat(statement.executeUpdate("DELETE FROM receipts WHERE id = 1", new String[] {"reference"}))
                .isOne();
        assertThat(text(statement.getGeneratedKeys())).isEqualTo("reference; n");
        assertThatThrownBy(() ->
                        statement.executeUpdate("INSERT INTO receipts (reference) VALUES ('x')", new String[] {"idd"}))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42703"))
                .hasMessageContaining("did you mean \"id\"");
        assertThatThrownBy(
                        () -> statement.executeUpdate("INSERT INTO receipts (reference) VALUES ('x')", new int[] {4}))
                .hasMessageContaining("it has 3");
        assertThat(statement.executeUpdate("DELETE FROM receipts")).isOne();
    }

    @Test
    void whatMakesNothingGivesNoRows() throws SQLException {
        statement.executeUpdate("UPDATE receipts SET state = 'x'", Statement.RETURN_GENERATED_KEYS);
        assertThat(statement.getGeneratedKeys().next()).isFalse();
        statement.execute("SELECT 1", Statement.RETURN_GENERATED_KEYS);
        assertThat(text(statement.getResultSet())).endsWith("; 1");
        assertThat(statement.getGeneratedKeys().next()).isFalse();
        statement.execute(
                "INSERT INTO receipts (reference) VALUES ('r') RETURNING reference", Statement.RETURN_GENERATED_KEYS);
        assertThat(text(statement.getResultSet())).isEqualTo("reference; r");
        statement.executeUpdate("INSERT INTO receipts (reference) VALUES ('s')");
        assertThat(statement.getGeneratedKeys().next()).isFalse();
        assertThatThrownBy(() -> statement.executeUpdate("DELETE FROM receipts", 17))
                .isInstanceOf(SQLException.class);
    }

    @Test
    void errorsStandWhereTheyAreWritten() {
        assertThatThrownBy(() -> statement.executeUpdate(
                        "INSERT INTO receipts (reference)\nVALUES (nothing)", Statement.RETURN_GENERATED_KEYS))
                .hasMessageContaining("line 2:9");
        assertThatThrownBy(() ->
                        statement.executeUpdate("INSERT INTO no_table VALUES (1)", Statement.RETURN_GENERATED_KEYS))
                .hasMessageContaining("line 1:13");
    }

    @Test
    void schemasAndTransactionsAreThoseOfTheSession() throws SQLException {
        server.run("CREATE SCHEMA shop");
        server.run("CREATE TABLE shop.orders (n INT, id INT GENERATED BY DEFAULT AS IDENTITY (START WITH 7))");
        connection.setSchema("shop");
        connection.setAutoCommit(false);
        statement.executeUpdate("INSERT INTO orders (n) VALUES (1)", Statement.RETURN_GENERATED_KEYS);
        assertThat(text(statement.getGeneratedKeys())).isEqualTo("id; 7");
        connection.rollback();
        connection.setAutoCommit(true);
        server.run("DROP TABLE shop.orders");
        server.run("DROP SCHEMA shop");
    }
}
