package io.millrace.app.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tables that follow the log of a real PostgreSQL. */
@Timeout(120)
class FollowedTableTest extends FollowedTables {

    @Test
    void tableIsWhatItsOriginalIsThroughChangesAndRestarts() throws Exception {
        createOrders();
        server.run(ORDERS + with("table = 'public.orders'"));
        assertThat(server.text(SUM)).isEqualTo(ofDatabase(SUM));
        server.run("CREATE MATERIALIZED VIEW v AS SELECT COUNT(*) AS n, SUM(price) AS price FROM orders");
        inDatabase(
                "INSERT INTO orders VALUES (5000, 'new', 3.25), (5001, NULL, NULL)",
                "UPDATE orders SET price = price + 1, name = 'a\tb\\N' || name WHERE id % 3 = 0",
                "UPDATE orders SET id = id + 100000 WHERE id % 7 = 0",
                "DELETE FROM orders WHERE id % 5 = 0");
        awaitSame();
        inDatabase("UPDATE orders SET price = 0 WHERE id < 10");
        restart();
        awaitSame();
        inDatabase(
                "BEGIN; UPDATE orders SET price = 7; TRUNCATE orders; INSERT INTO orders VALUES (1, 'x', 1); COMMIT");
        awaitSame();
        inDatabase("BEGIN; INSERT INTO orders VALUES (2, 'y', 1); ROLLBACK", "TRUNCATE orders");
        awaitSame();
        restart();
        inDatabase("INSERT INTO orders VALUES (3, 'z', 9)");
        awaitSame();
        assertThat(server.text("SELECT n || ' ' || price FROM v")).isEqualTo("1 9.00");
        assertThat(server.number("SELECT COUNT(*) FROM orders$errors")).isZero();
        server.run("DROP TABLE orders CASCADE");
        SinkServer.await(() -> ofDatabase("SELECT count(*) FROM pg_replication_slots"), "0");
    }

    @Test
    void valuesOfAllTypesAreTheSameInTheCopyAndInTheLog() throws Exception {
        inDatabase(
                "CREATE TABLE t (b BOOLEAN, s SMALLINT, i INT, l BIGINT, r REAL, d DOUBLE PRECISION, n NUMERIC(30, 5),"
                        + " free NUMERIC, c CHAR(5), v VARCHAR(20), t TEXT, x BYTEA, u UUID, da DATE, ti TIME, ts TIMESTAMP,"
                        + " tz TIMESTAMPTZ, j JSONB, a INT[], iv INTERVAL)",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "CREATE PUBLICATION p FOR TABLE t");
        String rows =
                "INSERT INTO t VALUES (true, -5, 7, -9223372036854775808, 0.1, 0.1, -1234567890123456789012345.67891,"
                        + " 12.5000, 'ab', 'é\\tx', E'line\\nand\\ttab \\\\N', '\\x00ff10', '123e4567-e89b-12d3-a456-426614174000',"
                        + " '2024-02-29', '23:59:59.123456', '1969-12-31 23:59:59.999123', '2024-05-01 12:00:00.5+02', '{\"k\": [1, null]}',"
                        + " '{1,2}', '1 day 2 hours'), (NULL,NULL,NULL,NULL,'NaN','-Infinity',NULL,NULL,NULL,'','',NULL,NULL,"
                        + "'0044-03-15 BC',NULL,NULL,NULL,NULL,NULL,NULL)";
        inDatabase(rows);
        server.run("CREATE TABLE t" + with("table = 't'"));
        assertThat(server.number("SELECT COUNT(*) FROM t")).isEqualTo(2);
        inDatabase(rows);
        SinkServer.await(() -> server.number("SELECT COUNT(*) FROM t"), 4L);
        assertThat(server.number("SELECT COUNT(*) FROM (SELECT DISTINCT * FROM t) AS d"))
                .isEqualTo(2);
        assertThat(server.text(
                        "SELECT b || ' ' || s || ' ' || i || ' ' || l || ' ' || n || ' ' || free || ' ' || c || '|' || v || ' '"
                                + " || OCTET_LENGTH(x) || ' ' || u || ' ' || da || ' ' || ti || ' ' || ts || ' ' || tz || ' ' || CAST(j AS VARCHAR) || ' ' || a || ' ' || iv"
                                + " FROM t WHERE b LIMIT 1"))
                .isEqualTo("TRUE -5 7 -9223372036854775808 -1234567890123456789012345.67891 12.5000 ab   |é\\tx 3"
                        + " 123e4567-e89b-12d3-a456-426614174000 2024-02-29 23:59:59.123 1969-12-31 23:59:59.999123"
                        + " 2024-05-01 10:00:00.500000 {\"k\":[1,null]} {1,2} P1DT2H");
        inDatabase("DELETE FROM t");
        SinkServer.await(() -> server.number("SELECT COUNT(*) FROM t"), 0L);
        assertThat(server.number("SELECT COUNT(*) FROM t$errors")).isZero();
    }

    @Test
    void timesHaveAsManyDigitsAsTheirColumns() throws Exception {
        inDatabase(
                "CREATE TABLE t (id INT, micro TIMESTAMP, nano TIMESTAMP, zoned TIMESTAMPTZ, whole TIMESTAMP)",
                "ALTER TABLE t REPLICA IDENTITY FULL",
                "CREATE PUBLICATION p FOR TABLE t");
        String rows = "INSERT INTO t SELECT id, t, t, t AT TIME ZONE 'UTC', t FROM (VALUES"
                + " (1, '1969-12-31 23:59:59.999999'::timestamp), (2, '1700-01-01 00:00:00.000001'),"
                + " (3, '2024-05-01 12:00:00.1234'), (4, '1969-12-31 23:59:59')) AS v (id, t)";
        inDatabase(rows);
        server.run("CREATE TABLE t (id INT, micro TIMESTAMP(6), nano TIMESTAMP(9),"
                + " zoned TIMESTAMP(6) WITH LOCAL TIME ZONE, whole TIMESTAMP(0))" + with("table = 't'"));
        server.run("CREATE TABLE found" + with("table = 't', slot = 'found'"));
        inDatabase(rows);
        SinkServer.await(() -> server.number("SELECT COUNT(*) FROM t"), 8L);
        String all = " || ' ' || micro || ' ' || nano || ' ' || zoned || ' ' || whole FROM (SELECT id, COUNT(*) AS n,"
                + " micro, nano, zoned, whole FROM t GROUP BY id, micro, nano, zoned, whole) AS d WHERE id = ";
        assertThat(server.text("SELECT n" + all + 1))
                .isEqualTo("2 1969-12-31 23:59:59.999999 1969-12-31 23:59:59.999999000"
                        + " 1969-12-31 23:59:59.999999 1969-12-31 23:59:59");
        assertThat(server.text("SELECT n" + all + 2))
                .isEqualTo("2 1700-01-01 00:00:00.000001 1700-01-01 00:00:00.000001000"
                        + " 1700-01-01 00:00:00.000001 1700-01-01 00:00:00");
        assertThat(server.text("SELECT n" + all + 3))
                .isEqualTo("2 2024-05-01 12:00:00.123400 2024-05-01 12:00:00.123400000"
                        + " 2024-05-01 12:00:00.123400 2024-05-01 12:00:00");
        assertThat(server.text("SELECT n" + all + 4))
                .isEqualTo("2 1969-12-31 23:59:59.000000 1969-12-31 23:59:59.000000000"
                        + " 1969-12-31 23:59:59.000000 1969-12-31 23:59:59");
        SinkServer.await(() -> server.number("SELECT COUNT(*) FROM found"), 8L);
        assertThat(server.text("SELECT MAX(micro) || ' ' || MIN(zoned) FROM found"))
                .isEqualTo("2024-05-01 12:00:00.123400 1700-01-01 00:00:00.000001");
        inDatabase("INSERT INTO t (id, nano) VALUES (5, '1600-01-01')");
        SinkServer.await(() -> server.number("SELECT COUNT(*) FROM t$errors"), 1L);
    }

    @Test
    void largeValuesThatAnUpdateDoesNotTouchStay() throws Exception {
        inDatabase(
                "CREATE TABLE orders (id INT PRIMARY KEY, name TEXT, price NUMERIC(10, 2))",
                "ALTER TABLE orders ALTER COLUMN name SET STORAGE EXTERNAL",
                "ALTER TABLE orders REPLICA IDENTITY FULL",
                "CREATE PUBLICATION p FOR TABLE orders",
                "INSERT INTO orders SELECT n, repeat('x' || n, 5000), 1 FROM generate_series(1, 20) AS n");
        server.run(ORDERS + with("table = 'orders'"));
        inDatabase("UPDATE orders SET price = price + id", "UPDATE orders SET id = id + 100 WHERE id < 4");
        awaitSame();
        String lengths = "SELECT SUM(CHAR_LENGTH(name)) FROM orders";
        assertThat(server.text(lengths)).isEqualTo(ofDatabase(lengths));
    }

    @Test
    void largeTransactionsComeInPiecesAndGoOnWithinThemAfterARestart() throws Exception {
        createOrders();
        server.run(ORDERS + with("table = 'orders', transaction.size = '1 kB'"));
        inDatabase("BEGIN; INSERT INTO orders SELECT n, 'more ' || n, 1 FROM generate_series(2000, 40000) AS n;"
                + " UPDATE orders SET price = price + 1; DELETE FROM orders WHERE id % 2 = 0; COMMIT");
        for (int life = 0; life < 4; life++) {
            restart();
        }
        awaitSame();
        assertThat(server.number("SELECT COUNT(*) FROM orders$errors")).isZero();
    }

    @Test
    void definitionThatCannotWorkIsRefusedWithWhatToDo() throws Exception {
        inDatabase("CREATE TABLE orders (id INT PRIMARY KEY, name TEXT, price NUMERIC(10, 2))");
        String statement = ORDERS + with("table = 'orders'");
        assertRefused(statement, "say ALTER TABLE \"public\".\"orders\" REPLICA IDENTITY FULL");
        inDatabase("ALTER TABLE orders REPLICA IDENTITY FULL");
        assertRefused(statement, "no publication \"p\"; say CREATE PUBLICATION \"p\" FOR TABLE \"public\".\"orders\"");
        inDatabase("CREATE PUBLICATION p WITH (publish = 'insert')");
        assertRefused(statement, "leaves changes out; say ALTER PUBLICATION \"p\" SET (publish =");
        inDatabase("DROP PUBLICATION p", "CREATE PUBLICATION p");
        assertRefused(statement, "say ALTER PUBLICATION \"p\" ADD TABLE \"public\".\"orders\"");
        inDatabase(
                "ALTER PUBLICATION p ADD TABLE orders",
                "SELECT pg_create_logical_replication_slot('millrace_orders', 'pgoutput')");
        assertRefused(statement, "replication slot \"millrace_orders\" is there already");
        inDatabase(
                "SELECT pg_drop_replication_slot('millrace_orders')",
                "DROP ROLE IF EXISTS reader",
                "CREATE ROLE reader LOGIN",
                "GRANT SELECT ON orders TO reader",
                "GRANT USAGE ON SCHEMA public TO reader");
        assertRefused(statement.replace("'postgres', pub", "'reader', pub"), "say ALTER ROLE reader REPLICATION");
        assertRefused(ORDERS + with("table = 'no'"), "has no such table");
        assertRefused(statement.replace("price DECIMAL(10, 2)", "price INT"), "which a INTEGER cannot hold");
        assertRefused(statement.replace("TABLE orders (id INT PRIMARY KEY", "STREAM orders (id INT"), "CREATE TABLE");
        inDatabase("ALTER TABLE orders ADD COLUMN twice INT GENERATED ALWAYS AS (id * 2) STORED");
        assertRefused(statement.replace("name VARCHAR", "twice INT"), "\"twice\" of table \"orders\" is generated");
        server.run(statement);
        server.run("CREATE STREAM numbers (n INT)");
        assertRefused(
                "CREATE SINK k AS SELECT STREAM n FROM numbers WITH (connector = 'postgres-cdc')",
                "connector 'jdbc' writes to tables");
    }

    @Test
    void tableThatIsAlteredStopsAndSaysSoWhileOthersGoOn() throws Exception {
        createOrders();
        server.run(ORDERS + with("table = 'orders'"));
        inDatabase(
                "ALTER TABLE orders ADD COLUMN note TEXT", "INSERT INTO orders VALUES (7000, 'with note', 1, 'note')");
        awaitSame();
        String before = server.text(SUM);
        inDatabase(
                "ALTER TABLE orders ALTER COLUMN price TYPE NUMERIC(12, 3)",
                "INSERT INTO orders VALUES (7001, 'altered', 1)");
        String problem = "SELECT problem FROM sys.sources WHERE name = 'orders'";
        SinkServer.await(
                () -> String.valueOf(server.text(problem))
                        .contains("table public.orders was altered: some of the columns"),
                true);
        restart();
        SinkServer.await(
                () -> String.valueOf(server.text(problem)).contains("DROP the table here and CREATE it again"), true);
        assertThat(server.text(SUM)).isEqualTo(before);
        server.run("DROP TABLE orders");
        server.run("CREATE TABLE orders (id INT PRIMARY KEY, name VARCHAR, price DECIMAL(12, 3))"
                + with("table = 'orders'"));
        assertThat(server.number("SELECT COUNT(*) FROM orders")).isEqualTo(1002);
    }

    @Test
    void logIsGivenFreeWhetherOrNotItConcernsTheTable() throws Exception {
        createOrders();
        server.run(ORDERS + with("table = 'orders', heartbeat.interval = '50 ms'"));
        inDatabase("UPDATE orders SET price = 5");
        awaitConfirmed();
        inDatabase("CREATE TABLE others AS SELECT n FROM generate_series(1, 10000) AS n");
        awaitConfirmed();
    }

    private static void awaitConfirmed() throws Exception {
        String now = ofDatabase("SELECT pg_current_wal_lsn()");
        SinkServer.await(
                () -> ofDatabase("SELECT confirmed_flush_lsn >= '" + now + "' FROM pg_replication_slots"), "t");
    }

    @Test
    void brokenConnectionIsMadeAnewAndALostSlotIsSaid() throws Exception {
        createOrders();
        server.run(ORDERS + with("table = 'orders'"));
        for (int round = 0; round < 3; round++) {
            inDatabase(
                    "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active",
                    "UPDATE orders SET price = price + 1");
            awaitSame();
        }
        inDatabase(
                "DO $$ BEGIN WHILE EXISTS (SELECT 1 FROM pg_replication_slots) LOOP BEGIN"
                        + " PERFORM pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active;"
                        + " PERFORM pg_drop_replication_slot(slot_name) FROM pg_replication_slots; EXCEPTION WHEN object_in_use THEN NULL; END; END LOOP; END $$");
        String problem = "SELECT problem FROM sys.sources WHERE name = 'orders'";
        SinkServer.await(
                () -> String.valueOf(server.text(problem))
                        .contains("replication slot \"millrace_orders\" is gone; changes of table"),
                true);
    }

    @Test
    void copyThatBrokeOffIsBegunAnew() throws Exception {
        createOrders();
        inDatabase("INSERT INTO orders SELECT n, repeat('long ', 20) || n, 1 FROM generate_series(2000, 200000) AS n");
        CompletableFuture<Void> created = CompletableFuture.runAsync(() -> {
            try (Connection other = DriverManager.getConnection(server.url());
                    Statement statement = other.createStatement()) {
                statement.execute(ORDERS + with("table = 'orders', splits = 2"));
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
        SinkServer.await(
                () -> server.number("SELECT COALESCE(SUM(\"rows\"), 0) FROM sys.sources WHERE name = 'orders'") > 0,
                true);
        Path killed = directory.resolve("killed");
        SinkServer.copyData(directory.resolve("data"), killed.resolve("data"));
        created.join();
        server.close();
        inDatabase("DELETE FROM orders WHERE id < 150000");
        server = new SinkServer(killed, List.of());
        awaitSame();
        inDatabase("UPDATE orders SET price = 3 WHERE id % 11 = 0");
        awaitSame();
        assertThat(server.number("SELECT COUNT(*) FROM orders$errors")).isZero();
    }
}
