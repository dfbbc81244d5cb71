package io.millrace.endpoint.sql;

import io.millrace.endpoint.answer.PlainAnswers;
import io.millrace.endpoint.answer.Wakeups;
import io.millrace.endpoint.sql.AnswerFollowers.Exchange;
import io.millrace.session.Cursor;
import io.millrace.spi.data.Page;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;

/**
 * Passes rows on to one client as they come, a piece at a time: the next one is made when the client has taken the last. A piece takes a
 * thread while it is made; nobody waits for rows, nor for the client. A client that takes nothing for a minute loses the connection.
 */
final class Following {

    private static final int ROWS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(10);
    private static final long NOT = Long.MIN_VALUE;

    private final Exchange exchange;
    private final Cursor cursor;
    private final ResultWriter writer;
    private final PartOutput out;
    private final List<String> warnings;
    private final Wakeups wakeups;
    private final ClientWatch.Watched watched;
    private final Runnable release;
    private final EndPoint connection;
    private final long idleMillis;
    private final AtomicBoolean released = new AtomicBoolean();
    private volatile long since = NOT;
    private long rows;
    private long sign = System.nanoTime();
    /** Whether a row may be there in part, behind which nothing can be told. */
    private boolean torn;

    /** @param release gives back, once, all that the request holds */
    Following(
            Exchange exchange,
            Cursor cursor,
            ResultWriter writer,
            PartOutput out,
            List<String> warnings,
            Wakeups wakeups,
            ClientWatch.Watched watched,
            Runnable release) {
        this.exchange = exchange;
        this.cursor = cursor;
        this.writer = writer;
        this.out = out;
        this.warnings = warnings;
        this.wakeups = wakeups;
        this.watched = watched;
        this.release = release;
        this.connection =
                exchange.request().getConnectionMetaData().getConnection().getEndPoint();
        this.idleMillis = connection.getIdleTimeout();
    }

    /** Whether a piece has been on its way for that long. */
    boolean isWaiting(Duration time) {
        long begun = since;
        return begun != NOT && System.nanoTime() - begun > time.toNanos();
    }

    /** Begins; what goes wrong before the first row is answered as an error. */
    void start() {
        try {
            Cursor.Fetched first = cursor.fetch(ROWS, Duration.ZERO);
            SqlRequests.head(exchange.response(), writer);
            writer.begin(cursor.rowType().fields());
            if (pass(first)) {
                end(true);
            } else {
                send();
            }
        } catch (RuntimeException | Error e) {
            release();
            PlainAnswers.fail(exchange.response(), e, exchange.callback());
        } catch (IOException e) {
            gone(e);
        }
    }

    /** Sends what is there; when nothing is, it is called again later. */
    private void next() {
        try {
            boolean ended;
            boolean told = true;
            try {
                ended = pass(cursor.fetch(ROWS, Duration.ZERO));
            } catch (RuntimeException | Error e) {
                ended = true;
                told = !torn && writer.fail(PlainAnswers.error(e));
            }
            if (ended) {
                end(told);
            } else {
                sendOrWait();
            }
        } catch (IOException | RuntimeException | Error e) {
            gone(e);
        }
    }

    private void sendOrWait() throws IOException {
        long left = sign + BETWEEN_SIGNS.toNanos() - System.nanoTime();
        if (out.size() == 0 && left <= 0) {
            writer.sign();
            sign = System.nanoTime(); // also when the form has no sign
        }
        if (out.size() > 0) {
            send();
        } else {
            long wait = left <= 0 ? BETWEEN_SIGNS.toNanos() : left;
            wakeups.await(cursor, Duration.ofNanos(wait), this::next);
        }
    }

    /** Writes rows; whether they were the last ones. */
    private boolean pass(Cursor.Fetched fetched) throws IOException {
        for (Page page : fetched.pages()) {
            torn = true;
            writer.rows(page);
            torn = false;
            rows += page.size();
        }
        if (fetched.last()) {
            writer.end(rows, warnings);
        }
        return fetched.last();
    }

    private void send() {
        write(false, out.take(), Callback.from(this::sent, this::gone));
    }

    private void write(boolean last, ByteBuffer piece, Callback then) {
        since = System.nanoTime();
        connection.setIdleTimeout(PATIENCE.toMillis());
        exchange.response().write(last, piece, then);
    }

    private void sent() {
        taken();
        wakeups.execute(this::next);
    }

    private void taken() {
        since = NOT;
        connection.setIdleTimeout(idleMillis);
        sign = System.nanoTime();
    }

    /** @param told whether the client knows how it ended */
    private void end(boolean told) {
        watched.close(); // what comes after the last byte is the next request
        if (!told) {
            gone(new IOException("the result has failed on its way"));
            return;
        }
        write(
                true,
                out.take(),
                Callback.from(
                        () -> {
                            taken();
                            release();
                            if (watched.hasTaken()) {
                                exchange.callback().failed(new IOException("the client has not waited for its answer"));
                            } else {
                                exchange.callback().succeeded();
                            }
                        },
                        this::gone));
    }

    private void gone(Throwable cause) {
        if (release()) {
            exchange.callback().failed(cause);
        }
    }

    private boolean release() {
        boolean first = released.compareAndSet(false, true);
        if (first) {
            release.run();
        }
        return first;
    }
}
