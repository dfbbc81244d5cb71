package io.millrace.connector.jdbc.replication;

import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.replication.LogSequenceNumber;

/**
 * A replication slot as the database shows it: what keeps the log from being removed before it was read.
 *
 * @param confirmed up to where the log may be forgotten
 * @param lost whether parts of the log behind that are gone
 */
record Slot(boolean active, long confirmed, boolean lost) {

    private static final long MILLIS_BETWEEN_LOOKS = 50;

    static Optional<Slot> find(Connection connection, String name) throws SQLException {
        String sql =
                "SELECT active, confirmed_flush_lsn, restart_lsn IS NULL FROM pg_replication_slots WHERE slot_name = ?";
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                String confirmed = row.getString(2);
                return Optional.of(new Slot(
                        row.getBoolean(1),
                        confirmed == null
                                ? 0
                                : LogSequenceNumber.valueOf(confirmed).asLong(),
                        row.getBoolean(3)));
            }
        }
    }

    /**
     * Fails when the log cannot be read on from a place.
     *
     * @throws MillraceException when rows would be missing
     */
    static void check(Connection connection, ReplicationOptions options, LogPlace place) throws SQLException {
        Optional<Slot> slot = find(connection, options.slot());
        if (slot.isEmpty() || slot.get().lost()) {
            throw gone(options, slot.isEmpty() ? "is gone" : "was invalidated, since it kept too much of the log");
        }
        if (slot.get().confirmed() > place.log()) {
            throw gone(
                    options,
                    "stands at " + LogPlace.text(slot.get().confirmed()) + ", beyond " + LogPlace.text(place.log())
                            + ", up to which the table was read: somebody else has read it, or this server was put back");
        }
        try (PreparedStatement select = connection.prepareStatement("SELECT pg_current_wal_flush_lsn()");
                ResultSet row = select.executeQuery()) {
            row.next();
            long now = LogSequenceNumber.valueOf(row.getString(1)).asLong();
            if (now < place.log()) {
                throw new MillraceException(
                        ErrorCode.SOURCE_FAILED,
                        "the log of the database ends at " + LogPlace.text(now) + ", before "
                                + LogPlace.text(place.log())
                                + ", up to which the table was read: the database was put back; DROP the table here and CREATE it again");
            }
        }
    }

    private static MillraceException gone(ReplicationOptions options, String fact) {
        return new MillraceException(
                ErrorCode.SOURCE_FAILED,
                "replication slot \"" + options.slot() + "\" " + fact + "; changes of " + options.what()
                        + " are missing: DROP the table here and CREATE it again");
    }

    /**
     * Removes a slot, as soon as nobody uses it any more.
     *
     * @param patience how long to wait for that, in milliseconds
     * @throws SQLException when somebody still does
     */
    static void drop(Connection connection, String name, long patience) throws SQLException, InterruptedException {
        long deadline = System.nanoTime() + patience * 1_000_000;
        Optional<Slot> slot = find(connection, name);
        while (slot.isPresent() && slot.get().active() && System.nanoTime() < deadline) {
            Thread.sleep(MILLIS_BETWEEN_LOOKS);
            slot = find(connection, name);
        }
        if (slot.isPresent()) {
            try (PreparedStatement drop = connection.prepareStatement("SELECT pg_drop_replication_slot(?)")) {
                drop.setString(1, name);
                drop.execute();
            }
        }
    }
}
