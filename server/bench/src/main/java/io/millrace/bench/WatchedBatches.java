package io.millrace.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/** Looks at the batches of a server again and again, as often as it takes to see all of them, and remembers the longest. */
final class WatchedBatches implements AutoCloseable {

    private static final long PAUSE_NANOS = 100_000_000;

    private final Connection connection;
    private long last;
    private long batches;
    private long run;
    private long commit;
    private boolean closed;

    WatchedBatches(ServerProcess server) throws SQLException {
        connection = server.connect();
        look();
        new Thread(this::watch, "batches").start();
    }

    private void watch() {
        try {
            while (look()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("batches cannot be looked at", e);
        }
    }

    private synchronized boolean look() throws SQLException {
        if (closed) {
            return false;
        }
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT batch, plan_micros + execute_micros + publish_micros,"
                        + " commit_micros FROM sys.batches WHERE batch > " + last)) {
            while (rows.next()) {
                last = Math.max(last, rows.getLong(1));
                run = Math.max(run, rows.getLong(2));
                commit = Math.max(commit, rows.getLong(3));
                batches++;
            }
        }
        return true;
    }

    /** How many there were since the last call, and how long the longest took: to run, and until it was on the disk. */
    synchronized String take() throws SQLException {
        look();
        String text =
                String.format(Locale.ROOT, "%d, longest run %.2f ms, commit %.2f ms", batches, run / 1e3, commit / 1e3);
        batches = 0;
        run = 0;
        commit = 0;
        return text;
    }

    @Override
    public synchronized void close() throws SQLException {
        closed = true;
        connection.close();
    }
}
