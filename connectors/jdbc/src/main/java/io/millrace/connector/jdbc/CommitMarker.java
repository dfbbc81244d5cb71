package io.millrace.connector.jdbc;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The row of a sink in the table {@code millrace_commit} of its database: the newest batch that is there, and the epoch it came with. It
 * changes in the transactions that write the rows, and alone decides what is there: that it is missing does not mean that nothing is.
 */
record CommitMarker(String sink) {

    static final String TABLE = "millrace_commit";

    private record Stand(long epoch, long batch) {}

    static void createTable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + TABLE
                    + " (sink VARCHAR(255) PRIMARY KEY, epoch BIGINT NOT NULL, batch BIGINT NOT NULL)");
        }
    }

    /** Makes the row of a new sink. */
    void begin(Connection connection, boolean replace) throws SQLException {
        Stand stand = read(connection);
        if (stand != null && stand.batch() > 0 && !replace) {
            throw new MillraceException(
                    ErrorCode.INVALID_DEFINITION,
                    "table " + TABLE + " knows a sink \"" + sink + "\" that has delivered batch " + stand.batch()
                            + "; give the new one another name, or write existing = 'replace' to forget that");
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM " + TABLE + " WHERE sink = ?");
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO " + TABLE + " (sink, epoch, batch) VALUES (?, 0, 0)")) {
            delete.setString(1, sink);
            delete.executeUpdate();
            insert.setString(1, sink);
            insert.executeUpdate();
        }
    }

    long batch(Connection connection) throws SQLException {
        return existing(connection).batch();
    }

    /**
     * Says that a batch is there, in the transaction that will make it true. Whoever else wants to write to the sink waits for its end.
     *
     * @return false when the batch was there before
     */
    boolean advance(Connection connection, long epoch, long batch) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(
                "UPDATE " + TABLE + " SET epoch = ?, batch = ? WHERE sink = ? AND epoch <= ? AND batch < ?")) {
            update.setLong(1, epoch);
            update.setLong(2, batch);
            update.setString(3, sink);
            update.setLong(4, epoch);
            update.setLong(5, batch);
            if (update.executeUpdate() == 1) {
                return true;
            }
        }
        Stand stand = existing(connection);
        if (stand.epoch() > epoch) {
            throw new MillraceException(
                    ErrorCode.SINK_MISMATCH,
                    "batch " + batch + " comes from start " + epoch + " of a server, but start " + stand.epoch()
                            + " has taken sink \"" + sink + "\" over");
        }
        return false;
    }

    private Stand existing(Connection connection) throws SQLException {
        Stand stand = read(connection);
        if (stand == null) {
            throw new MillraceException(
                    ErrorCode.SINK_MISMATCH,
                    "table " + TABLE + " has no row for sink \"" + sink
                            + "\" any more, so that nobody can tell what was"
                            + " delivered; put the row back, or drop the sink and create it again");
        }
        return stand;
    }

    private Stand read(Connection connection) throws SQLException {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT epoch, batch FROM " + TABLE + " WHERE sink = ?")) {
            select.setString(1, sink);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next() ? new Stand(rows.getLong(1), rows.getLong(2)) : null;
            }
        }
    }
}
