package io.millrace.app.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server reads of the tables of a real PostgreSQL. */
@Timeout(120)
class DatabaseSourceTest {

    private static EmbeddedPostgres postgres;
    private static final RealPostgres DATABASE = () -> postgres.getPort();

    @TempDir
    Path directory;

    private SinkServer server;

    @BeforeAll
    static void startDatabase() throws Exception {
        postgres = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void start() throws Exception {
        inDatabase("DROP SCHEMA public CASCADE");
        inDatabase("CREATE SCHEMA public");
        server = new SinkServer(directory, List.of());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private static String with(String options) {
        return " WITH (connector = 'jdbc', url = '" + DATABASE.url() + "', user = 'postgres', poll.interval = '10 ms', "
                + options + ")";
    }

    private static void inDatabase(String sql) throws SQLException {
        DATABASE.run(sql);
    }

    private void restart() throws Exception {
        server.close();
        server = new SinkServer(directory, List.of());
    }

    @Test
    void tableIsThereWhenItIsCreatedAndStaysAsItWasWhateverBecomesOfTheOriginal() throws Exception {
        inDatabase("CREATE TABLE items (id INT PRIMARY KEY, name TEXT, price NUMERIC(10, 2), at TIMESTAMP)");
        inDatabase("INSERT INTO items SELECT n, 'item ' || n, n / 4.0, TIMESTAMP '2024-05-01 10:00:00.123456'"
                + " FROM generate_series(1, 50000) AS n");
        server.run("CREATE TABLE items (id INT PRIMARY KEY, name VARCHAR, price DECIMAL(12, 2), at TIMESTAMP(3))"
                + with("table = 'items'"));
        server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n, SUM(price) AS price, MAX(at) AS at FROM items");
        String expected = "50000 312506250.00 2024-05-01 10:00:00.123";
        String question = "SELECT n || ' ' || price || ' ' || CAST(at AS VARCHAR) FROM v";
        assertThat(server.text(question)).isEqualTo(expected);
        inDatabase("UPDATE items SET price = 0 WHERE id < 100");
        restart();
        assertThat(server.text(question)).isEqualTo(expected);
        inDatabase("DROP TABLE items");
        restart();
        assertThat(server.text(question)).isEqualTo(expected);
        assertThat(server.text("SELECT status FROM sys.sources WHERE name = 'items'"))
                .isEqualTo("ENDED");
    }

    @Test
    void growingTableIsFollowedThroughRestartsWithEachRowOnce() throws Exception {
        inDatabase("CREATE TABLE events (name TEXT, at TIMESTAMPTZ)");
        inDatabase("INSERT INTO events SELECT 'old ' || n, TIMESTAMPTZ '2024-05-01 10:00:00Z'"
                + " FROM generate_series(1, 5000) AS n");
        server.run("CREATE STREAM events (name VARCHAR)" + with("table = 'events', incremental.column = 'at'"));
        server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n, COUNT(DISTINCT name) AS names FROM events");
        assertThat(server.text("SELECT n || ' ' || names FROM v")).isEqualTo("5000 5000");
        for (int round = 0; round < 6; round++) {
            String time =
                    "TIMESTAMPTZ '2024-05-01 10:00:0" + round / 2 + "Z'"; // each twice, the first that of the old ones
            inDatabase("INSERT INTO events SELECT 'round " + round + " ' || n, " + time
                    + " FROM generate_series(1, 1000) AS n");
            if (round % 2 == 1) {
                restart();
            }
            String all = String.valueOf(5000 + 1000 * (round + 1));
            SinkServer.await(() -> server.text("SELECT n || ' ' || names FROM v"), all + " " + all);
        }
    }

    @Test
    void readingThatAServersDeathBrokeOffGoesOnWhereItWas() throws Exception {
        int rows = 400_000;
        inDatabase("CREATE TABLE events (id BIGINT PRIMARY KEY)");
        inDatabase("INSERT INTO events SELECT generate_series(1, " + rows + ")");
        CompletableFuture<Void> created = CompletableFuture.runAsync(() -> {
            try (Connection other = DriverManager.getConnection(server.url());
                    Statement statement = other.createStatement()) {
                statement.execute("CREATE STREAM events (id BIGINT)" + with("table = 'events', fetch.size = 500"));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        SinkServer.await(
                () -> server.number("SELECT COALESCE(SUM(\"rows\"), 0) FROM sys.sources WHERE name = 'events'") > 0,
                true);
        Path killed = directory.resolve("killed");
        SinkServer.copyData(directory.resolve("data"), killed.resolve("data"));
        created.join();
        server.close();
        server = new SinkServer(killed, List.of());
        String question = "SELECT COUNT(*) || ' ' || COUNT(DISTINCT id) FROM events";
        SinkServer.await(() -> server.text(question), rows + " " + rows);
        assertThat(server.text("SELECT status FROM sys.sources WHERE name = 'events'"))
                .isEqualTo("ENDED");
    }

    @Test
    void databaseThatRestartsIsAStateOfItsStreamOnly() throws Exception {
        inDatabase("CREATE TABLE events (id BIGINT PRIMARY KEY)");
        inDatabase("INSERT INTO events SELECT generate_series(1, 100)");
        server.run("CREATE STREAM events (id BIGINT)" + with("table = 'events', incremental.column = 'id'"));
        server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n FROM events");
        server.run("CREATE STREAM other (n INT)");
        try (Connection connection =
                        DriverManager.getConnection(DATABASE.url().replace("/postgres", "/template1"), "postgres", "");
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS false");
            statement.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres'");
            SinkServer.await(() -> server.text("SELECT status FROM sys.sources WHERE name = 'events'"), "RETRYING");
            server.run("INSERT INTO other VALUES (1)");
            assertThat(server.number("SELECT n FROM v")).isEqualTo(100);
            statement.execute("ALTER DATABASE postgres ALLOW_CONNECTIONS true");
        }
        inDatabase("INSERT INTO events SELECT generate_series(101, 200)");
        SinkServer.await(() -> server.text("SELECT n FROM v"), "200");
        assertThat(server.text("SELECT status FROM sys.sources WHERE name = 'events'"))
                .isEqualTo("OPEN");
    }

    @Test
    void tableThatIsDroppedAndMadeAgainGoesOn() throws Exception {
        inDatabase("CREATE TABLE events (id BIGINT PRIMARY KEY)");
        inDatabase("INSERT INTO events VALUES (1)");
        server.run("CREATE STREAM events (id BIGINT)" + with("table = 'events', incremental.column = 'id'"));
        inDatabase("DROP TABLE events");
        SinkServer.await(() -> server.text("SELECT status FROM sys.sources WHERE name = 'events'"), "RETRYING");
        assertThat(server.text("SELECT problem FROM sys.sources WHERE name = 'events'"))
                .contains("events");
        inDatabase("CREATE TABLE events (id BIGINT PRIMARY KEY)");
        inDatabase("INSERT INTO events VALUES (2)");
        SinkServer.await(() -> server.text("SELECT COUNT(*) FROM events"), "2");
    }

    @Test
    void valuesThatDoNotFitAreErrorsOfTheirRows() throws Exception {
        inDatabase("CREATE TABLE readings (id INT PRIMARY KEY, amount NUMERIC, at TIMESTAMP)");
        inDatabase(
                "INSERT INTO readings VALUES (1, 1.5, now()), (2, 'NaN', now()), (3, 1.25, now()), (4, 3, 'infinity'),"
                        + " (5, NULL, NULL)");
        server.run(
                "CREATE STREAM readings (id INT, amount DECIMAL(6, 1), at TIMESTAMP(3))" + with("table = 'readings'"));
        assertThat(server.text("SELECT LISTAGG(CAST(id AS VARCHAR), ' ') WITHIN GROUP (ORDER BY id) FROM readings"))
                .isEqualTo("1 5");
        assertThat(server.number("SELECT COUNT(*) FROM readings$errors")).isEqualTo(3);
    }

    @Test
    void whatCannotWorkIsRefusedWhenItIsCreated() throws Exception {
        inDatabase("CREATE TABLE items (id BIGINT, name TEXT, tags TEXT[])");
        refused(
                "(id INT)",
                "table = 'items'",
                "column \"id\" of table \"items\" is a int8, which a INTEGER cannot hold");
        refused("(nam VARCHAR)", "table = 'items'", "did you mean \"name\"?");
        refused("(id BIGINT)", "table = 'nothing'", "the database has no such table");
        refused("(id BIGINT)", "table = 'items', query = 'SELECT 1'", "either a 'table' or a 'query'");
        refused("(id BIGINT)", "query = 'SELEC 1'", "syntax error");
        refused("(id BIGINT)", "table = 'items', incremental.column = 'name'", "name a number, a date or a timestamp");
        refused("(tags VARCHAR ARRAY)", "table = 'items'", "declare it VARCHAR");
        assertThatThrownBy(() -> server.run("CREATE STREAM s (id BIGINT) WITH (connector = 'jdbc', url = '"
                        + DATABASE.url().replace("/postgres", "/nowhere") + "', user = 'postgres', table = 'items')"))
                .hasMessageContaining("\"nowhere\" does not exist");
        server.run("CREATE STREAM s (id BIGINT, tags VARCHAR)" + with("table = 'items'"));
    }

    private void refused(String columns, String options, String text) {
        assertThatThrownBy(() -> server.run("CREATE STREAM s " + columns + with(options)))
                .hasMessageContaining(text);
    }

    @Test
    void transactionThatCommitsLateIsNotMissedWithADelay() throws Exception {
        inDatabase("CREATE TABLE events (id BIGSERIAL PRIMARY KEY, name TEXT)");
        server.run("CREATE STREAM delayed (id BIGINT, name VARCHAR)"
                + with("table = 'events', incremental.column = 'id', incremental.delay = '2 s'"));
        server.run(
                "CREATE STREAM hasty (id BIGINT, name VARCHAR)" + with("table = 'events', incremental.column = 'id'"));
        try (Connection slow = DATABASE.connect();
                Statement statement = slow.createStatement()) {
            slow.setAutoCommit(false);
            statement.execute("INSERT INTO events (name) VALUES ('slow')");
            for (int quick = 1; quick <= 3; quick++) {
                inDatabase("INSERT INTO events (name) VALUES ('quick')");
                SinkServer.await(() -> server.text("SELECT COUNT(*) FROM hasty"), String.valueOf(quick));
            }
            slow.commit();
        }
        SinkServer.await(() -> server.text("SELECT COUNT(*) FROM delayed"), "4");
        assertThat(server.text("SELECT name FROM delayed ORDER BY id LIMIT 1")).isEqualTo("slow");
        assertThat(server.number("SELECT COUNT(*) FROM hasty WHERE name = 'slow'"))
                .isZero();
    }
}
