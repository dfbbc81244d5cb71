package io.millrace.connector.jdbc.replication;

import io.millrace.connector.jdbc.database.ReadingConnections;
import io.millrace.connector.jdbc.source.ReadingThread;
import io.millrace.spi.connector.Offset;
import io.millrace.spi.connector.ReceivedSource;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.connector.SourceDefinition;
import io.millrace.spi.data.RowType;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Copies a table and then follows its changes in the log of the database, from where it was left off. */
final class ReplicationSource implements ReceivedSource {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicationSource.class);
    private static final long DROP_PATIENCE_MILLIS = 5_000;

    private final String name;
    private final ReplicationOptions options;
    private final List<SourceColumn> columns;
    private final ReadingConnections connections;
    private final ReadingThread thread;
    /** How far the table was read; null when it was not. */
    private LogPlace place;

    private volatile long durable;
    private volatile boolean started;

    ReplicationSource(SourceDefinition definition, ReplicationOptions options) {
        this.name = definition.stream();
        this.options = options;
        this.columns = definition.columns();
        this.connections = new ReadingConnections(options.access());
        this.thread = new ReadingThread(name, options.what(), connections);
    }

    @Override
    public boolean live() {
        return false;
    }

    @Override
    public boolean changes() {
        return true;
    }

    @Override
    public boolean catchesUp() {
        return true;
    }

    @Override
    public String text(Offset offset) {
        return LogPlace.of(offset).toString();
    }

    @Override
    public void resume(Map<String, Offset> reached) {
        place = LogPlace.of(reached.get(Transactions.PARTITION));
        durable = place.log();
    }

    @Override
    public void release(Map<String, Offset> reached) {
        durable = LogPlace.of(reached.get(Transactions.PARTITION)).log();
    }

    @Override
    public void start(Receiver receiver) {
        started = true;
        thread.start(() -> read(receiver), receiver);
    }

    private Duration read(Receiver receiver) throws SQLException, InterruptedException {
        if (place == null || place.copying()) {
            FirstCopy copy = new FirstCopy(name, options, columns, connections, receiver, place);
            try {
                place = copy.copy();
            } catch (SQLException | RuntimeException | Error e) {
                place = copy.place();
                throw e;
            }
            receiver.caughtUp(false);
        }
        FollowedTable table = table();
        RowType rowType = new RowType(columns.stream().map(SourceColumn::field).toList());
        Transactions transactions = new Transactions(
                table.names(), table.logName(), new ChangedPages(rowType), options.transactionBytes(), place, receiver);
        try {
            new LogReading(options, connections, table, transactions, follower(receiver)).read();
        } finally {
            place = transactions.given();
        }
        return Duration.ZERO;
    }

    private FollowedTable table() throws SQLException {
        Connection connection = connections.open();
        try {
            return FollowedTable.asItIs(connection, options, columns);
        } finally {
            connections.close(connection);
        }
    }

    private LogReading.Follower follower(Receiver receiver) {
        return new LogReading.Follower() {
            @Override
            public long durable() {
                return durable;
            }

            @Override
            public boolean isClosed() {
                return thread.isClosed();
            }

            @Override
            public void opened() {
                thread.answered();
                receiver.caughtUp(false);
            }
        };
    }

    @Override
    public void close() {
        thread.close();
    }

    /** Gives the slot up, too: it would keep the log for ever. */
    @Override
    public void drop() {
        close();
        if (!started) {
            return;
        }
        try (ReadingConnections dropping = new ReadingConnections(options.access())) {
            Connection connection = dropping.committing(Map.of());
            Slot.drop(connection, options.slot(), DROP_PATIENCE_MILLIS);
            dropping.close(connection);
        } catch (SQLException e) {
            LOG.warn(
                    "replication slot {} of {} could not be dropped: {}; it keeps the log of the database until somebody"
                            + " says SELECT pg_drop_replication_slot('{}') there",
                    options.slot(),
                    name,
                    e.getMessage(),
                    options.slot());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
