package io.millrace.app.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Gives the rows of a table new versions, several with each statement; nobody else writes to these. */
final class AccountWriter extends Client {

    private Map<Integer, Long> known = new HashMap<>();
    /** What the table has if the statement counts whose outcome is unknown. */
    private Map<Integer, Long> pending = known;

    private long version;
    private long since;

    AccountWriter(Random random) {
        super(random);
    }

    @Override
    void work(Connection connection) throws SQLException, InterruptedException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO accounts VALUES (?, ?, ?)")) {
            pending = new HashMap<>(known);
            int first = random().nextInt(Schema.KEYS);
            since = Math.max(since + 1, System.currentTimeMillis());
            int rows = 1 + random().nextInt(Schema.KEYS / 2);
            for (int i = 0; i < rows; i++) {
                int key = (first + i) % Schema.KEYS;
                pending.put(key, ++version);
                insert.setInt(1, key);
                insert.setLong(2, version);
                insert.setTimestamp(3, new Timestamp(since));
                insert.addBatch();
            }
            insert.executeBatch();
            known = pending;
        }
        Thread.sleep(5);
    }

    /** Compares with what is stored, and takes that from now on. */
    List<String> settle(Map<Integer, Long> stored) {
        List<String> wrong = new ArrayList<>();
        if (!stored.equals(known) && !stored.equals(pending)) {
            wrong.add("accounts are " + stored + ", but should be " + known + " or " + pending);
        }
        known = new HashMap<>(stored);
        pending = known;
        return wrong;
    }
}
