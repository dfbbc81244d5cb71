package io.millrace.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables follow those of a PostgreSQL while somebody changes them, and the server and the database are killed. {@code -Dcrash.rounds} gives
 * the number of rounds.
 */
class FollowedTableIT {

    private static final int FEW_ROUNDS = 2;
    private static final int MANY_ROUNDS = 30;
    private static final int KEYS = 500;

    /** What both sides say of a table, once they have the same. */
    private static final String SUMS =
            "SELECT COUNT(*) || ' ' || COALESCE(SUM(id), 0) || ' ' || COALESCE(SUM(n), 0) || ' '"
                    + " || COALESCE(SUM(id * n), 0) || ' ' || COALESCE(SUM(CHAR_LENGTH(t)), 0) FROM ";

    @TempDir
    Path directory;

    private KilledServer server;

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void tablesAreWhatTheirOriginalsAreWhenServerAndDatabaseAreKilled() throws Exception {
        run(Integer.getInteger("crash.rounds", FEW_ROUNDS));
    }

    @Test
    @Tag("slow")
    @Timeout(value = 1, unit = TimeUnit.HOURS)
    void tablesAreWhatTheirOriginalsAreHoweverOftenServerAndDatabaseAreKilled() throws Exception {
        run(Integer.getInteger("crash.rounds", MANY_ROUNDS));
    }

    private void run(int rounds) throws Exception {
        long seed = Long.getLong("crash.seed", new Random().nextLong(1_000_000));
        Random random = new Random(seed);
        try (KilledDatabase database = new KilledDatabase(directory)) {
            database.run(
                    "CREATE TABLE keyed (id BIGINT PRIMARY KEY, n BIGINT NOT NULL, t TEXT)",
                    "CREATE TABLE plain (id BIGINT, n BIGINT NOT NULL, t TEXT)",
                    "ALTER TABLE keyed REPLICA IDENTITY FULL",
                    "ALTER TABLE plain REPLICA IDENTITY FULL",
                    "CREATE PUBLICATION p FOR TABLE keyed, plain",
                    "INSERT INTO keyed SELECT i, i, repeat('x', 3000) || i FROM generate_series(1, " + KEYS + ") AS i");
            start();
            define(database);
            AtomicBoolean ended = new AtomicBoolean();
            CompletableFuture<Long> writer =
                    CompletableFuture.supplyAsync(() -> write(database, new Random(seed + 1), ended));
            for (int round = 0; round < rounds; round++) {
                TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(1_500));
                boolean both = round % 5 == 4;
                if (both || round % 2 == 0) {
                    server.kill();
                }
                if (both || round % 2 == 1) {
                    database.kill();
                    TimeUnit.MILLISECONDS.sleep(random.nextInt(500));
                    database.start();
                }
                if (both || round % 2 == 0) {
                    start();
                }
            }
            ended.set(true);
            assertThat(writer.get(1, TimeUnit.MINUTES)).as("transactions").isPositive();
            compare(database, seed);
        } finally {
            if (server != null) {
                server.kill();
            }
        }
    }

    private void start() throws Exception {
        server = KilledServer.launch(directory);
        server.awaitReady();
    }

    private void define(KilledDatabase database) throws Exception {
        String with = " WITH (connector = 'postgres-cdc', url = '" + database.url()
                + "', user = 'postgres', publication = 'p',"
                + " heartbeat.interval = '100 ms', transaction.size = '20 kB', table = ";
        server.run(
                "CREATE TABLE keyed (id BIGINT PRIMARY KEY, n BIGINT, t VARCHAR)" + with + "'keyed')",
                "CREATE TABLE plain (id BIGINT, n BIGINT, t VARCHAR)" + with + "'plain')",
                "CREATE MATERIALIZED VIEW sums AS SELECT MOD(id, 10) AS k, COUNT(*) AS c, SUM(n) AS n FROM keyed GROUP BY MOD(id, 10)");
    }

    /** Changes tables in transactions of all sizes, and begins anew whenever the database is gone; answers how many were committed. */
    private static long write(KilledDatabase database, Random random, AtomicBoolean ended) {
        long count = 0;
        while (!ended.get()) {
            try (Connection connection = database.connect();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                while (!ended.get()) {
                    for (int left = random.nextInt(4); left >= 0; left--) {
                        statement.execute(change(random));
                    }
                    if (random.nextInt(10) == 0) {
                        connection.rollback();
                    } else {
                        connection.commit();
                        count++;
                    }
                }
            } catch (SQLException e) {
                // killed: whether the last transaction was committed is seen in the end
            }
        }
        return count;
    }

    private static String change(Random random) {
        int id = random.nextInt(KEYS);
        return switch (random.nextInt(9)) {
            case 0 ->
                "INSERT INTO keyed VALUES (" + id + ", 1, 'again') ON CONFLICT (id) DO UPDATE SET n = keyed.n + 1";
            case 1 -> "DELETE FROM keyed WHERE id = " + id;
            case 2 ->
                "UPDATE keyed SET id = id + 10000 WHERE id = " + id
                        + " AND NOT EXISTS (SELECT 1 FROM keyed k WHERE k.id = " + (id + 10_000) + ")";
            case 3 -> "DELETE FROM keyed WHERE id >= 10000 AND id % 7 = " + id % 7;
            case 4 -> "UPDATE keyed SET n = n + 1 WHERE id % 20 = " + id % 20;
            case 5 ->
                "INSERT INTO plain SELECT i % 5, 1, repeat('y', i % 50) FROM generate_series(1, " + (1 + id % 300)
                        + ") AS i";
            case 6 -> "UPDATE plain SET n = n + 1 WHERE id = " + id % 5;
            case 7 -> "DELETE FROM plain WHERE n > " + id % 4;
            default -> id % 50 == 0 ? "TRUNCATE plain" : "UPDATE keyed SET t = 'short' || n WHERE id = " + id;
        };
    }

    private void compare(KilledDatabase database, long seed) throws Exception {
        for (String table : List.of("keyed", "plain")) {
            String expected = database.text(SUMS + table);
            for (int i = 0; i < 600 && !expected.equals(server.text(SUMS + table)); i++) {
                TimeUnit.MILLISECONDS.sleep(100);
            }
            assertThat(server.text(SUMS + table)).as(table + " of seed " + seed).isEqualTo(expected);
            assertThat(server.text("SELECT CAST(COUNT(*) AS VARCHAR) FROM " + table + "$errors"))
                    .isEqualTo("0");
        }
        String view = "SELECT COALESCE(SUM(c), 0) || ' ' || COALESCE(SUM(n), 0) FROM ";
        assertThat(server.text(view + "sums"))
                .isEqualTo(
                        server.text(
                                view
                                        + "(SELECT MOD(id, 10) AS k, COUNT(*) AS c, SUM(n) AS n FROM keyed GROUP BY MOD(id, 10)) AS x"));
    }
}
