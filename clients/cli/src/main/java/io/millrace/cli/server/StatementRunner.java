package io.millrace.cli.server;

import io.millrace.cli.output.ResultColumn;
import io.millrace.cli.output.RowPrinter;
import io.millrace.cli.output.Screen;
import io.millrace.cli.output.Style;
import io.millrace.cli.text.SqlText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs statements one at a time and prints what they give. {@link #cancel} may be called from any thread. */
public final class StatementRunner {

    private static final long QUIET_MILLIS = 100;
    /** After so many rows it is asked whether anybody still reads them. */
    private static final int ROWS_TO_ASK = 1_000;

    /** How a statement ended. */
    public enum End {
        WELL,
        FAILED,
        CANCELLED,
        /** The server was not there any more; whether the statement took effect is not known. */
        LOST,
        /** The server did not know the connection, and did nothing. */
        FORGOTTEN
    }

    /**
     * What became of a statement.
     *
     * @param rows that it gave or changed
     * @param failure what went wrong
     */
    public record Result(End end, long rows, Optional<SQLException> failure) {}

    private final Link link;
    private final Screen screen;
    private final Style style;
    private volatile Statement running;
    private volatile boolean cancelled;
    /** Whether the server has run the statement, whatever becomes of its rows. */
    private boolean executed;

    public StatementRunner(Link link, Screen screen, Style style) {
        this.link = link;
        this.screen = screen;
        this.style = style;
    }

    /** Runs a statement; prints its result or its error. */
    public Result run(SqlText sql) {
        return run(sql, Optional.empty());
    }

    /** The same, with a line above the result. */
    public Result run(SqlText sql, Optional<String> title) {
        return guarded(sql, statement -> {
            long started = System.nanoTime();
            if (execute(statement, sql)) {
                try (ResultSet result = statement.getResultSet()) {
                    return print(result, started, title);
                }
            }
            long count = Math.max(0, statement.getLargeUpdateCount());
            done(count, started);
            return count;
        });
    }

    /** Says how far it is while that takes long; whether it gives rows. */
    private boolean execute(Statement statement, SqlText sql) throws SQLException {
        boolean rows;
        try (BackfillProgress progress = BackfillProgress.of(sql.text(), link, screen)) {
            progress.begin();
            rows = statement.execute(sql.text());
        }
        executed = true;
        printWarnings(statement.getWarnings());
        return rows;
    }

    /** Runs a statement and keeps its first rows, as texts by name of column, instead of printing them; those behind are not asked for. */
    public Result read(SqlText sql, int most, List<Map<String, String>> rows) {
        return guarded(sql, statement -> {
            if (!execute(statement, sql)) {
                throw new SQLException("the statement gives no rows", "02000");
            }
            try (ResultSet result = statement.getResultSet()) {
                List<ResultColumn> columns = ResultColumn.of(result.getMetaData());
                while (rows.size() < most && result.next()) {
                    Map<String, String> row = new LinkedHashMap<>();
                    for (int i = 0; i < columns.size(); i++) {
                        row.put(columns.get(i).name(), result.getString(i + 1));
                    }
                    rows.add(row);
                }
                if (rows.size() == most) {
                    statement.cancel();
                }
            }
            return rows.size();
        });
    }

    /** What is done with a statement; gives a number of rows. */
    private interface Use {
        long with(Statement statement) throws SQLException;
    }

    private Result guarded(SqlText sql, Use use) {
        cancelled = false;
        executed = false;
        try (Statement statement = link.connection().createStatement()) {
            running = statement;
            long rows = use.with(statement);
            return new Result(cancelled ? End.CANCELLED : End.WELL, rows, Optional.empty());
        } catch (SQLException failure) {
            if (cancelled) {
                screen.error("cancelled");
                return new Result(End.CANCELLED, 0, Optional.of(failure));
            }
            screen.out().flush();
            ErrorReport.print(screen.errors(), sql, failure);
            End end = Link.isForgotten(failure) && !executed
                    ? End.FORGOTTEN
                    : Link.isLost(failure) ? End.LOST : End.FAILED;
            return new Result(end, 0, Optional.of(failure));
        } finally {
            running = null;
        }
    }

    private long print(ResultSet result, long started, Optional<String> title) throws SQLException {
        List<ResultColumn> columns = ResultColumn.of(result.getMetaData());
        long count = 0;
        try (Screen.Paper paper = screen.paper(style);
                RowFeed feed = new RowFeed(result, columns)) {
            title.ifPresent(paper.writer()::println);
            RowPrinter printer = paper.printer();
            printer.begin(columns);
            boolean left = false;
            Object[] row = next(feed, paper);
            while (!RowFeed.isEnd(row)) {
                if (!left) {
                    printer.row(row);
                    count++;
                }
                if (!left && count % ROWS_TO_ASK == 0 && paper.isLeft()) {
                    left = true;
                    cancel();
                }
                row = next(feed, paper);
            }
            if (!cancelled) {
                feed.throwFailure();
            }
            printer.end();
            if (style.hasFooter()) {
                paper.writer().println("(" + rows(count) + time(started, ", ", "") + ")");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            cancel();
        }
        screen.out().flush();
        return count;
    }

    /** Waits for the next row; when it does not come at once, what was printed so far is shown. */
    private Object[] next(RowFeed feed, Screen.Paper paper) throws InterruptedException {
        Object[] row = feed.poll(0);
        if (row == null) {
            row = feed.poll(QUIET_MILLIS);
        }
        while (row == null) {
            paper.pause();
            if (paper.isLeft()) {
                cancel();
            }
            row = feed.poll(QUIET_MILLIS);
        }
        return row;
    }

    private void done(long count, long started) {
        if (style.hasFooter()) {
            screen.out().println("OK" + (count > 0 ? ", " + rows(count) : "") + time(started, " (", ")"));
            screen.out().flush();
        }
    }

    private static String rows(long count) {
        return count + (count == 1 ? " row" : " rows");
    }

    private String time(long started, String before, String after) {
        double seconds = (System.nanoTime() - started) / 1e9;
        return style.timing() ? before + String.format(Locale.ROOT, "%.3f s", seconds) + after : "";
    }

    private void printWarnings(SQLWarning first) {
        for (SQLWarning warning = first; warning != null; warning = warning.getNextWarning()) {
            screen.error("WARNING: " + warning.getMessage());
        }
    }

    /** Stops the running statement; no effect when none runs. */
    public void cancel() {
        Statement statement = running;
        if (statement != null) {
            cancelled = true;
            try {
                statement.cancel();
            } catch (SQLException failure) {
                screen.error("cannot cancel: " + failure.getMessage());
            }
        }
    }

    /** Reads the last column of a query, for the shell's own use; empty when that does not work. */
    public List<String> ask(String sql) {
        List<String> answers = new ArrayList<>();
        try (Statement statement = link.connection().createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int last = result.getMetaData().getColumnCount();
            while (result.next()) {
                answers.add(result.getString(last));
            }
        } catch (SQLException unknown) {
            answers.clear();
        }
        return answers;
    }
}
