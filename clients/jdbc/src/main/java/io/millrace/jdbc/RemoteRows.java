package io.millrace.jdbc;

import io.millrace.jdbc.columns.FrameRequest;
import io.millrace.jdbc.http.ServerUnreachable;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.MissingResultsException;
import org.apache.calcite.avatica.NoSuchStatementException;

/** The rows of a result: each is there as soon as its frame has arrived, and the next frame is asked for only when needed. */
final class RemoteRows implements Iterable<Object>, Iterator<Object> {

    private static final int DEFAULT_FETCH_SIZE = 8_000;
    /** A fetch names its offset, so it can be repeated when its answer was lost. */
    private static final int FETCH_ATTEMPTS = 3;

    private final Meta meta;
    private final AvaticaStatement statement;
    private final StatementControl control;
    private final JsonCells cells;
    private final NestedCells nested;
    private final long maxRows;
    private volatile Meta.StatementHandle source;
    private Iterator<Object> rows;
    private volatile boolean done;
    private long offset;

    private RemoteRows(Meta meta, AvaticaStatement statement, JsonCells cells, NestedCells nested, Meta.Frame first)
            throws SQLException {
        this.meta = meta;
        this.statement = statement;
        this.control = ((StatementControl.Holder) statement).control();
        this.source = statement.handle;
        this.cells = cells;
        this.nested = nested;
        this.maxRows = statement.getLargeMaxRows() == 0 ? Long.MAX_VALUE : statement.getLargeMaxRows();
        take(first == null ? Meta.Frame.MORE : first);
    }

    static RemoteRows of(Meta meta, AvaticaStatement statement, Meta.Signature signature, Meta.Frame first)
            throws SQLException {
        boolean json = ((MillraceConnection) statement.connection).sendsJson();
        return new RemoteRows(
                meta,
                statement,
                json ? new JsonCells(signature.columns) : null,
                NestedCells.of(signature.columns),
                first);
    }

    /** Says under which statement the server has the rows; that which was executed unless one says otherwise. */
    void readFrom(Meta.StatementHandle handle) {
        source = handle;
    }

    private void take(Meta.Frame frame) {
        rows = frame.rows.iterator();
        done = frame.done;
    }

    @Override
    public Iterator<Object> iterator() {
        return this;
    }

    @Override
    public boolean hasNext() {
        control.checkCancelled();
        if (offset >= maxRows && !isExhausted()) {
            rows = List.of().iterator();
            done = true;
            control.release(source.id);
        }
        while (!rows.hasNext() && !done) {
            take(fetch());
            control.checkCancelled();
        }
        if (!rows.hasNext()) {
            control.ended();
        }
        return rows.hasNext();
    }

    /** Whether the server has closed the result already, because all of it was sent. */
    private boolean isExhausted() {
        return done && !rows.hasNext();
    }

    /** Ends the rows here; nothing is fetched any more. */
    void stop() {
        done = true;
    }

    /** Whether the server still holds the result open. */
    boolean isOpenOnServer() {
        return !done;
    }

    @Override
    public Object next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        offset++;
        Object row = rows.next();
        Object typed = cells == null ? row : cells.convert(row);
        return nested == null ? typed : nested.convert(typed);
    }

    private Meta.Frame fetch() {
        for (int attempt = 1; ; attempt++) {
            try {
                int size = statement.getFetchSize();
                int most = size > 0 ? size : DEFAULT_FETCH_SIZE;
                Meta.Frame frame = cells == null
                        ? FrameRequest.send(control.server(), source, offset, most)
                        : meta.fetch(source, offset, most);
                return frame == null ? Meta.Frame.EMPTY : frame;
            } catch (ServerUnreachable failure) {
                if (attempt == FETCH_ATTEMPTS || Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
            } catch (NoSuchStatementException | MissingResultsException | SQLException failure) {
                throw new IllegalStateException("the result is closed", failure);
            }
        }
    }
}
