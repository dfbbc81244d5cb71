package io.millrace.connector.jdbc.replication;

import io.millrace.connector.jdbc.database.ReadingConnections;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log from a slot until the connection breaks or somebody closes it. The slot is told of no place but those that the server has for
 * sure, so that it gives all behind them again.
 */
final class LogReading {

    private static final Logger LOG = LoggerFactory.getLogger(LogReading.class);
    private static final int STATUS_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 20;

    /** After so long without a word the database is asked whether it is there. */
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final int ANSWER_SECONDS = 4;

    /** How long the database may take to tell what is published. */
    private static final Map<String, String> ASKING = Map.of("socketTimeout", "8");

    /** However many transactions follow one another, rows are handed over after so long. */
    private static final long FLUSH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** What the log is read for. */
    interface Follower {

        /** The place that the server has for sure. */
        long durable();

        boolean isClosed();

        /** The database gives its log. */
        void opened();
    }

    private final ReplicationOptions options;
    private final ReadingConnections connections;
    private final FollowedTable table;
    private final Transactions transactions;
    private final Follower follower;
    private final LogMessages messages = new LogMessages();
    private long told;
    private long heardNanos = System.nanoTime();
    private long heard;
    private long givenNanos = System.nanoTime();
    private long flushedNanos = System.nanoTime();

    /** Reads nothing yet. */
    LogReading(
            ReplicationOptions options,
            ReadingConnections connections,
            FollowedTable table,
            Transactions transactions,
            Follower follower) {
        this.options = options;
        this.connections = connections;
        this.table = table;
        this.transactions = transactions;
        this.follower = follower;
    }

    void read() throws SQLException, InterruptedException {
        Connection asking = connections.committing(ASKING);
        Connection log = connections.committing(FirstCopy.REPLICATION);
        try {
            Slot.check(asking, options, transactions.given());
            checkPublication(asking);
            SessionTexts.set(log);
            allowPauses(log);
            PGReplicationStream stream =
                    open(log); // ends with its connection: to end it alone is to wait for the database
            follower.opened();
            follow(stream, asking);
        } finally {
            connections.close(log);
            connections.close(asking);
        }
    }

    /** While the server has no room for more rows, the database hears nothing of this side; older ones cannot be asked for patience. */
    private static void allowPauses(Connection log) {
        try (Statement statement = log.createStatement()) {
            statement.execute("SET wal_sender_timeout = '3min'");
        } catch (SQLException e) {
            LOG.debug("the patience of the database stays as it is", e);
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

    /** Fails, from then on whenever it is asked, when the log lacks changes of the table. */
    private void checkPublication(Connection asking) throws SQLException {
        String fact;
        try {
            Prerequisites.checkPublication(asking, options, table);
            if (!transactions.given().isIncomplete()) {
                return;
            }
            fact = "publication \"" + options.publication() + "\" left changes of " + options.what()
                    + " out for a time";
        } catch (MillraceException e) {
            fact = e.userMessage();
        }
        transactions.endHere();
        throw new MillraceException(
                ErrorCode.SOURCE_FAILED,
                fact + "; changes are missing since then: DROP the table here and CREATE it again after that");
    }

    private void follow(PGReplicationStream stream, Connection asking) throws SQLException, InterruptedException {
        long pause = 1;
        while (!follower.isClosed()) {
            ByteBuffer message = stream.readPending();
            confirm(stream);
            if (message != null) {
                pause = 1;
                messages.decode(message, transactions);
                if (transactions.isBetween() && System.nanoTime() - flushedNanos >= FLUSH_NANOS) {
                    handOver(stream, asking);
                }
                continue;
            }
            handOver(stream, asking);
            listen(stream, asking);
            Thread.sleep(pause);
            pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
        }
    }

    /** Lets the database forget what the server has. */
    private void confirm(PGReplicationStream stream) {
        long reached = follower.durable();
        if (reached > told) {
            told = reached;
            stream.setFlushedLSN(LogSequenceNumber.valueOf(reached));
            stream.setAppliedLSN(LogSequenceNumber.valueOf(reached));
        }
    }

    private void handOver(PGReplicationStream stream, Connection asking) throws SQLException {
        transactions.flush();
        beat(stream, asking);
        flushedNanos = System.nanoTime();
    }

    /** Goes on in a log that others fill, so that it need not be kept, unless it was filled without the table. */
    private void beat(PGReplicationStream stream, Connection asking) throws SQLException {
        if (transactions.isBetween()
                && System.nanoTime() - givenNanos >= options.heartbeat().toNanos()) {
            long reached = stream.getLastReceiveLSN().asLong(); // what is published now was so up to there
            checkPublication(asking);
            givenNanos = System.nanoTime();
            transactions.passed(reached);
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
