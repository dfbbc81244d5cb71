package io.millrace.connector.jdbc.replication;

import io.millrace.connector.jdbc.database.ReadingConnections;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * Reads the log from a slot until the connection breaks or somebody closes it. The slot is told of no place but those that the server has for
 * sure, so that it gives all behind them again.
 */
final class LogReading {

    private static final int STATUS_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 20;

    /** After so long without a word the database is asked whether it is there. */
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int ANSWER_SECONDS = 4;

    private final ReplicationOptions options;
    private final ReadingConnections connections;
    private final Transactions transactions;
    private final LongSupplier durable;
    private final BooleanSupplier closed;
    private final LogMessages messages = new LogMessages();
    private long told;
    private long heardNanos = System.nanoTime();
    private long heard;
    private long givenNanos = System.nanoTime();

    /**
     * Reads nothing yet.
     *
     * @param durable the place that the server has for sure
     */
    LogReading(
            ReplicationOptions options,
            ReadingConnections connections,
            Transactions transactions,
            LongSupplier durable,
            BooleanSupplier closed) {
        this.options = options;
        this.connections = connections;
        this.transactions = transactions;
        this.durable = durable;
        this.closed = closed;
    }

    void read() throws SQLException, InterruptedException {
        Connection asking = connections.committing(Map.of());
        Connection log = connections.committing(FirstCopy.REPLICATION);
        try {
            Slot.check(asking, options, transactions.given());
            SessionTexts.set(log);
            try (PGReplicationStream stream = open(log)) {
                follow(stream, asking);
            }
        } finally {
            connections.close(log);
            connections.close(asking);
        }
    }

    private PGReplicationStream open(Connection log) throws SQLException {
        return log.unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(options.slot())
                .withStartPosition(
                        LogSequenceNumber.valueOf(transactions.given().log()))
                .withSlotOption("proto_version", "1")
                .withSlotOption("publication_names", "\"" + options.publication() + "\"")
                .withStatusInterval(STATUS_MILLIS, TimeUnit.MILLISECONDS)
                .withAutomaticFlush(false)
                .start();
    }

    private void follow(PGReplicationStream stream, Connection asking) throws SQLException, InterruptedException {
        long pause = 1;
        while (!closed.getAsBoolean()) {
            ByteBuffer message = stream.readPending();
            confirm(stream);
            if (message != null) {
                pause = 1;
                messages.decode(message, transactions);
                continue;
            }
            transactions.flush();
            beat(stream);
            listen(stream, asking);
            Thread.sleep(pause);
            pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        }
    }

    /** Lets the database forget what the server has. */
    private void confirm(PGReplicationStream stream) {
        long reached = durable.getAsLong();
        if (reached > told) {
            told = reached;
            stream.setFlushedLSN(LogSequenceNumber.valueOf(reached));
            stream.setAppliedLSN(LogSequenceNumber.valueOf(reached));
        }
    }

    /** Goes on in a log that others fill, so that it need not be kept. */
    private void beat(PGReplicationStream stream) {
        long now = System.nanoTime();
        if (now - givenNanos >= options.heartbeat().toNanos()) {
            givenNanos = now;
            transactions.passed(stream.getLastReceiveLSN().asLong());
        }
    }

    /** Fails when the database does not answer any more. */
    private void listen(PGReplicationStream stream, Connection asking) throws SQLException {
        long now = System.nanoTime();
        long received = stream.getLastReceiveLSN().asLong();
        if (received != heard) {
            heard = received;
            heardNanos = now;
        } else if (now - heardNanos >= SILENT_NANOS) {
            if (!asking.isValid(ANSWER_SECONDS)) {
                throw new SQLException("the database does not answer");
            }
            stream.forceUpdateStatus();
            heardNanos = System.nanoTime();
        }
    }
}
