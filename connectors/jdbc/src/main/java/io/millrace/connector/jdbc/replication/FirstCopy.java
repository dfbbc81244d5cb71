package io.millrace.connector.jdbc.replication;

import io.millrace.connector.jdbc.database.ReadingConnections;
import io.millrace.connector.jdbc.source.ParallelReading;
import io.millrace.spi.connector.Receiver;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.RowType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Makes the slot and copies the table as it was at that place of the log, in parts at the same time. Once only: what breaks off cannot be
 * gone on with, since nobody can see the table as it was then any more, and is begun anew with another slot.
 */
final class FirstCopy {

    /** Connections that follow the log take simple statements only, and wait for transactions that began before. */
    static final Map<String, String> REPLICATION = Map.of(
            "replication",
            "database",
            "preferQueryMode",
            "simple",
            "assumeMinServerVersion",
            "10",
            "socketTimeout",
            "0");

    private static final long SLOT_PATIENCE_MILLIS = 5_000;

    /** Tables with fewer blocks are not worth several connections. */
    private static final long LEAST_BLOCKS_OF_A_PART = 1_000;

    /** How much is handed over at once. */
    private static final long PIECE_BYTES = 1 << 20;

    private record Begun(long place, String snapshot) {}

    private final String name;
    private final ReplicationOptions options;
    private final List<SourceColumn> declared;
    private final ReadingConnections connections;
    private final Receiver receiver;
    private final boolean anew;
    private LogPlace place;

    /**
     * Prepares a copy.
     *
     * @param before how far an earlier attempt has come; null when there was none
     */
    FirstCopy(
            String name,
            ReplicationOptions options,
            List<SourceColumn> declared,
            ReadingConnections connections,
            Receiver receiver,
            LogPlace before) {
        this.name = name;
        this.options = options;
        this.declared = declared;
        this.connections = connections;
        this.receiver = receiver;
        this.anew = before != null;
        this.place = anew ? before : new LogPlace(0, 0, 0, 0);
    }

    /** Copies the table and answers the place from which on the log has what comes after. */
    LogPlace copy() throws SQLException, InterruptedException {
        dropSlot();
        Connection log = connections.committing(REPLICATION);
        Connection first = connections.open();
        try {
            Begun begun = createSlot(log);
            see(first, begun);
            FollowedTable table = FollowedTable.find(first, options, declared);
            hold(first, table);
            RowType rowType =
                    new RowType(declared.stream().map(SourceColumn::field).toList());
            if (anew) {
                give(new ChangedPages(rowType), true);
            }
            List<Callable<Void>> parts = new ArrayList<>();
            for (String condition : parts(first, table)) {
                parts.add(() -> {
                    copy(begun, table, condition, new ChangedPages(rowType));
                    return null;
                });
            }
            ParallelReading.run("millrace-jdbc-" + name + "-part", parts);
            LogPlace whole = new LogPlace(begun.place(), 0, 0, table.shape());
            receiver.accept(Transactions.PARTITION, List.of(), whole.offset());
            return whole;
        } finally {
            connections.close(first);
            connections.close(log);
        }
    }

    private void dropSlot() throws SQLException, InterruptedException {
        Connection connection = connections.committing(Map.of());
        try {
            Slot.drop(connection, options.slot(), SLOT_PATIENCE_MILLIS);
        } finally {
            connections.close(connection);
        }
    }

    /** Makes the slot; what the database had at its place can be seen while the connection does nothing else. */
    private Begun createSlot(Connection log) throws SQLException {
        try (Statement statement = log.createStatement();
                ResultSet row = statement.executeQuery(
                        "CREATE_REPLICATION_SLOT \"" + options.slot() + "\" LOGICAL pgoutput EXPORT_SNAPSHOT")) {
            row.next();
            return new Begun(
                    LogSequenceNumber.valueOf(row.getString("consistent_point")).asLong(),
                    row.getString("snapshot_name"));
        }
    }

    private static void see(Connection connection, Begun begun) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION SNAPSHOT '" + begun.snapshot() + "'");
        }
        SessionTexts.set(connection);
    }

    /** Nobody shall put the rows into other blocks meanwhile. */
    private static void hold(Connection connection, FollowedTable table) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table.rows() + " IN ACCESS SHARE MODE");
        }
    }

    /** Conditions that each row meets one of: ranges of the blocks of the table. */
    private List<String> parts(Connection connection, FollowedTable table) throws SQLException {
        long blocks = blocks(connection, table);
        long count = Math.max(1, Math.min(options.splits(), blocks / LEAST_BLOCKS_OF_A_PART));
        if (count == 1 || !table.isPlain()) {
            return List.of("");
        }
        List<String> parts = new ArrayList<>();
        for (long part = 0; part < count; part++) {
            String from = "ctid >= '(" + blocks * part / count + ",0)'::tid";
            String to = "ctid < '(" + blocks * (part + 1) / count + ",0)'::tid";
            parts.add(" WHERE " + from + (part + 1 < count ? " AND " + to : ""));
        }
        return parts;
    }

    private static long blocks(Connection connection, FollowedTable table) throws SQLException {
        String sql = "SELECT pg_relation_size(CAST(? AS regclass)) / current_setting('block_size')::bigint";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, table.from());
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    private void copy(Begun begun, FollowedTable table, String condition, ChangedPages pages) throws SQLException {
        Connection connection = connections.open();
        try {
            see(connection, begun);
            CopyOut copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (SELECT " + table.list() + " FROM " + table.rows() + condition
                            + ") TO STDOUT WITH (ENCODING 'UTF8')");
            int[] places = new int[declared.size()];
            for (int column = 0; column < places.length; column++) {
                places[column] = column;
            }
            CopiedLine line = new CopiedLine();
            for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                pages.add(line.take(row), places, 1, begun.place());
                if (pages.bytes() >= PIECE_BYTES || pages.isFullOfRejects()) {
                    give(pages, false);
                }
            }
            if (!pages.isEmpty()) {
                give(pages, false);
            }
        } finally {
            connections.close(connection);
        }
    }

    private synchronized void give(ChangedPages pages, boolean clear) {
        if (clear) {
            pages.clear();
        }
        place = new LogPlace(0, 0, place.position() + 1, 0);
        pages.give(Transactions.PARTITION, place, receiver);
    }

    /** How far the copy has come. */
    synchronized LogPlace place() {
        return place;
    }
}
