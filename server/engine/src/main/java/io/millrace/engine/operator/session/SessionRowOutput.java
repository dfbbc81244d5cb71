package io.millrace.engine.operator.session;

import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.state.RowBag;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import java.util.Arrays;

/**
 * Emits rows with the windows of their sessions, and remembers what it has emitted for the rows that may be taken back: between
 * batches each row with its weight and the window of its session, so that all of it can be derived.
 */
final class SessionRowOutput {

    private final RowBag rows;
    private final OpenSessions sessions;
    private final SessionColumns windows;
    private final int[] pendingRows = new int[Page.MAX_ROWS];
    private final long[] pendingFirsts = new long[Page.MAX_ROWS];
    private final long[] pendingLasts = new long[Page.MAX_ROWS];
    private final long[] pendingWeights = new long[Page.MAX_ROWS];
    private int pending;

    private long[] firsts = new long[0];
    private long[] lasts = new long[0];
    private long[] weights = new long[0];
    private long[] sessionFirsts = new long[0];
    private long[] sessionLasts = new long[0];
    private boolean[] isKnown = new boolean[0];

    SessionRowOutput(RowBag rows, OpenSessions sessions, SessionColumns windows) {
        this.rows = rows;
        this.sessions = sessions;
        this.windows = windows;
    }

    void reserve(int rowLimit, int sessionLimit) {
        if (rowLimit > firsts.length) {
            int capacity = Math.max(rowLimit, firsts.length * 2);
            firsts = Arrays.copyOf(firsts, capacity);
            lasts = Arrays.copyOf(lasts, capacity);
            weights = Arrays.copyOf(weights, capacity);
        }
        if (sessionLimit > isKnown.length) {
            int capacity = Math.max(sessionLimit, isKnown.length * 2);
            sessionFirsts = Arrays.copyOf(sessionFirsts, capacity);
            sessionLasts = Arrays.copyOf(sessionLasts, capacity);
            isKnown = Arrays.copyOf(isKnown, capacity);
        }
    }

    /** Whether the borders of a session are others than when it was last asked. */
    boolean hasMoved(int session) {
        long first = sessions.first(session);
        long last = sessions.last(session);
        boolean moved = !isKnown[session] || sessionFirsts[session] != first || sessionLasts[session] != last;
        isKnown[session] = true;
        sessionFirsts[session] = first;
        sessionLasts[session] = last;
        return moved;
    }

    /** Emits what has changed of a row since it was last emitted. */
    void change(int row, int session, Output output) {
        long first = sessions.first(session);
        long last = sessions.last(session);
        if (firsts[row] != first || lasts[row] != last) {
            takeBack(row, output);
        }
        emit(row, first, last, rows.weight(row) - weights[row], output);
        remember(row, session);
    }

    /** Takes note that a row has been emitted as it is now. */
    void remember(int row, int session) {
        firsts[row] = sessions.first(session);
        lasts[row] = sessions.last(session);
        weights[row] = rows.weight(row);
    }

    /** Takes a row back, if it has been emitted. */
    void takeBack(int row, Output output) {
        emit(row, firsts[row], lasts[row], -weights[row], output);
        weights[row] = 0;
    }

    /** Emits a row with the window of its session, for ever. */
    void give(int row, int session, Output output) {
        emit(row, sessions.first(session), sessions.last(session), rows.weight(row), output);
    }

    private void emit(int row, long first, long last, long weight, Output output) {
        if (weight == 0) {
            return;
        }
        pendingRows[pending] = row;
        pendingFirsts[pending] = first;
        pendingLasts[pending] = last;
        pendingWeights[pending++] = weight;
        if (pending == Page.MAX_ROWS) {
            flush(output);
        }
    }

    /** Hands over what has been emitted; to be called before rows are removed. */
    void flush(Output output) {
        if (pending == 0) {
            return;
        }
        int count = pending;
        Column[] own = rows.gather(pendingRows, count);
        Column[] columns = Arrays.copyOf(own, own.length + 3);
        long[] from = Arrays.copyOf(pendingFirsts, count);
        for (int i = 0; i < 3; i++) {
            columns[own.length + i] = windows.windowColumn(i, from, pendingLasts, count);
        }
        long[] pageWeights = Rows.orOnes(Arrays.copyOf(pendingWeights, count), count);
        output.emit(new Page(count, columns, pageWeights));
        pending = 0;
    }

    /** Forgets a row whose id becomes free. */
    void forgetRow(int row) {
        weights[row] = 0;
    }

    /** Forgets a session whose id becomes free. */
    void forgetSession(int session) {
        isKnown[session] = false;
    }

    /** Forgets everything. */
    void clear() {
        pending = 0;
        Arrays.fill(weights, 0);
        Arrays.fill(isKnown, false);
    }

    long bytes() {
        return firsts.length * 24L + isKnown.length * 17L + pendingRows.length * 28L;
    }
}
