package io.millrace.app.outside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.app.directory.KilledCopy;
import io.millrace.app.sink.SinkServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rows of a stream joined with those of a table of a real PostgreSQL, which are looked up by key. */
@Timeout(300)
class LookupJoinTest {

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
                "CREATE TABLE customers (id BIGINT PRIMARY KEY, name TEXT, level INT)",
                "INSERT INTO customers VALUES (1, 'ann', 5), (2, 'bob', NULL), (3, 'cid', 1)");
        server = new SinkServer(directory, List.of());
        server.run("CREATE CONNECTION shop WITH (type = 'jdbc', url = '" + database.url() + "', user = 'postgres')");
        server.run("CREATE TABLE customers (id BIGINT PRIMARY KEY, name VARCHAR, level INT)"
                + " WITH (connection = shop, table = 'customers', lookup = true)");
        server.run("CREATE STREAM orders (n INT, customer BIGINT)");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    private void await(String query, String expected) throws Exception {
        SinkServer.await(() -> server.text(query), expected);
    }

    private static String all(String view) {
        return "SELECT LISTAGG(n || ':' || COALESCE(name, '-') || ':' || COALESCE(CAST(level AS VARCHAR), '-'), ' ')"
                + " WITHIN GROUP (ORDER BY n) FROM " + view;
    }

    private static final String JOIN =
            " JOIN customers FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP AS c ON o.customer = c.id";

    @Test
    void rowsThatAreNotFoundAreDroppedOrHaveNulls() throws Exception {
        server.run("CREATE MATERIALIZED VIEW found AS SELECT n, name, level FROM orders o" + JOIN);
        server.run("CREATE MATERIALIZED VIEW each_one AS SELECT n, name, level FROM orders o LEFT" + JOIN);
        server.run("CREATE MATERIALIZED VIEW high AS SELECT n, name, level FROM orders o LEFT" + JOIN
                + " AND level > n AND c.name <> 'x'");
        server.run("INSERT INTO orders VALUES (1, 1), (2, 2), (3, 9), (4, NULL), (5, 1), (6, 3)");
        await(all("found"), "1:ann:5 2:bob:- 5:ann:5 6:cid:1");
        await(all("each_one"), "1:ann:5 2:bob:- 3:-:- 4:-:- 5:ann:5 6:cid:1");
        await(all("high"), "1:ann:5 2:-:- 3:-:- 4:-:- 5:-:- 6:-:-");
        database.run("UPDATE customers SET name = 'eve' WHERE id = 1", "INSERT INTO customers VALUES (9, 'new', 9)");
        server.run("INSERT INTO orders VALUES (7, 1), (8, 9)");
        await(all("found"), "1:ann:5 2:bob:- 5:ann:5 6:cid:1 7:eve:5 8:new:9");
        server.run("CHECKPOINT");
        server.close();
        database.run("TRUNCATE customers");
        server = new SinkServer(directory, List.of());
        await(all("found"), "1:ann:5 2:bob:- 5:ann:5 6:cid:1 7:eve:5 8:new:9");
        assertThat(server.text("SELECT COUNT(*) FROM orders o" + JOIN)).isEqualTo("0");
        database.run("INSERT INTO customers VALUES (1, 'zoe', 1)");
        assertThat(server.text("SELECT COUNT(*) || ' ' || MAX(name) FROM orders o" + JOIN))
                .isEqualTo("3 zoe");
        assertThat(server.text("SELECT COUNT(*) || ' ' || MAX(name) FROM orders o LEFT" + JOIN))
                .isEqualTo("8 zoe");
    }

    @Test
    void resultFeedsWhatRowsFeed() throws Exception {
        database.run("CREATE TABLE copies (n INT, name TEXT)");
        server.run("CREATE STREAM named AS SELECT STREAM o.n, UPPER(c.name) AS name FROM orders o LEFT" + JOIN);
        server.run("CREATE MATERIALIZED VIEW counts AS SELECT name, COUNT(*) AS n FROM named GROUP BY name");
        server.run("CREATE SINK copies FROM named WITH (connection = shop, table = 'copies')");
        server.run("INSERT INTO orders VALUES (1, 1), (2, 2), (3, 1), (4, 7)");
        await(
                "SELECT LISTAGG(COALESCE(name, '-') || n, ' ') WITHIN GROUP (ORDER BY n, name) FROM counts",
                "BOB1 -1 ANN2");
        SinkServer.await(
                () -> database.text("SELECT string_agg(n || COALESCE(name, '-'), ' ' ORDER BY n) FROM copies"),
                "1ANN 2BOB 3ANN 4-");
    }

    @Test
    void rowsWaitWhileTheDatabaseIsAwayAndOthersGoOn() throws Exception {
        server.run("CREATE MATERIALIZED VIEW found AS SELECT n, name, level FROM orders o" + JOIN);
        server.run("CREATE MATERIALIZED VIEW total AS SELECT COUNT(*) AS n FROM orders");
        String away = "ALTER CONNECTION shop SET (url = '" + database.url().replaceAll(":\\d+/", ":1/") + "')";
        server.run("INSERT INTO orders VALUES (1, 1)");
        await(all("found"), "1:ann:5");
        server.run(away);
        database.throwOut("postgres");
        server.run("INSERT INTO orders VALUES (2, 2), (3, 3)");
        assertThat(server.text("SELECT n FROM total")).isEqualTo("3");
        SinkServer.await(() -> server.text("SELECT status FROM sys.sources WHERE name = 'customers'"), "RETRYING");
        assertThat(server.text(all("found"))).isEqualTo("1:ann:5");
        server.run("CHECKPOINT");
        server.run("INSERT INTO orders VALUES (4, 1)");
        Path killed = KilledCopy.of(directory.resolve("data"), directory.resolve("killed"));
        server.close();
        server = new SinkServer(killed.getParent(), List.of());
        assertThat(server.text("SELECT n FROM total")).isEqualTo("4");
        assertThat(server.text(all("found"))).isEqualTo("1:ann:5");
        server.run("INSERT INTO orders VALUES (5, 2)");
        server.run("ALTER CONNECTION shop SET (url = '" + database.url() + "')");
        await(all("found"), "1:ann:5 2:bob:- 3:cid:1 4:ann:5 5:bob:-");
    }

    @Test
    void eachRowIsJoinedOnceHoweverOftenTheServerIsKilled() throws Exception {
        database.run("INSERT INTO customers SELECT n, 'c' || n, n FROM generate_series(10, 999) AS n");
        server.run("CREATE MATERIALIZED VIEW found AS SELECT n, o.customer, name, level FROM orders o" + JOIN);
        int rows = 0;
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 20; i++) {
                StringBuilder insert = new StringBuilder("INSERT INTO orders VALUES ");
                for (int j = 0; j < 100; j++, rows++) {
                    insert.append(j == 0 ? "" : ", ").append("(" + rows + ", " + (10 + rows * 7 % 990) + ")");
                }
                server.run(insert.toString());
            }
            if (round % 2 == 1) {
                server.run("CHECKPOINT");
                server.run("INSERT INTO orders VALUES (" + rows++ + ", 10)");
            }
            Path killed = KilledCopy.of(
                    directory.resolve("data"),
                    directory.resolve("round" + round).resolve("data"));
            server.close();
            directory = killed.getParent();
            server = new SinkServer(directory, List.of());
        }
        await("SELECT CAST(COUNT(*) AS VARCHAR) FROM found", String.valueOf(rows));
        assertThat(server.text("SELECT COUNT(*) || ' ' || COUNT(DISTINCT n) || ' ' ||"
                        + " COUNT(CASE WHEN name = 'c' || customer AND level = customer THEN 1 END) FROM found"))
                .isEqualTo(rows + " " + rows + " " + rows);
        assertThat(server.text("SELECT COUNT(*) FROM orders")).isEqualTo(String.valueOf(rows));
    }

    @Test
    void selectThatWaitsForTheDatabaseCanBeCancelled() throws Exception {
        server.run("INSERT INTO orders VALUES (1, 1)");
        try (Connection other = DriverManager.getConnection(database.url(), "postgres", "");
                Connection connection = DriverManager.getConnection(server.url());
                Statement statement = connection.createStatement()) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE customers");
            statement.setQueryTimeout(1);
            long since = System.nanoTime();
            assertThatThrownBy(() -> statement.executeQuery("SELECT COUNT(*) FROM orders o" + JOIN))
                    .isInstanceOf(SQLException.class)
                    .satisfies(e -> assertThat(((SQLException) e).getSQLState()).isEqualTo("57014"));
            assertThat(System.nanoTime() - since).isLessThan(TimeUnit.SECONDS.toNanos(30));
        }
        assertThat(server.text("SELECT COUNT(*) FROM orders o" + JOIN)).isEqualTo("1");
    }

    @Test
    void viewThatIsMadeLaterLooksUpWhatWasThereBefore() throws Exception {
        server.run("INSERT INTO orders VALUES (1, 1), (2, 2), (3, 9)");
        server.run("CREATE MATERIALIZED VIEW found AS SELECT n, name, level FROM orders o" + JOIN);
        await(all("found"), "1:ann:5 2:bob:-");
    }

    @Test
    void tableIsShownReplacedAndDroppedLikeOthers() throws Exception {
        server.run("CREATE MATERIALIZED VIEW found AS SELECT n, name, level FROM orders o" + JOIN);
        server.run("INSERT INTO orders VALUES (1, 1)");
        await(all("found"), "1:ann:5");
        for (String relation :
                List.of("sys.tables", "sys.sources", "sys.offsets", "sys.queries", "information_schema.columns")) {
            server.run("SELECT * FROM " + relation);
        }
        assertThat(server.text("SELECT connector FROM sys.sources WHERE name = 'customers'"))
                .isEqualTo("jdbc");
        server.run("DESCRIBE customers");
        server.run("SHOW CREATE customers");
        server.run("ALTER MATERIALIZED VIEW found SUSPEND");
        server.run("INSERT INTO orders VALUES (2, 2)");
        server.run("ALTER MATERIALIZED VIEW found RESUME");
        await(all("found"), "1:ann:5 2:bob:-");
        database.run("CREATE TABLE clients AS SELECT id, 'new ' || name AS name, level FROM customers");
        server.run("CREATE OR REPLACE TABLE customers (id BIGINT PRIMARY KEY, name VARCHAR, level INT)"
                + " WITH (connection = shop, table = 'clients', lookup = true, lookup.cache.ttl = '1 minute')");
        await(all("found"), "1:new ann:5 2:new bob:-");
        server.run("INSERT INTO orders VALUES (3, 3)");
        await(all("found"), "1:new ann:5 2:new bob:- 3:new cid:1");
        fails("DROP TABLE customers", "line 1:12", "is read by \"found\"");
        server.run("DROP MATERIALIZED VIEW found");
        server.run("DROP TABLE customers");
        server.close();
        server = new SinkServer(directory, List.of());
        assertThat(server.text("SELECT COUNT(*) FROM sys.sources WHERE name = 'customers'"))
                .isEqualTo("0");
    }

    @Test
    void mistakesAreToldWhereTheyStand() {
        fails(
                "SELECT * FROM customers",
                "line 1:15",
                "rows are looked up by key only; write … JOIN customers FOR SYSTEM");
        fails("INSERT INTO customers VALUES (1, 'x', 1)", "line 1:13", "customers");
        fails(
                "SELECT * FROM orders o JOIN customers FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP AS c ON o.n = c.level",
                "line 1:",
                "ON needs an equality with id");
        fails(
                "CREATE MATERIALIZED VIEW v AS SELECT * FROM (SELECT customer, COUNT(*) AS n FROM orders GROUP BY"
                        + " customer) o" + JOIN,
                "line 1:",
                "for a left side whose rows are only added");
        String with = " WITH (connection = shop, table = 'customers', lookup = true)";
        fails("CREATE TABLE t (id BIGINT, name VARCHAR)" + with, "line 1:14", "a table with a PRIMARY KEY");
        fails("CREATE STREAM t (id BIGINT, name VARCHAR)" + with, "line 1:15", "a table with a PRIMARY KEY");
        fails(
                "CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR NOT NULL)" + with,
                "line 1:14",
                "other columns that may be NULL");
        fails(
                "CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR)" + with.replace(")", ", lookup.cache.rows = -1)"),
                "line 1:",
                "must be 0 or more");
        fails("CREATE TABLE t (id BIGINT PRIMARY KEY, nome VARCHAR)" + with, "line 1:14", "nome");
    }

    private void fails(String sql, String place, String message) {
        assertThatThrownBy(() -> server.run(sql))
                .as(sql)
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(place)
                .hasMessageContaining(message);
    }

    private void insert(int first, int last) throws Exception {
        try (Connection connection = DriverManager.getConnection(server.url());
                PreparedStatement insert = connection.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
            for (int n = first; n <= last; n++) {
                insert.setInt(1, n);
                insert.setLong(2, n);
                insert.addBatch();
                if (n % 10_000 == 0 || n == last) {
                    insert.executeBatch();
                }
            }
        }
    }

    @Test
    void replacedTableAnswersWhatWasAskedForBefore() throws Exception {
        database.run(
                "INSERT INTO customers SELECT n, 'c' || n, n FROM generate_series(10, 60000) AS n",
                "CREATE TABLE clients AS SELECT id, 'new' AS name, level FROM customers");
        server.run("CREATE MATERIALIZED VIEW found AS SELECT COUNT(*) AS n, MIN(name) AS name FROM orders o" + JOIN);
        try (Connection other = DriverManager.getConnection(database.url(), "postgres", "")) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE customers");
            insert(10, 60_000);
            server.run("CREATE OR REPLACE TABLE customers (id BIGINT PRIMARY KEY, name VARCHAR, level INT)"
                    + " WITH (connection = shop, table = 'clients', lookup = true)");
        }
        await("SELECT n || name FROM found", "59991new");
        insert(60_000, 60_000);
        await("SELECT n || name FROM found", "59992new");
    }

    @Test
    void questionsOfADroppedTableAreForgotten() throws Exception {
        String away = "ALTER CONNECTION shop SET (url = '" + database.url().replaceAll(":\\d+/", ":1/") + "')";
        server.run("CREATE MATERIALIZED VIEW found AS SELECT n, name, level FROM orders o" + JOIN);
        server.run(away);
        server.run("INSERT INTO orders VALUES (1, 1), (2, 2)");
        SinkServer.await(() -> server.text("SELECT status FROM sys.sources WHERE name = 'customers'"), "RETRYING");
        server.run("DROP MATERIALIZED VIEW found");
        server.run("DROP TABLE customers");
        server.run("ALTER CONNECTION shop SET (url = '" + database.url() + "')");
        database.run("ALTER TABLE customers ALTER COLUMN id TYPE TEXT");
        server.run("CREATE TABLE customers (id VARCHAR PRIMARY KEY, name VARCHAR, level INT)"
                + " WITH (connection = shop, table = 'customers', lookup = true)");
        server.run("CREATE MATERIALIZED VIEW found AS SELECT n, name, level FROM orders o"
                + " JOIN customers FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP AS c ON CAST(o.customer AS VARCHAR) = c.id");
        await(all("found"), "1:ann:5 2:bob:-");
        server.run("INSERT INTO orders VALUES (3, 3)");
        await(all("found"), "1:ann:5 2:bob:- 3:cid:1");
        assertThat(server.text("SELECT status FROM sys.sources WHERE name = 'customers'"))
                .isEqualTo("OPEN");
        Path killed = KilledCopy.of(directory.resolve("data"), directory.resolve("killed"));
        server.close();
        server = new SinkServer(killed.getParent(), List.of());
        server.run("INSERT INTO orders VALUES (4, 1)");
        await(all("found"), "1:ann:5 2:bob:- 3:cid:1 4:ann:5");
    }

    @Test
    void keyThatTheDatabaseRefusesKeepsNobodyElseWaiting() throws Exception {
        database.run(
                "CREATE TABLE people (name TEXT PRIMARY KEY, level NUMERIC)",
                "INSERT INTO people VALUES ('ann', 1), ('bob', 123456789), ('cid', 3)");
        server.run("CREATE TABLE people (name VARCHAR PRIMARY KEY, level DECIMAL(5, 0))"
                + " WITH (connection = shop, table = 'people', lookup = true)");
        server.run("CREATE STREAM visits (n INT, who VARCHAR)");
        server.run("CREATE MATERIALIZED VIEW levels AS SELECT n, who, level FROM visits v LEFT JOIN people"
                + " FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP AS p ON v.who = p.name");
        server.run("INSERT INTO visits VALUES (1, 'ann'), (2, U&'x\\0000'), (3, 'cid'), (4, 'bob'), (5, 'dan')");
        String levels = "SELECT LISTAGG(n || ':' || COALESCE(CAST(level AS VARCHAR), '-'), ' ')"
                + " WITHIN GROUP (ORDER BY n) FROM levels";
        await(levels, "1:1 3:3 5:-");
        SinkServer.await(() -> server.text("SELECT COUNT(*) FROM \"levels$errors\""), "2");
        server.run("INSERT INTO visits VALUES (6, 'ann')");
        await(levels, "1:1 3:3 5:- 6:1");
    }

    @Test
    void alteredAddressAndBrokenConnectionsAreNoticed() throws Exception {
        server.run("CREATE TABLE cached (id BIGINT PRIMARY KEY, name VARCHAR, level INT)"
                + " WITH (connection = shop, table = 'customers', lookup = true, lookup.cache.ttl = '1 hour')");
        server.run("INSERT INTO orders VALUES (1, 1)");
        String select = "SELECT name FROM orders o" + JOIN;
        String cached = select.replace("JOIN customers", "JOIN cached");
        assertThat(server.text(select)).isEqualTo("ann");
        assertThat(server.text(cached)).isEqualTo("ann");
        database.throwOut("postgres");
        assertThat(server.text(select)).isEqualTo("ann");
        database.run("DROP DATABASE IF EXISTS branch", "CREATE DATABASE branch");
        String url = database.url().replaceAll("/postgres$", "/branch");
        try (Connection branch = DriverManager.getConnection(url, "postgres", "");
                Statement statement = branch.createStatement()) {
            statement.execute("CREATE TABLE customers (id BIGINT PRIMARY KEY, name TEXT, level INT)");
            statement.execute("INSERT INTO customers VALUES (1, 'moved', 5)");
        }
        server.run("ALTER CONNECTION shop SET (url = '" + url + "')");
        assertThat(server.text(select)).isEqualTo("moved");
        assertThat(server.text(cached)).isEqualTo("moved");
    }

    @Test
    void widerIntegersFindTheKeysThatTheyEqual() throws Exception {
        database.run(
                "CREATE TABLE small (id INT PRIMARY KEY, name TEXT, level INT)",
                "INSERT INTO small VALUES (1, 'one', 1), (-2147483648, 'least', 2)");
        server.run("CREATE TABLE small (id INT PRIMARY KEY, name VARCHAR, level INT)"
                + " WITH (connection = shop, table = 'small', lookup = true)");
        server.run("CREATE MATERIALIZED VIEW each_one AS SELECT n, name, level FROM orders o LEFT"
                + JOIN.replace("customers", "small"));
        server.run("INSERT INTO orders VALUES (1, 1), (2, -2147483648), (3, 4294967297), (4, 2147483648), (5, NULL)");
        await(all("each_one"), "1:one:1 2:least:2 3:-:- 4:-:- 5:-:-");
        fails(
                "SELECT n FROM orders o JOIN customers FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP AS c"
                        + " ON CAST(o.customer AS DOUBLE) = c.id",
                "line 1:",
                "cast the other side of the equality to its type");
    }

    @Test
    void rowsThatAreCaughtUpWithAreNotJoinedWithWhatWasBeforeThem() throws Exception {
        server.run("CREATE MATERIALIZED VIEW early AS SELECT n, name, level FROM orders o" + JOIN);
        server.run("CREATE MATERIALIZED VIEW stopped AS SELECT n, name, level FROM orders o" + JOIN);
        server.run("INSERT INTO orders VALUES (1, 1)");
        await(all("early"), "1:ann:5");
        await(all("stopped"), "1:ann:5");
        server.run("ALTER MATERIALIZED VIEW stopped SUSPEND");
        server.run("INSERT INTO orders VALUES (2, 1)");
        await(all("early"), "1:ann:5 2:ann:5");
        database.run("UPDATE customers SET name = 'eve' WHERE id = 1");
        server.run("INSERT INTO orders VALUES (3, 1)");
        await(all("early"), "1:ann:5 2:ann:5 3:eve:5");
        server.run("ALTER MATERIALIZED VIEW stopped RESUME");
        await(all("stopped"), "1:ann:5 2:eve:5 3:eve:5");
        server.run("CREATE MATERIALIZED VIEW late AS SELECT n, name, level FROM orders o" + JOIN);
        await(all("late"), "1:eve:5 2:eve:5 3:eve:5");
    }

    @Test
    void timesOtherThanNowAreRefused() throws Exception {
        server.run("CREATE STREAM timed (customer BIGINT, ts TIMESTAMP(3))");
        fails(
                "CREATE MATERIALIZED VIEW v AS SELECT * FROM timed o JOIN customers FOR SYSTEM_TIME AS OF o.ts AS c"
                        + " ON o.customer = c.id",
                "line 1:",
                "write FOR SYSTEM_TIME AS OF CURRENT_TIMESTAMP");
    }

    @Test
    void manyKeysAreLookedUpFast() throws Exception {
        int rows = 100_000;
        database.run("INSERT INTO customers SELECT n, 'c' || n, n FROM generate_series(10, " + (rows + 10) + ") AS n");
        server.run("CREATE MATERIALIZED VIEW found AS SELECT COUNT(*) AS n, SUM(level) AS s FROM orders o" + JOIN);
        long since = System.nanoTime();
        try (Connection connection = DriverManager.getConnection(server.url());
                PreparedStatement insert = connection.prepareStatement("INSERT INTO orders VALUES (?, ?)")) {
            for (int n = 10; n < rows + 10; n++) {
                insert.setInt(1, n);
                insert.setLong(2, n);
                insert.addBatch();
                if (n % 10_000 == 9) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
        await("SELECT CAST(n AS VARCHAR) FROM found", String.valueOf(rows));
        double seconds = (System.nanoTime() - since) / 1e9;
        System.err.println("look-ups with a cold cache: " + Math.round(rows / seconds) + " rows/s");
        assertThat(server.text("SELECT CAST(s AS VARCHAR) FROM found"))
                .isEqualTo(String.valueOf((long) rows * (rows + 19) / 2));
        assertThat(rows / seconds).isGreaterThan(2_000);
    }
}
