package io.millrace.app.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.app.sink.SinkServer;
import io.millrace.spi.error.MillraceException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A word that is given as a secret is looked for wherever a server shows or keeps anything. */
@Timeout(300)
class CanaryTest {

    private static final String CANARY = "canary-Zq7wX2";
    private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    @TempDir
    Path directory;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final List<String> seen = new ArrayList<>();
    private Level before;

    @BeforeEach
    void listen() {
        before = ROOT.getLevel();
        ROOT.setLevel(Level.INFO);
        logged.start();
        ROOT.addAppender(logged);
    }

    @AfterEach
    void leave() {
        ROOT.detachAppender(logged);
        ROOT.setLevel(before);
    }

    /** A password that stands in the statement of a stream: it is hidden wherever that is shown. */
    private static final String WRITTEN = "written-Kp3vY8";

    private static String hidden(String place) {
        return CANARY + "-" + place;
    }

    /** What a statement gives: rows or an error, which must not have it either. */
    private void ask(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            seen.add(rows.getString(i) + " by " + sql);
                        }
                    }
                }
            }
        } catch (SQLException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                seen.add("the error of another statement: " + cause);
            }
        }
    }

    private void askForEverything(Connection connection) throws SQLException {
        List<String> relations = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT table_schema || '.' || table_name FROM information_schema.tables")) {
            while (rows.next()) {
                relations.add(rows.getString(1));
            }
        }
        assertThat(relations).contains("sys.secrets", "sys.audit", "sys.connections", "sys.statements");
        for (String relation : relations) {
            ask(connection, "SELECT * FROM " + relation);
        }
        for (String sql : List.of(
                "SHOW CREATE CONNECTION c",
                "SHOW CREATE CONNECTION d",
                "SHOW CREATE SECRET p",
                "SHOW CREATE orders",
                "SHOW CREATE k",
                "SHOW CREATE old",
                "SHOW CREATE older",
                "EXPLAIN SELECT * FROM orders",
                "EXPLAIN CODEGEN SELECT * FROM orders",
                "CHECK CONNECTION c",
                "CHECK CONNECTION d")) {
            ask(connection, sql);
        }
    }

    private static final String URL = "jdbc:h2:mem:canary;DB_CLOSE_DELAY=-1";

    @Test
    void secretIsNeitherShownNorKeptInTheClear() throws Exception {
        try (Connection h2 = DriverManager.getConnection(URL, "sa", "");
                Statement statement = h2.createStatement()) {
            statement.execute("CREATE USER reader PASSWORD '" + hidden("secret") + "' ADMIN");
            statement.execute("CREATE USER writer PASSWORD '" + hidden("connection") + "' ADMIN");
            statement.execute("CREATE USER other PASSWORD '" + WRITTEN + "' ADMIN");
            statement.execute("CREATE TABLE orders (id BIGINT PRIMARY KEY)");
            statement.execute("CREATE TABLE copies (id BIGINT)");
        }
        String url = "url = '" + URL + "'";
        try (SinkServer server = new SinkServer(directory, List.of());
                Connection connection = DriverManager.getConnection(server.url())) {
            server.run("CREATE SECRET p AS '" + hidden("before") + "'");
            server.run("ALTER SECRET p AS '" + hidden("secret") + "'");
            server.run("CREATE CONNECTION c WITH (type = 'jdbc', " + url + ", user = 'reader', password = SECRET p)");
            server.run("CREATE CONNECTION d WITH (type = 'jdbc', " + url + ", user = 'writer', password = '"
                    + hidden("connection") + "')");
            server.run("CREATE STREAM orders (id BIGINT) WITH (connection = c, table = 'ORDERS',"
                    + " incremental.column = 'ID', poll.interval = '10 ms')");
            server.run("CREATE SINK k FROM orders WITH (connection = d, table = 'COPIES')");
            server.run("CREATE STREAM old (id BIGINT) WITH (connector = 'jdbc', " + url
                    + ", user = 'reader', password = SECRET p, table = 'ORDERS')");
            server.run("CREATE STREAM older (id BIGINT) WITH (connector = 'jdbc', " + url
                    + ", user = 'other', password = '" + WRITTEN + "', table = 'ORDERS')");
            ask(connection, "CREATE SECRET p AS '" + hidden("error") + "'");
            ask(connection, "CREATE SECRET q.r.s.t AS '" + hidden("error") + "'");
            ask(
                    connection,
                    "CREATE CONNECTION e WITH (type = 'jdbc', " + url + ", user = 'writer', password = '"
                            + hidden("error") + "')");
            ask(connection, "CHECK CONNECTION e");
            ask(connection, "CREATE STREAM o (id BIGINT) WITH (connection = e, table = 'ORDERS')");
            ask(
                    connection,
                    "CREATE CONNECTION f WITH (type = 'kafka', brokers = 'localhost:1', security.protocol ="
                            + " 'SASL_PLAINTEXT', sasl.username = 'u', sasl.password = SECRET p)");
            askForEverything(connection);
            server.run("CHECKPOINT");
            askForEverything(connection);
        }
        try (SinkServer server = new SinkServer(directory, List.of());
                Connection connection = DriverManager.getConnection(server.url())) {
            askForEverything(connection);
            assertThat(server.text("CHECK CONNECTION c")).isEqualTo("c");
            assertThat(server.text("CHECK CONNECTION d")).isEqualTo("d");
        }
        assertThat(seen).anyMatch(text -> text.contains("password = '***'")).anyMatch(text -> text.contains("reader"));
        assertThat(seen).noneMatch(text -> text.contains(CANARY) || text.contains(WRITTEN));
        logged.list.forEach(event -> {
            String trace =
                    event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy());
            assertThat(event.getFormattedMessage() + trace).doesNotContain(CANARY, WRITTEN);
        });
        boolean found = false;
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(bytes.contains(CANARY)).as(file.toString()).isFalse();
                found |= bytes.contains("CREATE OR REPLACE SECRET \"p\" AS 'aes-256-gcm:");
            }
        }
        assertThat(found).as("the journal can be searched").isTrue();
    }

    @Test
    void withoutItsKeyAServerWithSecretsDoesNotStart() throws Exception {
        try (SinkServer server = new SinkServer(directory, List.of())) {
            server.run("CREATE SECRET p AS 'x'");
        }
        Path key = directory.resolve("data.key");
        String right = Files.readString(key);
        assertThat(Files.getPosixFilePermissions(key)).hasSize(2);
        Files.delete(key);
        refusesToStart("data.key cannot be found; put the file back");
        refusesToStart("or start it with secrets.unreadable=empty");
        Files.writeString(key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        refusesToStart("secret \"p\" cannot be read", "encrypted with another master key");
        Files.writeString(key, "AAAA");
        refusesToStart("data.key must hold 32 bytes in Base64");
        Files.delete(key);
        try (SinkServer server = new SinkServer(directory, List.of("secrets.unreadable=empty"))) {
            assertThat(server.text("SHOW SECRETS")).isEqualTo("p");
        }
        Files.writeString(key, right);
        try (SinkServer server = new SinkServer(directory, List.of())) {
            assertThat(server.text("SHOW SECRETS")).isEqualTo("p");
        }
    }

    private void refusesToStart(String... parts) {
        assertThatThrownBy(() -> new SinkServer(directory, List.of()))
                .isInstanceOf(MillraceException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
    }
}
