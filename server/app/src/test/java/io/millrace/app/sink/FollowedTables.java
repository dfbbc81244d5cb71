package io.millrace.app.sink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A real PostgreSQL, and a server whose tables follow its log. */
abstract class FollowedTables {

    private static EmbeddedPostgres postgres;
    private static final RealPostgres DATABASE = () -> postgres.getPort();

    @TempDir
    Path directory;

    SinkServer server;

    @BeforeAll
    static void startDatabase() throws Exception {
        postgres = EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("fsync", "off")
                .start();
    }

    @AfterAll
    static void stopDatabase() throws Exception {
        postgres.close();
    }

    @BeforeEach
    void start() throws Exception {
        inDatabase("DROP SCHEMA public CASCADE", "CREATE SCHEMA public", "DROP PUBLICATION IF EXISTS p");
        server = new SinkServer(directory, List.of());
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
        inDatabase("SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE active");
        inDatabase("DO $$ BEGIN WHILE EXISTS (SELECT 1 FROM pg_replication_slots WHERE active) LOOP"
                + " PERFORM pg_sleep(0.01); END LOOP; END $$");
        inDatabase("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
    }

    static String with(String options) {
        return " WITH (connector = 'postgres-cdc', url = '" + DATABASE.url()
                + "', user = 'postgres', publication = 'p', " + options + ")";
    }

    static void inDatabase(String... statements) throws SQLException {
        DATABASE.run(statements);
    }

    static String ofDatabase(String sql) throws SQLException {
        return DATABASE.text(sql);
    }

    void restart() throws Exception {
        server.close();
        server = new SinkServer(directory, List.of());
    }

    static void createOrders() throws SQLException {
        inDatabase(
                "CREATE TABLE orders (id INT PRIMARY KEY, name TEXT, price NUMERIC(10, 2))",
                "ALTER TABLE orders REPLICA IDENTITY FULL",
                "CREATE PUBLICATION p FOR TABLE orders",
                "INSERT INTO orders SELECT n, 'order ' || n, n / 4.0 FROM generate_series(1, 1000) AS n");
    }

    static final String ORDERS = "CREATE TABLE orders (id INT PRIMARY KEY, name VARCHAR, price DECIMAL(10, 2))";
    static final String SUM =
            "SELECT COUNT(*) || ' ' || COALESCE(SUM(id), 0) || ' ' || COALESCE(SUM(price), 0.00) || ' ' || COALESCE(MIN(name), '') FROM orders";

    void awaitSame() throws Exception {
        String expected = ofDatabase(SUM);
        SinkServer.await(() -> server.text(SUM), expected);
    }

    void assertRefused(String statement, String part) {
        assertThatThrownBy(() -> server.run(statement)).hasMessageContaining(part);
    }

    void awaitProblem(String part) throws Exception {
        SinkServer.await(
                () -> String.valueOf(server.text("SELECT problem FROM sys.sources WHERE name = 'orders'"))
                        .contains(part),
                true);
    }
}
