package io.millrace.cli;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;

/** Runs statements one at a time and prints what they give. {@link #cancel} may be called from any thread. */
final class StatementRunner {

    private static final long QUIET_MILLIS = 100;

    private final Connection connection;
    private final PrintWriter out;
    private final PrintWriter errors;
    private final boolean timing;
    private OutputFormat format;
    private volatile Statement running;
    private volatile boolean cancelled;

    /** @param timing whether to tell how long statements took */
    StatementRunner(Connection connection, PrintWriter out, PrintWriter errors, OutputFormat format, boolean timing) {
        this.connection = connection;
        this.out = out;
        this.errors = errors;
        this.format = format;
        this.timing = timing;
    }

    void setFormat(OutputFormat newFormat) {
        format = newFormat;
    }

    Connection connection() {
        return connection;
    }

    PrintWriter out() {
        return out;
    }

    /** Runs a statement; prints its error, if any, and returns whether it went well. A cancelled one went well. */
    boolean run(SqlText sql) {
        try {
            execute(sql.text());
            return true;
        } catch (SQLException failure) {
            out.flush();
            if (cancelled) {
                errors.println("cancelled");
                errors.flush();
                return true;
            }
            ErrorReport.print(errors, sql, failure);
            return false;
        }
    }

    private void execute(String sql) throws SQLException {
        long started = System.nanoTime();
        cancelled = false;
        try (Statement statement = connection.createStatement()) {
            running = statement;
            boolean rows = statement.execute(sql);
            printWarnings(statement.getWarnings());
            if (rows) {
                try (ResultSet result = statement.getResultSet()) {
                    print(result, started);
                }
            } else {
                footer("OK", statement.getLargeUpdateCount(), started);
            }
        } finally {
            running = null;
        }
    }

    void report(SQLException failure) {
        ErrorReport.print(errors, new SqlText("", 1, 1), failure);
    }

    /** Whether the last statement was cancelled. */
    boolean wasCancelled() {
        return cancelled;
    }

    private void print(ResultSet result, long started) throws SQLException {
        List<ResultColumn> columns = ResultColumn.of(result.getMetaData());
        RowPrinter printer = format.printer(out);
        printer.begin(columns);
        printer.pause();
        long count = 0;
        try (RowFeed feed = new RowFeed(result, columns)) {
            Object[] row = next(feed, printer);
            while (!RowFeed.isEnd(row)) {
                printer.row(row);
                count++;
                row = next(feed, printer);
            }
            if (!cancelled) {
                feed.throwFailure();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cancel();
        }
        printer.end();
        footer("", count, started);
    }

    /** Waits for the next row; when it does not come at once, what was printed so far is shown. */
    private Object[] next(RowFeed feed, RowPrinter printer) throws InterruptedException {
        Object[] row = feed.poll(0);
        if (row == null) {
            row = feed.poll(QUIET_MILLIS);
        }
        while (row == null) {
            printer.pause();
            if (out.checkError()) {
                // the reader of the output has gone
                cancel();
            }
            row = feed.poll(QUIET_MILLIS);
        }
        return row;
    }

    private void footer(String before, long count, long started) {
        if (format != OutputFormat.table) {
            return;
        }
        String rows = count + (count == 1 ? " row" : " rows");
        String took = timing ? String.format(Locale.ROOT, "%.3f s", (System.nanoTime() - started) / 1e9) : "";
        if (before.isEmpty()) {
            out.println("(" + rows + (timing ? ", " + took : "") + ")");
        } else {
            String changed = count > 0 ? ", " + rows : "";
            out.println(before + changed + (timing ? " (" + took + ")" : ""));
        }
        out.flush();
    }

    private void printWarnings(SQLWarning first) {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            errors.println("WARNING: " + warning.getMessage());
            errors.flush();
        }
    }

    /** Stops the running statement; no effect when none runs. */
    void cancel() {
        Statement statement = running;
        if (statement != null) {
            cancelled = true;
            try {
                statement.cancel();
            } catch (SQLException failure) {
                errors.println("cannot cancel: " + failure.getMessage());
                errors.flush();
            }
        }
    }
}
