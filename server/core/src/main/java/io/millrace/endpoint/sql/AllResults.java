package io.millrace.endpoint.sql;

import io.millrace.endpoint.answer.ClientOutput;
import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.session.Cursor;
import io.millrace.session.Outcome;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Sends the results of all statements of a text, each before the next one runs: none is kept. Used by one thread. */
final class AllResults {

    private final ResultWriter writer;
    private final OutputStream out;
    private final ClientOutput client;
    private final ClientWatch.Watched watched;
    private final Consumer<ResultWriter> head;
    private boolean begun;
    /** Whether a result has failed behind its first row; what it has told is the end of the answer. */
    private boolean failed;

    private boolean told = true;
    private Optional<IOException> gone = Optional.empty();

    /** @param head is called before the first byte */
    AllResults(
            ResultWriter writer,
            OutputStream out,
            ClientOutput client,
            ClientWatch.Watched watched,
            Consumer<ResultWriter> head) {
        this.writer = writer;
        this.out = out;
        this.client = client;
        this.watched = watched;
        this.head = head;
    }

    /**
     * Runs a text and sends what it gives.
     *
     * @param text runs it, gives the earlier outcomes away and the last one back
     * @return whether the client knows how it ended
     * @throws RuntimeException when nothing has been sent
     */
    boolean send(Function<Consumer<Outcome>, Outcome> text) throws IOException {
        try {
            pass(text.apply(this::pass));
        } catch (RuntimeException | Error e) {
            if (gone.isPresent()) {
                throw gone.get();
            }
            if (!begun) {
                throw e;
            }
            if (!failed) {
                told = writer.fail(PlainAnswers.error(e));
            }
            return told;
        }
        writer.endAll();
        return true;
    }

    private void pass(Outcome outcome) {
        try {
            if (outcome instanceof Outcome.Rows rows) {
                try (Cursor cursor = rows.cursor()) {
                    pass(rows, cursor);
                }
            } else {
                begin();
                writer.updated(((Outcome.Updated) outcome).count(), outcome.warnings());
            }
        } catch (IOException e) {
            gone = Optional.of(e);
            throw over();
        }
    }

    /** Keeps the statements that are left from running. */
    private static MillraceException over() {
        return new MillraceException(ErrorCode.QUERY_CANCELLED, "nobody waits for the results of the text");
    }

    private void pass(Outcome.Rows rows, Cursor cursor) throws IOException {
        if (cursor.announces()) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "SELECT STREAM does not end, so that there are no results of all statements: ask for it on its own");
        }
        watched.sends(cursor, client::isWaiting);
        Sending sending = new Sending(cursor, writer, out);
        told = sending.send(this::begin, rows.warnings());
        failed = sending.hasFailed();
        if (failed) {
            throw over();
        }
    }

    private void begin() throws IOException {
        if (!begun) {
            begun = true;
            head.accept(writer);
            writer.beginAll();
        }
    }
}
