package io.millrace.cli.server;

import io.millrace.cli.output.ResultColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Reads a result on a thread of its own, so that the one who prints notices when no row is there at the moment.
 *
 * <p>Whoever stops taking must cancel the statement, or close the feed.
 */
final class RowFeed implements AutoCloseable {

    private static final Object[] END = {};

    private final BlockingQueue<Object[]> rows = new ArrayBlockingQueue<>(4_096);
    private final Thread reader;
    private volatile SQLException failure;

    RowFeed(ResultSet result, List<ResultColumn> columns) {
        reader = new Thread(() -> read(result, columns), "rows");
        reader.setDaemon(true);
        reader.start();
    }

    private void read(ResultSet result, List<ResultColumn> columns) {
        try {
            try {
                while (result.next()) {
                    Object[] row = new Object[columns.size()];
                    for (int i = 0; i < row.length; i++) {
                        row[i] = columns.get(i).read(result, i + 1);
                    }
                    rows.put(row);
                }
            } catch (SQLException error) {
                failure = error;
            }
            rows.put(END);
        } catch (InterruptedException closed) {
            // nobody takes rows any more
            Thread.currentThread().interrupt();
        }
    }

    /** The next row, or {@code null} when none came within the time. */
    Object[] poll(long milliseconds) throws InterruptedException {
        return milliseconds == 0 ? rows.poll() : rows.poll(milliseconds, TimeUnit.MILLISECONDS);
    }

    static boolean isEnd(Object[] row) {
        return row == END;
    }

    /** Why the rows ended, when they ended in an error. */
    void throwFailure() throws SQLException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        reader.interrupt();
    }
}
