package io.millrace.engine.operator.session;

import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.PageDifference;
import io.millrace.engine.state.cell.ByteCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * Remembers, for the sessions that a batch touches, the rows that had been emitted for them, and emits what has changed.
 *
 * <p>State: which sessions have a row in the output. Between batches that row has the times of the session, so these are derived.
 */
final class SessionChanges {

    private final SessionOutput rows;
    private final OpenSessions sessions;
    private final PageDifference difference;
    private final IdList touched = new IdList();
    private final IdList known = new IdList();
    private boolean[] isTouched = new boolean[0];
    private final ByteCells isEmitted = new ByteCells(Versions.BATCHES);
    private long[] emittedFirsts = new long[0];
    private long[] emittedLasts = new long[0];

    SessionChanges(SessionOutput rows, OpenSessions sessions, RowType rowType, ClassCompiler compiler) {
        this.rows = rows;
        this.sessions = sessions;
        this.difference = new PageDifference(rowType, compiler);
    }

    /**
     * Notes sessions whose states are about to change.
     *
     * @param absorbedBefore from where on sessions have been absorbed since the last call
     */
    void touch(int[] ids, int count, int absorbedBefore) {
        reserve(sessions.limit());
        for (int i = 0; i < count; i++) {
            touch(ids[i]);
        }
        for (int i = absorbedBefore; i < sessions.absorbed().size(); i++) {
            int absorbed = sessions.absorbed().get(i);
            touch(absorbed);
            touch(sessions.survivor(absorbed));
        }
        for (int from = 0; from < known.size(); from += Page.MAX_ROWS) {
            takeBack(known.slice(from, Math.min(known.size(), from + Page.MAX_ROWS)));
        }
        known.clear();
    }

    private void reserve(int limit) {
        isEmitted.reserve(limit);
        if (limit > isTouched.length) {
            int capacity = Math.max(limit, isTouched.length * 2);
            isTouched = Arrays.copyOf(isTouched, capacity);
            emittedFirsts = Arrays.copyOf(emittedFirsts, capacity);
            emittedLasts = Arrays.copyOf(emittedLasts, capacity);
        }
    }

    private void touch(int id) {
        if (!isTouched[id]) {
            isTouched[id] = true;
            touched.add(id);
            if (isEmitted.is(id)) {
                known.add(id);
            }
        }
    }

    private void takeBack(int[] ids) {
        long[] firsts = new long[ids.length];
        long[] lasts = new long[ids.length];
        for (int i = 0; i < ids.length; i++) {
            firsts[i] = emittedFirsts[ids[i]];
            lasts[i] = emittedLasts[ids[i]];
        }
        difference.add(rows.columns(ids, firsts, lasts, ids.length), ids.length, -1);
    }

    /** Emits the changes of the batch; absorbed sessions must not be released yet. */
    void emit(IntPredicate isPresent, Output output) {
        int count = 0;
        int[] present = new int[touched.size()];
        for (int i = 0; i < present.length; i++) {
            int id = touched.get(i);
            isTouched[id] = false;
            isEmitted.set(id, sessions.survivor(id) == id && isPresent.test(id));
            if (isEmitted.is(id)) {
                remember(id);
                present[count++] = id;
            }
        }
        for (int from = 0; from < count; from += Page.MAX_ROWS) {
            int[] ids = Arrays.copyOfRange(present, from, Math.min(count, from + Page.MAX_ROWS));
            difference.add(rows.columns(ids, ids.length), ids.length, 1);
        }
        difference.emit(output);
        touched.clear();
    }

    private void remember(int id) {
        emittedFirsts[id] = sessions.first(id);
        emittedLasts[id] = sessions.last(id);
    }

    /** Forgets what was emitted for a session whose id becomes free. */
    void forget(int id) {
        isEmitted.set(id, false);
    }

    StateContainer state() {
        return isEmitted;
    }

    /** Derives what had been emitted before the batch, and forgets the batch. */
    void rebuild() {
        reserve(sessions.limit());
        Arrays.fill(isTouched, false);
        for (int id = 0; id < sessions.limit(); id++) {
            if (isEmitted.is(id)) {
                remember(id);
            }
        }
        touched.clear();
        known.clear();
        difference.clear();
    }

    /** Estimated heap bytes, but for the state. */
    long bytes() {
        return isTouched.length * 17L + difference.bytes();
    }
}
