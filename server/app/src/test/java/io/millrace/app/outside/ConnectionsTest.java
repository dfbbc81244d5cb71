package io.millrace.app.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams and sinks that reach a real PostgreSQL by a connection, whose password is a secret that changes. */
@Timeout(300)
class ConnectionsTest {

    private static GuardedDatabase database;

    @TempDir
    Path directory;

    private SinkServer server;

    @BeforeAll
    static void startDatabase() throws Exception {
        database = new GuardedDatabase();
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        database.close();
    }

    @BeforeEach
    void start() throws Exception {
        database.run(
                "DROP SCHEMA public CASCADE",
                "CREATE SCHEMA public",
                "DROP ROLE IF EXISTS shop",
                "CREATE ROLE shop LOGIN SUPERUSER PASSWORD 'first-word'");
        server = new SinkServer(directory, List.of());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void restart() throws Exception {
        server.close();
        server = new SinkServer(directory, List.of());
    }

    private void connect() throws SQLException {
        server.run("CREATE SECRET shop_password AS 'first-word'");
        server.run("CREATE CONNECTION shop WITH (type = 'jdbc', url = '" + database.url()
                + "', user = 'shop', password = SECRET shop_password)");
    }

    private void fails(String sql, String place, String state, String message) {
        assertThatThrownBy(() -> server.run(sql)).as(sql).isInstanceOfSatisfying(SQLException.class, e -> {
            assertThat(e.getMessage()).contains(place).contains(message);
            assertThat(e.getSQLState()).isEqualTo(state);
        });
    }

    @Test
    void passwordThatChangesIsUsedByWhateverConnectsNextWithoutLosingARow() throws Exception {
        database.run("CREATE TABLE orders (id BIGINT PRIMARY KEY)", "CREATE TABLE copies (id BIGINT)");
        database.run("INSERT INTO orders VALUES (1), (2)");
        connect();
        server.run("CREATE STREAM orders (id BIGINT) WITH (connection = shop, table = 'orders',"
                + " incremental.column = 'id', poll.interval = '10 ms')");
        server.run("CREATE SINK copies FROM orders WITH (connection = 'shop', table = 'copies')");
        SinkServer.await(() -> database.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM copies"), "1 2");

        database.run("ALTER ROLE shop PASSWORD 'second-word'");
        database.throwOut("shop");
        database.run("INSERT INTO orders VALUES (3)");
        SinkServer.await(
                () -> server.text("SELECT status || ' ' || problem FROM sys.sources WHERE name = 'orders'")
                        .replaceAll("table .* FATAL: ", ""),
                "RETRYING password authentication failed for user \"shop\"");
        server.run("ALTER SECRET shop_password AS 'second-word'");
        SinkServer.await(() -> database.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM copies"), "1 2 3");

        restart();
        database.run("INSERT INTO orders VALUES (4)");
        SinkServer.await(() -> database.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM copies"), "1 2 3 4");
        server.run("CHECKPOINT");
        restart();
        database.run("ALTER ROLE shop PASSWORD 'third-word'");
        database.throwOut("shop");
        server.run("ALTER CONNECTION shop SET (password = 'third-word')");
        database.run("INSERT INTO orders VALUES (5)");
        SinkServer.await(() -> database.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM copies"), "1 2 3 4 5");
        server.run("DROP SECRET shop_password");
        restart();
        database.run("INSERT INTO orders VALUES (6)");
        SinkServer.await(
                () -> database.text("SELECT string_agg(id::text, ' ' ORDER BY id) FROM copies"), "1 2 3 4 5 6");
    }

    @Test
    void optionsOfWhatRunsAreAlteredWithoutLosingARow() throws Exception {
        database.run("CREATE TABLE orders (id BIGINT PRIMARY KEY)", "CREATE TABLE copies (id BIGINT)");
        database.run("INSERT INTO orders VALUES (1), (2)");
        server.run("CREATE SECRET p AS 'first-word'");
        server.run("CREATE SECRET q AS 'second-word'");
        String access = "connector = 'jdbc', url = '" + database.url() + "', user = 'shop', ";
        server.run("CREATE STREAM orders (id BIGINT) WITH (" + access + "password = SECRET p, table = 'orders',"
                + " incremental.column = 'id', poll.interval = '10 ms')");
        server.run("CREATE SINK copies FROM orders WITH (" + access + "password = 'first-word', table = 'copies')");
        String copies = "SELECT string_agg(id::text, ' ' ORDER BY id) FROM copies";
        SinkServer.await(() -> database.text(copies), "1 2");

        database.run("ALTER ROLE shop PASSWORD 'second-word'");
        database.throwOut("shop");
        database.run("INSERT INTO orders VALUES (3)");
        server.run("ALTER STREAM orders SET (password = SECRET q)");
        server.run("ALTER SINK copies SET (password = 'second-word')");
        SinkServer.await(() -> database.text(copies), "1 2 3");
        assertThat(server.text("SHOW CREATE STREAM orders")).isEqualTo("orders");
        assertThat(server.text("SELECT used_by FROM sys.secrets WHERE name = 'q'"))
                .isEqualTo("orders");
        server.run("DROP SECRET p");

        restart();
        database.throwOut("shop");
        database.run("INSERT INTO orders VALUES (4)");
        SinkServer.await(() -> database.text(copies), "1 2 3 4");
        server.run("CHECKPOINT");
        restart();
        database.run("INSERT INTO orders VALUES (5)");
        SinkServer.await(() -> database.text(copies), "1 2 3 4 5");

        fails("ALTER SINK copies SET (url = 'jdbc:h2:mem:x')", "line 1:24", "42616", "a database of another kind");
        fails("ALTER SINK copies SET (password = SECRET r)", "line 1:42", "42704", "secret \"r\" not found");
        fails("ALTER STREAM orders SET (\"table\" = 'others')", "line 1:26", "42616", "cannot be altered");
        connect();
        server.run("ALTER SECRET shop_password AS 'second-word'");
        server.run("CREATE SINK others FROM orders WITH (connection = shop, table = 'copies')");
        fails("ALTER SINK others SET (user = 'ann')", "line 1:24", "42616", "write ALTER CONNECTION shop SET (user");
    }

    @Test
    void databaseThatMovesIsFollowed() throws Exception {
        database.run("CREATE TABLE copies (n INT)");
        server.run("CREATE CONNECTION shop WITH (type = 'jdbc', url = '"
                + database.url().replaceAll(":\\d+/", ":1/") + "', user = 'postgres')");
        fails("CHECK CONNECTION shop", "line 1:18", "58000", "the database cannot be reached: ");
        server.run("ALTER CONNECTION shop SET (url = '" + database.url() + "')");
        assertThat(server.text("CHECK CONNECTION shop")).isEqualTo("shop");
        server.run("CREATE STREAM s (n INT)");
        server.run("CREATE SINK copies FROM s WITH (connection = shop, table = 'copies')");
        server.run("ALTER CONNECTION shop SET (url = '" + database.url().replaceAll(":\\d+/", ":1/") + "')");
        server.run("INSERT INTO s VALUES (7)");
        SinkServer.await(() -> server.text("SELECT status FROM sys.sinks"), "RETRYING");
        server.run("ALTER CONNECTION shop SET (url = '" + database.url() + "')");
        SinkServer.await(() -> database.text("SELECT COALESCE(SUM(n), 0) FROM copies"), "7");
    }

    @Test
    void whatIsUsedStaysAndListsSayByWhat() throws Exception {
        database.run("CREATE TABLE copies (n INT)");
        connect();
        server.run("CREATE STREAM s (n INT)");
        server.run("CREATE SINK copies FROM s WITH (connection = shop, table = 'copies')");
        assertThat(server.text("SELECT connector || ' ' || options || ' ' || used_by FROM sys.connections"))
                .isEqualTo("jdbc url = '" + database.url()
                        + "', user = 'shop', password = SECRET \"shop_password\" copies");
        assertThat(server.text("SELECT name || ' ' || used_by FROM sys.secrets"))
                .isEqualTo("shop_password connection \"shop\"");
        assertThat(server.text("SHOW CONNECTIONS LIKE 's%'")).isEqualTo("shop");
        assertThat(server.text("SHOW SECRETS")).isEqualTo("shop_password");
        fails("DROP SECRET shop_password", "line 1:13", "2BP01", "used by connection \"shop\", \"copies\"");
        fails("DROP CONNECTION shop", "line 1:17", "2BP01", "connection \"shop\" is used by \"copies\"");
        server.run("DROP CONNECTION shop CASCADE");
        assertThat(server.text("SELECT COUNT(*) FROM sys.sinks")).isEqualTo("0");
        server.run("DROP SECRET shop_password");
        server.run("DROP SECRET IF EXISTS shop_password");
        fails("DROP SECRET shop_password", "line 1:13", "42704", "secret \"shop_password\" not found");
        restart();
        assertThat(server.text("SELECT COUNT(*) FROM sys.secrets")).isEqualTo("0");
        assertThat(server.text("SELECT COUNT(*) FROM sys.connections")).isEqualTo("0");
    }

    @Test
    void mistakesAreToldWhereTheyStand() throws Exception {
        connect();
        server.run("CREATE SECRET IF NOT EXISTS shop_password AS 'other'");
        server.run("CREATE OR REPLACE SECRET shop_password AS 'first-word'");
        fails("CREATE SECRET shop_password AS 'x'", "line 1:15", "42P07", "secret \"shop_password\" exists already");
        fails("CREATE SECRET q AS ''", "line 1:20", "42616", "has 1 to 65536 characters");
        fails("ALTER SECRET shop_pasword AS 'x'", "line 1:14", "42704", "did you mean \"shop_password\"?");
        fails("ALTER TABLE t AS 'x'", "line 1:1", "0A000", "write ALTER SECRET … AS '…'");
        fails("CHECK CONNECTION shap", "line 1:18", "42704", "did you mean \"shop\"?");
        fails("CREATE CONNECTION c WITH (url = 'x')", "line 1:19", "42616", "needs the option 'type'");
        fails(
                "CREATE CONNECTION c WITH (type = 'files')",
                "line 1:27",
                "42616",
                "connector 'files' has no connections");
        fails("CREATE CONNECTION c WITH (type = 'jdbq')", "line 1:27", "42704", "did you mean 'jdbc'?");
        fails("CREATE CONNECTION c WITH (type = 'jdbc')", "line 1:19", "42616", "needs the option 'url'");
        fails(
                "CREATE CONNECTION c WITH (type = 'jdbc', url = 'jdbc:db2:x')",
                "line 1:42",
                "42616",
                "option 'url' must begin with one of");
        fails(
                "CREATE CONNECTION c WITH (type = 'jdbc', url = SECRET shop_password)",
                "line 1:42",
                "42616",
                "is shown to others, so that it cannot be a secret; that is for password");
        fails(
                "CREATE CONNECTION c WITH (type = 'jdbc', url = '" + database.url() + "', password = SECRET q)",
                "line 1:",
                "42704",
                "secret \"q\" not found");
        fails("ALTER CONNECTION shop SET (table = 't')", "line 1:28", "42616", "has no option 'table'");
        fails("ALTER CONNECTION shop SET (type = 'kafka')", "line 1:28", "42616", "the type of a connection");
        fails(
                "CREATE STREAM o (id INT) WITH (connection = shap, table = 'o')",
                "line 1:45",
                "42704",
                "connection \"shap\" not found; did you mean \"shop\"?");
        fails(
                "CREATE STREAM o (id INT) WITH (connection = shop, table = 'o', user = 'x')",
                "line 1:64",
                "42616",
                "option 'user' is for connection \"shop\" to say");
        fails(
                "CREATE STREAM o (id INT) WITH (connection = shop, connector = 'kafka', table = 'o')",
                "line 1:51",
                "42616",
                "is one of type 'jdbc'");
        fails(
                "CREATE STREAM o (id INT) WITH (connector = 'jdbc', url = '" + database.url()
                        + "', table = SECRET shop_password)",
                "line 1:",
                "42616",
                "option 'table' is shown to others");
        fails("SHOW CREATE SECRET shop_password", "line 1:1", "0A000", "a secret is not shown to anybody");
        server.run("BEGIN");
        fails("CREATE SECRET q AS 'x'", "line 1:1", "25000", "cannot be changed in a transaction");
        server.run("ROLLBACK");
    }
}
