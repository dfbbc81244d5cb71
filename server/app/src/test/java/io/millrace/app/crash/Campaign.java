package io.millrace.app.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** One data directory whose server is killed again and again. */
final class Campaign implements AutoCloseable {

    private static final int SHORT_WORK_MILLIS = 200;
    private static final int LONG_WORK_MILLIS = 2_000;
    private static final int ROUNDS_TO_COMPARE_ALL = 5;
    private static final String TABLES = "SELECT 'account', CAST(k AS BIGINT), balance FROM accounts"
            + " UNION ALL SELECT 'counter', CAST(k AS BIGINT), n FROM counters UNION ALL SELECT 'note', id, amount FROM notes";

    private final Random random;
    private final Path directory;
    private final List<Ledger> ledgers = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final AccountWriter accounts;
    private final List<ChangeWriter> changes = new ArrayList<>();
    private final Definer definer;
    private final CheckpointCaller checkpoints;
    private final Watcher watcher;
    private final Checker checker;
    private final LineWriter lines;
    private final Sinks sinks;
    private KilledServer server;
    private long rounds;
    private long kills;
    private long early;
    /** How long the fastest server took to be ready. */
    private long readyMillis = 2_500;

    private long unknown;

    Campaign(Path directory, long seed) throws Exception {
        this.directory = directory;
        this.random = new Random(seed);
        for (int i = 0; i < 4; i++) {
            Ledger ledger = new Ledger("writer " + i, (i + 1) * 1_000_000_000L);
            ledgers.add(ledger);
            clients.add(new EventWriter(child(), ledger, i < 2 ? 1 : 40, i < 2 ? 2 : 20));
        }
        accounts = new AccountWriter(child());
        for (int i = 0; i < 2; i++) {
            changes.add(new ChangeWriter(child(), i));
        }
        definer = new Definer(child());
        checkpoints = new CheckpointCaller(child());
        watcher = new Watcher(child());
        checker = new Checker(child());
        clients.addAll(changes);
        clients.addAll(List.of(accounts, definer, checkpoints, watcher, checker));
        lines = new LineWriter(directory.resolve("lines.jsonl"), child());
        LineWriter.writeOld(directory.resolve("old.jsonl"));
        sinks = new Sinks(directory);
        begin();
    }

    private Random child() {
        return new Random(random.nextLong());
    }

    private void begin() throws Exception {
        server = KilledServer.launch(directory);
        server.awaitReady();
        try (Connection connection = server.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(Schema.INPUTS);
            for (Map.Entry<String, String> view : Schema.views().entrySet()) {
                statement.execute("CREATE MATERIALIZED VIEW " + view.getKey() + " AS " + view.getValue());
            }
            for (String definition : sinks.definitions()) {
                statement.execute(definition);
            }
        }
    }

    /** Lets clients work, kills the server, starts it again and compares. */
    void round() throws Exception {
        rounds++;
        trace("work");
        clients.forEach(client -> client.start(server));
        if (random.nextInt(6) == 0) {
            awaitCheckpoint();
        }
        Thread.sleep(random.nextInt(random.nextBoolean() ? SHORT_WORK_MILLIS : LONG_WORK_MILLIS));
        end(random.nextInt(8) > 0);
        for (Client client : clients) {
            client.join();
        }
        unknown += ledgers.stream().mapToLong(Ledger::unknownStatements).sum();
        while (random.nextInt(3) == 0) {
            trace("end while it starts");
            endWhileItStarts(random.nextInt(8) > 0);
        }
        startAndCompare(rounds % ROUNDS_TO_COMPARE_ALL == 0);
    }

    private void awaitCheckpoint() throws InterruptedException {
        long before = checkpoints.taken();
        for (int i = 0; i < 500 && checkpoints.taken() == before; i++) {
            Thread.sleep(20);
        }
    }

    /** Ends a server on its way, somewhere in its recovery or a little later. */
    private void endWhileItStarts(boolean kill) throws Exception {
        endWhileItStarts(kill, 0.1 + random.nextDouble());
    }

    /** @param part of the time that the fastest server took to be ready */
    private void endWhileItStarts(boolean kill, double part) throws Exception {
        server = KilledServer.launch(directory);
        if (!server.isReadyAfter((long) (part * readyMillis))) {
            early++;
        }
        end(kill);
    }

    /** Starts another server on the directory that is in use: it says so and ends, and the first does not notice. */
    private void startSecondServer() throws Exception {
        KilledServer second = KilledServer.launch(directory);
        assertThat(second.awaitEnd()).isPositive();
        assertThat(second.tail()).contains("is used by another server");
    }

    /** Kills servers that recover one after the other, ends others in good order, lets a second one try meanwhile. */
    void breakOffRecoveries() throws Exception {
        trace("break recoveries off");
        kill();
        long before = early;
        for (int i = 1; i <= 5; i++) {
            endWhileItStarts(true, 0.2 + i * 0.15);
        }
        assertThat(early - before)
                .as("servers that were killed before they were ready")
                .isPositive();
        for (int i = 0; i < 2; i++) {
            endWhileItStarts(false);
        }
        startAndCompare(true);
        startSecondServer();
    }

    /** Ends the server, while nobody works. */
    private void kill() throws Exception {
        end(true);
    }

    /**
     * Starts the server and compares what it has with what it must have.
     *
     * @param all whether each row and each view is compared, which takes a while, or sums, tables and sinks
     */
    private void startAndCompare(boolean all) throws Exception {
        trace("start");
        long start = System.currentTimeMillis();
        server = KilledServer.launch(directory);
        server.awaitReady();
        readyMillis = Math.min(readyMillis, System.currentTimeMillis() - start);
        trace("compare");
        try (Connection connection = server.connect()) {
            compare(connection, all);
        } catch (SQLException e) {
            throw new AssertionError("the server gave a wrong answer: " + server.tail(), e);
        }
    }

    private static void trace(String what) {
        if (Boolean.getBoolean("crash.trace")) {
            System.out.println(System.currentTimeMillis() % 1_000_000 + " " + what);
        }
    }

    private void end(boolean kill) throws Exception {
        if (kill) {
            server.kill();
            kills++;
        } else {
            server.terminate();
        }
    }

    private void compare(Connection connection, boolean all) throws Exception {
        watcher.look(connection);
        List<String> wrong = new ArrayList<>(all ? compareEvents(connection) : compareTotals(connection));
        wrong.addAll(compareTables(connection));
        wrong.addAll(definer.settle(definitions(connection, all)));
        if (all) {
            Schema.checks(definer.views()).forEach((what, sql) -> compareView(connection, what, sql, wrong));
        }
        trace("compare sinks");
        wrong.addAll(sinks.compare(connection, all));
        trace("compared");
        assertThat(wrong).as("what is wrong").isEmpty();
    }

    private List<String> compareTotals(Connection connection) throws SQLException {
        Map<Long, Ledger.Totals> stored = new HashMap<>();
        read(
                connection,
                "SELECT id / 1000000000, COUNT(*), SUM(id) FROM events GROUP BY id / 1000000000",
                rows -> stored.put(rows.getLong(1), new Ledger.Totals(rows.getLong(2), rows.getLong(3))));
        List<String> wrong = new ArrayList<>();
        ledgers.forEach(ledger -> wrong.addAll(
                ledger.settle(Optional.ofNullable(stored.remove(ledger.range())).orElse(Ledger.Totals.NOTHING))));
        stored.forEach((range, totals) -> wrong.add("rows of " + range + " were never sent: " + totals));
        return wrong;
    }

    private List<String> compareEvents(Connection connection) throws SQLException {
        Map<Long, Integer> stored = new HashMap<>();
        read(connection, "SELECT id FROM events", rows -> stored.merge(rows.getLong(1), 1, Integer::sum));
        List<String> wrong = new ArrayList<>();
        ledgers.forEach(ledger -> wrong.addAll(ledger.settle(stored)));
        stored.keySet().stream().limit(10).forEach(id -> wrong.add("row " + id + " was never sent"));
        return wrong;
    }

    private List<String> compareTables(Connection connection) throws SQLException {
        Map<Integer, Long> balances = new HashMap<>();
        Map<Integer, Long> counters = new TreeMap<>();
        Map<Long, Long> notes = new TreeMap<>();
        read(connection, TABLES, rows -> {
            switch (rows.getString(1)) {
                case "account" -> balances.put(rows.getInt(2), rows.getLong(3));
                case "counter" -> counters.put(rows.getInt(2), rows.getLong(3));
                default -> notes.put(rows.getLong(2), rows.getLong(3));
            }
        });
        List<String> wrong = new ArrayList<>(accounts.settle(balances));
        wrong.addAll(compareChanges(counters, notes));
        return wrong;
    }

    private List<String> compareChanges(Map<Integer, Long> counters, Map<Long, Long> notes) {
        long shared = counters.remove(ChangeWriter.SHARED);
        List<String> wrong = new ArrayList<>(ChangeWriter.settleShared(changes, shared));
        for (ChangeWriter writer : changes) {
            Map<Integer, Long> own = new TreeMap<>(counters);
            Map<Long, Long> ownNotes = new TreeMap<>(notes);
            own.keySet().removeIf(key -> !writer.owns(key));
            ownNotes.keySet().removeIf(note -> !writer.ownsNote(note));
            counters.keySet().removeAll(own.keySet());
            notes.keySet().removeAll(ownNotes.keySet());
            wrong.addAll(writer.settle(new ChangeWriter.Rows(own, ownNotes)));
        }
        counters.keySet().forEach(key -> wrong.add("counter " + key + " was never made"));
        notes.keySet().forEach(note -> wrong.add("note " + note + " was never made"));
        return wrong;
    }

    private static void compareView(Connection connection, String what, String sql, List<String> wrong) {
        try {
            read(connection, sql, rows -> {
                if (rows.getLong(1) != 0) {
                    wrong.add(what + ": " + rows.getLong(1));
                }
            });
        } catch (SQLException e) {
            wrong.add(what + ": " + e);
        }
    }

    /** The views that were made on the way, with their queries: as they were known, unless they are asked for. */
    private Map<String, String> definitions(Connection connection, boolean all) throws SQLException {
        Map<String, String> definitions = new TreeMap<>();
        List<String> names = new ArrayList<>();
        read(connection, "SELECT name FROM sys.views", rows -> names.add(rows.getString(1)));
        assertThat(names).as("views").containsAll(Schema.views().keySet());
        for (String name : names) {
            boolean known = definer.isCertain(name);
            if (known && !all) {
                definitions.put(name, definer.views().get(name));
            } else if (name.startsWith("extra")) {
                read(connection, "SHOW CREATE " + name, rows -> {
                    String text = rows.getString(rows.getMetaData().getColumnCount());
                    definitions.put(name, text.substring(text.indexOf(" AS ") + 4));
                });
            }
        }
        return definitions;
    }

    private interface RowReader {
        void row(ResultSet rows) throws SQLException;
    }

    private static void read(Connection connection, String sql, RowReader reader) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                reader.row(rows);
            }
        }
    }

    /** Lets the file be read to its end, which the server has done then exactly once. */
    void finish() throws Exception {
        lines.close();
        long written = lines.complete();
        try (Connection connection = server.connect()) {
            long[] found = new long[1];
            for (int i = 0; i < 500 && found[0] != written; i++) {
                Thread.sleep(20);
                read(connection, "SELECT n FROM line_totals", rows -> found[0] = rows.getLong(1));
            }
            assertThat(found[0]).as("lines").isEqualTo(written);
            compare(connection, true);
        }
        kill();
        assertThat(KilledServer.gapsInBatches(directory))
                .as("batches that do not follow on each other")
                .isEmpty();
    }

    /** What has happened, in a line. */
    String summary() {
        return rounds + " rounds, " + kills + " kills, " + early + " of servers that were not ready, "
                + ledgers.stream().mapToLong(Ledger::acknowledgedRows).sum() + " rows there, " + unknown
                + " statements of unknown outcome, " + checkpoints.taken() + " checkpoints taken when asked for, "
                + checker.made()
                + " comparisons meanwhile";
    }

    @Override
    public void close() throws Exception {
        lines.close();
        if (server != null) {
            server.kill();
        }
        for (Client client : clients) {
            client.join();
        }
        sinks.close();
    }
}
