package io.millrace.endpoint.open;

import io.millrace.session.CancelSignal;
import io.millrace.session.Outcome;
import io.millrace.session.PreparedSql;
import io.millrace.session.Session;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Clock;
import java.util.List;

/**
 * A client's statement: what it prepared and the cursor of its last execution.
 *
 * <p>One thread executes or fetches at a time; any other may cancel or close.
 */
public final class OpenStatement {

    private final int id;
    private final Session session;
    private final Clock clock;
    private volatile PreparedSql prepared;
    private volatile CancelSignal signal = new CancelSignal();
    private volatile OpenCursor cursor;
    private volatile boolean closed;
    private volatile boolean expired;

    OpenStatement(int id, Session session, Clock clock) {
        this.id = id;
        this.session = session;
        this.clock = clock;
    }

    public int id() {
        return id;
    }

    /** Begins a request of the client; from now on it can be cancelled. */
    public CancelSignal begin() {
        signal = new CancelSignal();
        return signal;
    }

    public PreparedSql prepare(String sql) {
        prepared = session.prepare(sql, begin());
        return prepared;
    }

    public PreparedSql prepared() {
        PreparedSql statement = prepared;
        if (statement == null) {
            throw new MillraceException(ErrorCode.STATEMENT_NOT_FOUND, "the statement was not prepared");
        }
        return statement;
    }

    /** @param request what {@link #begin} gave */
    public Outcome execute(PreparedSql sql, List<Object> parameters, long maxRows, CancelSignal request) {
        closeCursor();
        expired = false;
        if (closed) {
            throw cancelled();
        }
        return session.execute(sql, parameters, maxRows, request);
    }

    /** Keeps the cursor for later fetches. */
    public void keep(OpenCursor opened) {
        cursor = opened;
        if (closed) {
            closeCursor();
            throw cancelled();
        }
    }

    public OpenCursor cursor() {
        OpenCursor open = cursor;
        if (open == null) {
            throw new MillraceException(
                    ErrorCode.CURSOR_NOT_FOUND,
                    expired
                            ? "the result was closed because no rows were fetched from it for a long time;"
                                    + " run the statement again"
                            : "the statement has no open result");
        }
        return open;
    }

    public Lease newLease() {
        return new Lease(clock);
    }

    boolean hasOpenCursor() {
        return cursor != null;
    }

    void cancel() {
        signal.cancel();
        OpenCursor open = cursor;
        if (open != null) {
            open.close();
        }
    }

    void expireCursor(Leases leases) {
        OpenCursor open = cursor;
        if (open != null && open.isOver(leases)) {
            expired = true;
            closeCursor();
        }
    }

    private void closeCursor() {
        OpenCursor open = cursor;
        cursor = null;
        if (open != null) {
            open.close();
        }
    }

    void close() {
        closed = true;
        cancel();
        closeCursor();
    }

    private static MillraceException cancelled() {
        return new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was closed while it ran");
    }
}
