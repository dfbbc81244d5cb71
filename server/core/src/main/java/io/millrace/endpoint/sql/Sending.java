package io.millrace.endpoint.sql;

import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.session.Cursor;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Passes the rows of a cursor on to a client as they come, and no faster than it takes them. */
final class Sending {

    private static final int ROWS = 1_000;
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final long NANOS_BETWEEN_SIGNS = Duration.ofSeconds(10).toNanos();

    private final Cursor cursor;
    private final ResultWriter writer;
    private final OutputStream out;
    private long rows;
    /** Whether a row may be there in part, behind which nothing can be told. */
    private boolean torn;

    private boolean failed;

    private long sign = System.nanoTime();

    Sending(Cursor cursor, ResultWriter writer, OutputStream out) {
        this.cursor = cursor;
        this.writer = writer;
        this.out = out;
    }

    /** What comes before the first byte of the result. */
    interface Head {
        void send() throws IOException;
    }

    /** Whether the client was, or could not be, told of an error. */
    boolean hasFailed() {
        return failed;
    }

    /**
     * Sends everything; what goes wrong before the first row is thrown, so that it can still be answered otherwise.
     *
     * @param head is called before the first byte
     * @return whether the client knows how it ended
     */
    boolean send(Head head, List<String> warnings) throws IOException {
        Cursor.Fetched first = cursor.fetch(ROWS, WAIT);
        head.send();
        writer.begin(cursor.rowType().fields());
        try {
            pass(first);
        } catch (RuntimeException | Error e) {
            failed = true;
            Map<String, Object> error = PlainAnswers.error(e); // logs it if it is ours
            return !torn && writer.fail(error);
        }
        writer.end(rows, warnings);
        return true;
    }

    private void pass(Cursor.Fetched first) throws IOException {
        Cursor.Fetched fetched = first;
        while (true) {
            for (Page page : fetched.pages()) {
                torn = true;
                writer.rows(page);
                torn = false;
                rows += page.size();
            }
            if (fetched.last()) {
                return;
            }
            flush(!fetched.pages().isEmpty());
            fetched = cursor.fetch(ROWS, WAIT);
        }
    }

    /** Rows that come one by one are sent at once; when none come for long, something else shows whether the client is there. */
    private void flush(boolean any) throws IOException {
        boolean silent = !any && System.nanoTime() - sign > NANOS_BETWEEN_SIGNS;
        if (silent) {
            writer.sign();
        }
        if (!any || writer.isEndless()) {
            out.flush();
        }
        if (any || silent) {
            sign = System.nanoTime();
        }
    }
}
