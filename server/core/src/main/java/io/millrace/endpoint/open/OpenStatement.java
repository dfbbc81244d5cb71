package io.millrace.endpoint.open;

import io.millrace.session.CancelSignal;
import io.millrace.session.Holding;
import io.millrace.session.Outcome;
import io.millrace.session.PreparedSql;
import io.millrace.session.Session;
import io.millrace.session.WantedColumns;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A client's statement: what it prepared and the cursor of its last execution.
 *
 * <p>One thread executes or fetches at a time; any other may cancel or close.
 */
public final class OpenStatement {

    private final int id;
    private final Session session;
    private final Clock clock;
    private final Consumer<OpenStatement> forget;
    /** Results of the last execution that stand before its last one. */
    private final List<OpenStatement> results = new CopyOnWriteArrayList<>();

    private volatile PreparedSql prepared;
    private volatile Optional<PreparedSql> returning = Optional.empty();
    private volatile CancelSignal signal = new CancelSignal();
    private volatile OpenCursor cursor;
    private ComingBatch batch;
    private volatile boolean closed;
    private volatile boolean expired;

    /** @param forget is told when it is closed */
    OpenStatement(int id, Session session, Clock clock, Consumer<OpenStatement> forget) {
        this.id = id;
        this.session = session;
        this.clock = clock;
        this.forget = forget;
    }

    public int id() {
        return id;
    }

    /** Begins a request of the client; from now on it can be cancelled. */
    public CancelSignal begin() {
        signal = new CancelSignal();
        return signal;
    }

    /** The prepared statement of a number. */
    public static OpenStatement prepared(OpenConnection connection, int id) {
        return connection
                .statement(id)
                .orElseThrow(() -> new MillraceException(
                        ErrorCode.STATEMENT_NOT_FOUND, "the prepared statement is closed; prepare it again"));
    }

    /** Begins a batch whose parts are kept until they are all there; one that was begun before is given up. */
    public ComingBatch beginBatch(Holding holding) {
        ComingBatch begun = new ComingBatch(begin(), holding, newLease());
        ComingBatch before;
        boolean late;
        synchronized (this) {
            before = batch;
            batch = begun;
            late = closed;
        }
        if (before != null) {
            before.close();
        }
        if (late) {
            giveUp(begun);
            throw cancelled();
        }
        return begun;
    }

    /** The batch of which parts have come. */
    public synchronized Optional<ComingBatch> batch() {
        return Optional.ofNullable(batch);
    }

    /** Lets go of a batch that was run, or failed; only who runs it may say so. */
    public void endBatch(ComingBatch ended) {
        forget(ended);
        ended.ended();
    }

    private void giveUp(ComingBatch unwanted) {
        forget(unwanted);
        unwanted.close();
    }

    private synchronized void forget(ComingBatch gone) {
        batch = batch == gone ? null : batch;
    }

    /** @param wanted which columns of the rows that it changes the client wants to know */
    public PreparedSql prepare(String sql, Optional<WantedColumns> wanted) {
        CancelSignal request = begin();
        prepared = session.prepare(sql, request);
        returning =
                wanted.flatMap(columns -> session.returning(sql, columns)).map(text -> session.prepare(text, request));
        return prepared;
    }

    /** What is prepared with the columns that the client wants to know, if there are any. */
    public Optional<PreparedSql> returning() {
        return returning;
    }

    public PreparedSql prepared() {
        PreparedSql statement = prepared;
        if (statement == null) {
            throw new MillraceException(ErrorCode.STATEMENT_NOT_FOUND, "the statement was not prepared");
        }
        return statement;
    }

    /**
     * Runs a text.
     *
     * @param request what {@link #begin} gave
     * @param earlier is given the outcomes of all statements but the last
     */
    public Outcome execute(
            PreparedSql sql, List<Object> parameters, long maxRows, CancelSignal request, Consumer<Outcome> earlier) {
        closeResults();
        expired = false;
        if (closed) {
            throw cancelled();
        }
        return session.execute(sql, parameters, maxRows, request, earlier);
    }

    /** Another result of this execution is read like one of that statement, and is closed with this one's. */
    void addResult(OpenStatement result) {
        results.add(result);
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
        batch().ifPresent(this::giveUp);
        results.forEach(OpenStatement::cancel);
        OpenCursor open = cursor;
        if (open != null) {
            open.close();
        }
    }

    void expireCursor(Leases leases) {
        batch().filter(begun -> begun.expire(leases.cursor())).ifPresent(this::forget);
        OpenCursor open = cursor;
        if (open != null && open.isOver(leases)) {
            expired = true;
            closeCursor();
        }
    }

    /** Lets go of everything that an execution has left open. */
    public void closeResults() {
        results.forEach(OpenStatement::close);
        results.clear();
        closeCursor();
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
        closeResults();
        forget.accept(this);
    }

    private static MillraceException cancelled() {
        return new MillraceException(ErrorCode.QUERY_CANCELLED, "the statement was closed while it ran");
    }
}
