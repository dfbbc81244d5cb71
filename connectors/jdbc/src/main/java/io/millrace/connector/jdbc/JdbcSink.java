package io.millrace.connector.jdbc;

import io.millrace.connector.jdbc.database.DatabaseConnections;
import io.millrace.connector.jdbc.database.JdbcErrors;
import io.millrace.connector.jdbc.database.TargetTable;
import io.millrace.spi.connector.Sink;
import io.millrace.spi.connector.SinkDefinition;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Writes batches to a table: the rows and the {@link CommitMarker} in one transaction.
 *
 * <p>When the connection breaks between COMMIT and its answer nobody knows whether the transaction took place; the marker tells when the
 * sink is asked the next time.
 */
final class JdbcSink implements Sink {

    private interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    private final RowType rowType;
    private final SinkOptions options;
    private final CommitMarker marker;
    private final DatabaseConnections connections;
    private Optional<TableWriter> writer = Optional.empty();

    private JdbcSink(SinkDefinition definition) {
        rowType = definition.rowType();
        options = SinkOptions.of(definition);
        marker = new CommitMarker(definition.sink());
        connections = DatabaseConnections.writing(definition.sink(), options.access());
    }

    static JdbcSink open(SinkDefinition definition) {
        JdbcSink sink = new JdbcSink(definition);
        try {
            sink.transaction(connection -> {
                sink.writer(connection);
                if (TargetTable.find(connection, CommitMarker.TABLE).isEmpty()) {
                    CommitMarker.createTable(connection);
                }
                sink.marker.begin(connection, sink.options.replace());
                return null;
            });
        } catch (RuntimeException e) {
            sink.close();
            throw e;
        }
        return sink;
    }

    static JdbcSink reopen(SinkDefinition definition) {
        return new JdbcSink(definition);
    }

    @Override
    public long lastCommitted() {
        return transaction(marker::batch);
    }

    @Override
    public void deliver(long epoch, long batch, List<Page> rows) {
        transaction(connection -> {
            if (marker.advance(connection, epoch, batch)) {
                writer(connection).write(connection, rows);
            }
            return null;
        });
    }

    /** The table may have changed since the last time that something went wrong. */
    private TableWriter writer(Connection connection) throws SQLException {
        if (writer.isEmpty()) {
            writer = Optional.of(TableWriter.of(rowType, options, TargetTable.get(connection, options.table())));
        }
        return writer.get();
    }

    private <T> T transaction(Work<T> work) {
        try (Connection connection = connections.open()) {
            try {
                T result = work.with(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                writer = Optional.empty();
                rollBack(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw JdbcErrors.of("table \"" + options.table() + "\" cannot be written", e);
        }
    }

    private static void rollBack(Connection connection, Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    @Override
    public void close() {
        connections.close();
    }
}
