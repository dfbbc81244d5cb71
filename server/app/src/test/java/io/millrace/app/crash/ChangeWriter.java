package io.millrace.app.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Changes rows of two tables, by single statements and in transactions: counts counters up, deletes them, notes each transaction in the
 * other table. Its rows are its own, but for one that all count up.
 */
final class ChangeWriter extends Client {

    /** The counter of all. */
    static final int SHARED = -1;

    static final int OWN = 5;
    private static final String CONFLICT = "40001";
    private static final int MOST_NOTES = 50;

    /** What both tables hold of this writer. */
    record Rows(Map<Integer, Long> counters, Map<Long, Long> notes) {

        Rows copy() {
            return new Rows(new TreeMap<>(counters), new TreeMap<>(notes));
        }
    }

    private final int firstKey;
    private long nextNote;
    private Rows known = new Rows(new TreeMap<>(), new TreeMap<>());
    /** What they hold if the change counts whose outcome is unknown. */
    private Rows pending = known;

    private long counted;
    private boolean countedUnknown;

    /** @param number of the writer */
    ChangeWriter(Random random, int number) {
        super(random);
        this.firstKey = number * OWN;
        this.nextNote = number * 1_000_000_000L;
    }

    boolean owns(int key) {
        return key >= firstKey && key < firstKey + OWN;
    }

    boolean ownsNote(long id) {
        return id / 1_000_000_000L == firstKey / OWN;
    }

    @Override
    void work(Connection connection) throws SQLException, InterruptedException {
        connection.setAutoCommit(true);
        pending = known.copy();
        switch (random().nextInt(4)) {
            case 0 -> countAllUp(connection);
            case 1 -> replaceOne(connection);
            case 2 -> inTransaction(connection);
            default -> countSharedUp(connection);
        }
        Thread.sleep(3);
    }

    private int anyKey() {
        return firstKey + random().nextInt(OWN);
    }

    private static int run(Connection connection, String sql, long... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setLong(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private static void expect(String what, long expected, long found) {
        if (expected != found) {
            throw new AssertionError(what + " should be " + expected + ", but is " + found);
        }
    }

    private void countAllUp(Connection connection) throws SQLException {
        pending.counters().replaceAll((key, n) -> n + 1);
        int changed = run(
                connection, "UPDATE counters SET n = n + 1 WHERE k >= ? AND k < ?", firstKey, (long) firstKey + OWN);
        expect("counters that were counted up", pending.counters().size(), changed);
        known = pending;
    }

    /** Deletes a counter, or makes it when it is not there. */
    private void replaceOne(Connection connection) throws SQLException {
        int key = anyKey();
        if (pending.counters().remove(key) != null) {
            expect("counters deleted", 1, run(connection, "DELETE FROM counters WHERE k = ?", key));
        } else {
            pending.counters().put(key, 0L);
            run(connection, "INSERT INTO counters VALUES (?, 0)", key);
        }
        known = pending;
    }

    private void inTransaction(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        Rows next = known.copy();
        int key = anyKey();
        long amount = 1 + random().nextInt(9);
        long note = nextNote++;
        if (next.counters().computeIfPresent(key, (unused, n) -> n + amount) != null) {
            run(connection, "UPDATE counters SET n = n + ? WHERE k = ?", amount, key);
        } else {
            next.counters().put(key, amount);
            run(connection, "INSERT INTO counters VALUES (?, ?)", key, amount);
        }
        next.notes().put(note, amount);
        run(connection, "INSERT INTO notes VALUES (?, ?, ?)", note, key, amount);
        if (next.notes().size() > MOST_NOTES) {
            long oldest = next.notes().keySet().iterator().next();
            next.notes().remove(oldest);
            run(connection, "DELETE FROM notes WHERE id = ?", oldest);
        }
        try (PreparedStatement look = connection.prepareStatement("SELECT n FROM counters WHERE k = ?")) {
            look.setInt(1, key);
            try (ResultSet rows = look.executeQuery()) {
                expect("counter within the transaction", next.counters().get(key), rows.next() ? rows.getLong(1) : -1);
            }
        }
        if (random().nextInt(5) == 0) {
            connection.rollback();
        } else {
            pending = next; // before that nothing of it may be there
            connection.commit();
            known = next;
        }
    }

    private void countSharedUp(Connection connection) throws SQLException {
        countedUnknown = true;
        try {
            expect("shared counters", 1, run(connection, "UPDATE counters SET n = n + 1 WHERE k = ?", SHARED));
            counted++;
            countedUnknown = false;
        } catch (SQLException e) {
            countedUnknown = isGone(e);
            if (!CONFLICT.equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /** Compares with what is stored of this writer, and takes that from now on. */
    List<String> settle(Rows stored) {
        List<String> wrong = new ArrayList<>();
        if (!stored.equals(known) && !stored.equals(pending)) {
            wrong.add("counters and notes are " + stored + ", but should be " + known + " or " + pending);
        }
        known = stored.copy();
        pending = known;
        return wrong;
    }

    /** Compares the counter of all with what its writers know of it, and takes it from now on. */
    static List<String> settleShared(List<ChangeWriter> writers, long stored) {
        long sure = writers.stream().mapToLong(writer -> writer.counted).sum();
        long unknown = writers.stream().filter(writer -> writer.countedUnknown).count();
        List<String> wrong = new ArrayList<>();
        if (stored < sure || stored > sure + unknown) {
            wrong.add("the shared counter is " + stored + ", but was counted up " + sure + " times, and perhaps "
                    + unknown + " times more");
        }
        writers.forEach(writer -> {
            writer.counted = 0;
            writer.countedUnknown = false;
        });
        writers.get(0).counted = stored;
        return wrong;
    }
}
