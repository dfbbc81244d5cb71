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
import java.util.Random;
import java.util.TreeMap;

/** One data directory whose server is killed again and again. */
final class Campaign implements AutoCloseable {

    private final Random random;
    private final Path directory;
    private final List<Ledger> ledgers = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final AccountWriter accounts;
    private final List<ChangeWriter> changes = new ArrayList<>();
    private final Definer definer;
    private final CheckpointCaller checkpoints;
    private final Watcher watcher;
    private final LineWriter lines;
    private final Sinks sinks;
    private KilledServer server;
    private long rounds;
    private long kills;
    private long early;
    /** How long a server took to be ready. */
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
        clients.addAll(changes);
        clients.addAll(List.of(accounts, definer, checkpoints, watcher));
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
        if (random.nextInt(3) == 0) {
            awaitCheckpoint();
        }
        Thread.sleep(random.nextInt(random.nextInt(4) == 0 ? 50 : 2_500));
        end(random.nextInt(8) > 0);
        for (Client client : clients) {
            client.join();
        }
        unknown += ledgers.stream().mapToLong(Ledger::unknownStatements).sum();
        while (random.nextInt(3) == 0) {
            endWhileItStarts(random.nextInt(8) > 0);
        }
        startAndCompare();
    }

    private void awaitCheckpoint() throws InterruptedException {
        long before = checkpoints.taken();
        for (int i = 0; i < 500 && checkpoints.taken() == before; i++) {
            Thread.sleep(20);
        }
    }

    /** Ends a server on its way, somewhere in its recovery or a little later. */
    void endWhileItStarts(boolean kill) throws Exception {
        endWhileItStarts(kill, 0.1 + random.nextDouble());
    }

    /** @param part of the time that the last server took to be ready */
    void endWhileItStarts(boolean kill, double part) throws Exception {
        server = KilledServer.launch(directory);
        if (!server.isReadyAfter((long) (part * readyMillis))) {
            early++;
        }
        end(kill);
    }

    /** Starts another server on the directory that is in use: it says so and ends, and the first does not notice. */
    void startSecondServer() throws Exception {
        KilledServer second = KilledServer.launch(directory);
        assertThat(second.awaitEnd()).isPositive();
        assertThat(second.tail()).contains("is used by another server");
    }

    /** Ends the server, while nobody works. */
    void kill() throws Exception {
        end(true);
    }

    /** Starts the server and compares all that it has with what it must have. */
    void startAndCompare() throws Exception {
        trace("start");
        long start = System.currentTimeMillis();
        server = KilledServer.launch(directory);
        server.awaitReady();
        readyMillis = System.currentTimeMillis() - start;
        trace("compare");
        try (Connection connection = server.connect()) {
            compare(connection, random.nextInt(5) == 0);
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

    /** @param all whether every view is compared, which takes a while, or some of them */
    private void compare(Connection connection, boolean all) throws Exception {
        watcher.look(connection);
        List<String> wrong = new ArrayList<>(compareEvents(connection));
        Map<Integer, Long> balances = new HashMap<>();
        read(connection, "SELECT k, balance FROM accounts", rows -> balances.put(rows.getInt(1), rows.getLong(2)));
        wrong.addAll(accounts.settle(balances));
        wrong.addAll(compareChanges(connection));
        wrong.addAll(definer.settle(definitions(connection)));
        Schema.checks(definer.views()).forEach((what, sql) -> {
            if (all || random.nextInt(8) == 0) {
                compareView(connection, what, sql, wrong);
            }
        });
        trace("compare sinks");
        wrong.addAll(sinks.compare(connection));
        trace("compared");
        assertThat(wrong).as("what is wrong").isEmpty();
    }

    private List<String> compareEvents(Connection connection) throws SQLException {
        Map<Long, Integer> stored = new HashMap<>();
        read(connection, "SELECT id FROM events", rows -> stored.merge(rows.getLong(1), 1, Integer::sum));
        List<String> wrong = new ArrayList<>();
        ledgers.forEach(ledger -> wrong.addAll(ledger.settle(stored)));
        stored.keySet().stream().limit(10).forEach(id -> wrong.add("row " + id + " was never sent"));
        return wrong;
    }

    private List<String> compareChanges(Connection connection) throws SQLException {
        Map<Integer, Long> counters = new TreeMap<>();
        Map<Long, Long> notes = new TreeMap<>();
        read(connection, "SELECT k, n FROM counters", rows -> counters.put(rows.getInt(1), rows.getLong(2)));
        read(connection, "SELECT id, amount FROM notes", rows -> notes.put(rows.getLong(1), rows.getLong(2)));
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

    /** The views that were made on the way, with their queries. */
    private static Map<String, String> definitions(Connection connection) throws SQLException {
        Map<String, String> definitions = new TreeMap<>();
        List<String> names = new ArrayList<>();
        read(connection, "SELECT name FROM sys.views", rows -> names.add(rows.getString(1)));
        assertThat(names).as("views").containsAll(Schema.views().keySet());
        for (String name : names) {
            if (name.startsWith("extra")) {
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
                + " statements of unknown outcome, " + checkpoints.taken() + " checkpoints taken when asked for";
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

    /** How many servers were ended before they were ready. */
    long early() {
        return early;
    }
}
