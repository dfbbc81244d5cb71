package io.millrace.app.script;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A SELECT STREAM that is read by a thread of its own until it is closed. */
final class Subscription implements AutoCloseable {

    private final Statement statement;
    private final Changes received = new Changes();
    private final Thread reader;
    private volatile SQLException failure;
    private volatile boolean closed;

    public Subscription(Connection connection, String sql) throws SQLException {
        statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql);
        reader = new Thread(() -> read(result), "subscription");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(ResultSet result) {
        try {
            int columns = result.getMetaData().getColumnCount();
            boolean changes =
                    columns > 2 && result.getMetaData().getColumnLabel(columns).equals("_batch");
            int values = changes ? columns - 2 : columns;
            while (result.next()) {
                received.add(Rows.row(result, values), changes ? weight(result.getString(values + 1)) : 1);
            }
        } catch (SQLException e) {
            if (!closed) {
                failure = e;
            }
        }
    }

    private static long weight(String operation) {
        return operation.equals("INSERT") || operation.equals("UPDATE_AFTER") ? 1 : -1;
    }

    /** The net changes since the last call, once they are the expected ones or the time is over. */
    List<String> next(Changes expected) throws Exception {
        List<String> lines = Awaiting.until(received::lines, now -> now.equals(expected.lines()) || failure != null);
        if (failure != null) {
            throw failure;
        }
        received.subtract(expected);
        return lines;
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        statement.cancel();
        statement.close();
    }
}
