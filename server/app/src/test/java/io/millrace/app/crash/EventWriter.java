package io.millrace.app.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Random;

/** Inserts events: one by one, or many in a statement. */
final class EventWriter extends Client {

    private final Ledger ledger;
    private final int mostRows;
    private final int pause;

    /**
     * Makes a writer.
     *
     * @param mostRows of a statement
     * @param pause milliseconds between statements
     */
    EventWriter(Random random, Ledger ledger, int mostRows, int pause) {
        super(random);
        this.ledger = ledger;
        this.mostRows = mostRows;
        this.pause = pause;
    }

    @Override
    void work(Connection connection) throws SQLException, InterruptedException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO events VALUES (?, ?, ?, ?)")) {
            for (int i = 0; i < 20; i++) {
                int rows = 1 + random().nextInt(mostRows);
                long first = ledger.begin(rows);
                try {
                    send(insert, first, rows);
                    ledger.end(Ledger.Outcome.ACKNOWLEDGED);
                } catch (SQLException e) {
                    ledger.end(isGone(e) ? Ledger.Outcome.UNKNOWN : Ledger.Outcome.REFUSED);
                    throw e;
                }
                Thread.sleep(pause);
            }
        }
    }

    private void send(PreparedStatement insert, long first, int rows) throws SQLException {
        for (long id = first; id < first + rows; id++) {
            insert.setLong(1, id);
            insert.setInt(2, random().nextInt(Schema.KEYS));
            insert.setLong(3, random().nextInt(100));
            insert.setTimestamp(4, new Timestamp(System.currentTimeMillis() - random().nextInt(5_000)));
            if (rows > 1) {
                insert.addBatch();
            }
        }
        if (rows > 1) {
            insert.executeBatch();
        } else {
            insert.executeUpdate();
        }
    }
}
