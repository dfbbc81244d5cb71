package io.millrace.engine.operator.session;

import io.millrace.engine.aggregate.GroupStates;
import io.millrace.engine.operator.Output;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;

/** The rows of aggregated sessions: group columns, then the results of the calls. */
final class SessionOutput {

    private final SessionColumns groups;
    private final OpenSessions sessions;
    private final GroupStates states;

    SessionOutput(SessionColumns groups, OpenSessions sessions, GroupStates states) {
        this.groups = groups;
        this.sessions = sessions;
        this.states = states;
    }

    /** The columns of sessions that had these first and last times, with the results as they are now. */
    Column[] columns(int[] ids, long[] firsts, long[] lasts, int count) {
        int[] keyIds = new int[count];
        for (int i = 0; i < count; i++) {
            keyIds[i] = sessions.key(ids[i]);
        }
        Column[] results = states.results(ids, count);
        Column[] columns = groups.columns(keyIds, firsts, lasts, count, results.length);
        System.arraycopy(results, 0, columns, columns.length - results.length, results.length);
        return columns;
    }

    /** The columns of sessions as they are. */
    Column[] columns(int[] ids, int count) {
        long[] firsts = new long[count];
        long[] lasts = new long[count];
        for (int i = 0; i < count; i++) {
            firsts[i] = sessions.first(ids[i]);
            lasts[i] = sessions.last(ids[i]);
        }
        return columns(ids, firsts, lasts, count);
    }

    /** Emits the rows of sessions as they are. */
    void emit(int[] ids, int count, Output output) {
        for (int from = 0; from < count; from += Page.MAX_ROWS) {
            int size = Math.min(Page.MAX_ROWS, count - from);
            int[] chosen = new int[size];
            System.arraycopy(ids, from, chosen, 0, size);
            output.emit(new Page(size, columns(chosen, size), null));
        }
    }
}
