package io.millrace.cli.server;

import io.millrace.cli.output.Screen;
import io.millrace.cli.text.SqlToken;
import io.millrace.cli.text.SqlTokens;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shows on a terminal how far the queries are that a statement waits for: those that catch up, and that it names. The line goes away
 * when the statement ends.
 */
final class BackfillProgress implements AutoCloseable {

    private static final long FIRST_MILLIS = 1_000;
    private static final long NEXT_MILLIS = 500;
    private static final Set<String> LONG = Set.of("CREATE", "ALTER", "COMMIT");
    private static final String NEXT = "$next";
    private static final String CLEARED = "\r\u001b[K";
    private static final String BACKFILLS =
            "SELECT name, rows_read, rows_known FROM sys.backfills ORDER BY rows_read DESC";

    private final Link link;
    private final PrintWriter out;
    private final Set<String> names;
    private final Thread thread;
    private boolean ended;
    private boolean shown;
    private long lastRows = -1;
    private long lastNanos;

    private BackfillProgress(Link link, PrintWriter out, Set<String> names) {
        this.link = link;
        this.out = out;
        this.names = names;
        this.thread = new Thread(this::watch, "progress");
        thread.setDaemon(true);
    }

    /** Watches when somebody can see it, and the statement is of those that may take long. */
    static BackfillProgress of(String sql, Link link, Screen screen) {
        return new BackfillProgress(link, screen.out(), screen.terminal().isPresent() ? awaited(sql) : Set.of());
    }

    /** The names in a statement of those that may take long; nothing of another. */
    private static Set<String> awaited(String sql) {
        List<SqlToken> tokens =
                SqlTokens.of(sql).stream().filter(token -> !token.isBlank()).toList();
        boolean takesLong =
                !tokens.isEmpty() && LONG.contains(tokens.get(0).of(sql).toUpperCase(Locale.ROOT));
        return takesLong
                ? tokens.stream()
                        .filter(token -> token.kind() == SqlToken.Kind.WORD || token.kind() == SqlToken.Kind.NAME)
                        .map(token -> bare(token.of(sql)))
                        .collect(Collectors.toSet())
                : Set.of();
    }

    private static String bare(String name) {
        return name.replace("\"", "").toLowerCase(Locale.ROOT);
    }

    void begin() {
        if (!names.isEmpty()) {
            thread.start();
        }
    }

    private void watch() {
        try {
            if (pause(FIRST_MILLIS)) {
                return;
            }
            try (Connection connection = link.another();
                    PreparedStatement query = connection.prepareStatement(BACKFILLS)) {
                do {
                    show(query);
                } while (!pause(NEXT_MILLIS));
            }
        } catch (SQLException | RuntimeException unknown) {
            // nothing to show
            return;
        }
    }

    /** Waits; whether the statement has ended. */
    private synchronized boolean pause(long millis) {
        long until = System.nanoTime() + millis * 1_000_000;
        try {
            for (long left = millis; !ended && left > 0; left = (until - System.nanoTime()) / 1_000_000) {
                wait(left);
            }
        } catch (InterruptedException interrupted) {
            return true;
        }
        return ended;
    }

    private void show(PreparedStatement query) throws SQLException {
        try (ResultSet backfills = query.executeQuery()) {
            while (backfills.next()) {
                String name = backfills.getString(1);
                String simple = bare(name).substring(bare(name).lastIndexOf('.') + 1);
                if (names.contains(simple.endsWith(NEXT) ? simple.substring(0, simple.indexOf(NEXT)) : simple)) {
                    long known = backfills.getLong(3);
                    print(line(name, backfills.getLong(2), backfills.wasNull() ? 0 : known));
                    return;
                }
            }
        }
    }

    /** What is said of a query that has read some of the rows that are known. */
    String line(String name, long rows, long known) {
        long now = System.nanoTime();
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%s: %,d rows", name, rows));
        if (known >= rows && known > 0) {
            line.append(String.format(Locale.ROOT, " of %,d (%d %%)", known, rows * 100 / known));
        }
        if (lastRows >= 0 && now > lastNanos) {
            line.append(String.format(Locale.ROOT, ", %,.0f rows/s", (rows - lastRows) * 1e9 / (now - lastNanos)));
        }
        lastRows = rows;
        lastNanos = now;
        return line.append("; Ctrl-C cancels").toString();
    }

    private synchronized void print(String line) {
        if (!ended) {
            out.print(CLEARED + line);
            out.flush();
            shown = true;
        }
    }

    @Override
    public synchronized void close() {
        ended = true;
        notifyAll();
        if (shown) {
            out.print(CLEARED);
            out.flush();
        }
    }
}
