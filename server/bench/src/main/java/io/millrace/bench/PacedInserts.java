package io.millrace.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Connections that insert single bids on random auctions all the time, each when its INSERT before has returned. */
final class PacedInserts implements AutoCloseable {

    private static final int ROOM = 1 << 20;

    /** Ids of Nexmark begin here; of fifty events one is a person, three are auctions. */
    private static final long FIRST_ID = 1000;

    private static final String INSERT =
            "INSERT INTO given VALUES (?, ?, ?, TIMESTAMP '2016-01-01 00:00:00', 'given by a client')";

    private final long events;
    private final List<CompletableFuture<Void>> ends = new ArrayList<>();
    private volatile boolean closed;
    private Latencies latencies = new Latencies(ROOM);

    PacedInserts(ServerProcess server, long events, int writers) throws SQLException {
        this.events = events;
        for (int i = 0; i < writers; i++) {
            Connection connection = server.connect();
            SplittableRandom random = new SplittableRandom(i);
            CompletableFuture<Void> end = new CompletableFuture<>();
            ends.add(end);
            new Thread(() -> write(connection, random, end), "writer " + i).start();
        }
    }

    private void write(Connection connection, SplittableRandom random, CompletableFuture<Void> end) {
        try (connection;
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            while (!closed) {
                insert.setLong(1, FIRST_ID + random.nextLong(Math.max(1, events * 3 / 50)));
                insert.setLong(2, FIRST_ID + random.nextLong(Math.max(1, events / 50)));
                insert.setLong(3, random.nextLong(10_000));
                long before = System.nanoTime();
                insert.executeUpdate();
                add(System.nanoTime() - before);
            }
            end.complete(null);
        } catch (SQLException | RuntimeException e) {
            end.completeExceptionally(e);
        }
    }

    private synchronized void add(long nanos) {
        if (latencies.hasRoom()) {
            latencies.add(nanos);
        }
    }

    /** What INSERTs that have returned since the last call took. */
    synchronized Latencies take() {
        Latencies taken = latencies;
        latencies = new Latencies(ROOM);
        return taken;
    }

    /** Ends when all have what they were waiting for; fails as the first of them did. */
    @Override
    public void close() {
        closed = true;
        try {
            ends.forEach(CompletableFuture::join);
        } catch (CompletionException e) {
            throw new IllegalStateException("an INSERT failed: " + e.getCause().getMessage(), e.getCause());
        }
    }
}
