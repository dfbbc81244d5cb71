package io.millrace.app.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.millrace.app.MillraceServer;
import io.millrace.app.directory.Answers;
import io.millrace.app.journal.DirectoryReport;
import io.millrace.app.sink.SinkServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What servers of earlier versions have left that had users, connections and secrets is opened by this one, though what it reaches is away. */
@Timeout(300)
class OutsideDirectoryTest {

    @TempDir
    Path directory;

    static Iterable<String> names() throws IOException {
        return OutsideDirectory.names().toList();
    }

    /** {@code -Dgolden.outside=NAME} keeps what this version leaves. */
    @Test
    void directoryOfThisVersionIsKeptOnDemand() throws Exception {
        String name = System.getProperty("golden.outside");
        assumeTrue(name != null);
        new OutsideDirectory(name).make(directory);
        assertThat(names()).contains(name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void directoryGivesTheSameAnswersAndGoesOnWhileDatabaseAndBrokerAreAway(String name) throws Exception {
        OutsideDirectory golden = new OutsideDirectory(name);
        golden.unpack(directory);
        assertThat(DirectoryReport.of(directory.resolve("data")).wrong()).isFalse();
        try (MillraceServer server = OutsideDirectory.open(directory);
                Connection connection = OutsideDirectory.connect(server, "root");
                Statement statement = connection.createStatement()) {
            assertThat(OutsideDirectory.answers(statement)).isEqualTo(golden.expected());
            assertRights(server);
            statement.execute("INSERT INTO documents VALUES (6, '{\"kind\":\"c\",\"size\":8}')");
            statement.execute("INSERT INTO receipts (reference) VALUES ('r3')");
            statement.execute("CREATE MATERIALIZED VIEW texts AS SELECT body ->> 'kind' AS kind FROM documents");
            statement.execute("CHECKPOINT");
            assertGoesOn(statement);
            assertAway(statement);
        }
        try (MillraceServer server = OutsideDirectory.open(directory);
                Connection connection = OutsideDirectory.connect(server, "root");
                Statement statement = connection.createStatement()) {
            assertGoesOn(statement);
            assertRights(server);
            assertThat(Answers.rows(statement, "SELECT name FROM sys.sinks WHERE lag_rows > 0"))
                    .containsExactly("to_database", "to_topic");
        }
    }

    private static void assertGoesOn(Statement statement) throws SQLException {
        assertThat(Answers.rows(statement, "SELECT kind, n FROM kinds"))
                .containsExactly("\"a\" | 2", "\"b\" | 2", "\"c\" | 1", "null | 1");
        assertThat(Answers.rows(statement, "SELECT id, reference, amount FROM receipts"))
                .hasSize(3)
                .last()
                .asString()
                .endsWith(" | r3 | 1");
        assertThat(Answers.rows(statement, "SELECT COUNT(kind) FROM texts")).containsExactly("5");
    }

    /** What needs the outside says so; a query whose source was read since the checkpoint stands as it was then. */
    private static void assertAway(Statement statement) throws Exception {
        SinkServer.await(
                () -> Answers.rows(
                        statement,
                        "SELECT name FROM sys.sinks WHERE status IN ('RETRYING', 'STALLED') AND lag_rows > 0"),
                List.of("to_database", "to_topic"));
        SinkServer.await(
                () -> Answers.rows(statement, "SELECT name FROM sys.sources WHERE problem IS NOT NULL"),
                List.of("clicks"));
        assertThat(Answers.rows(statement, "SELECT name, status FROM sys.queries WHERE status <> 'RUNNING'"))
                .contains("clicked | WAITING");
        assertThat(Answers.rows(statement, "SELECT * FROM clicked")).containsExactly("3 | 6");
    }

    private static void assertRights(MillraceServer server) throws SQLException {
        assertThatThrownBy(() -> DriverManager.getConnection(server.url()))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).startsWith("28"));
        try (Connection connection = OutsideDirectory.connect(server, "ann");
                Statement statement = connection.createStatement()) {
            assertThat(Answers.rows(statement, "SELECT COUNT(*) FROM kinds WHERE kind = 'a'"))
                    .containsExactly("1");
            assertThatThrownBy(() -> statement.executeQuery("SELECT * FROM documents"))
                    .isInstanceOf(SQLException.class);
        }
    }
}
