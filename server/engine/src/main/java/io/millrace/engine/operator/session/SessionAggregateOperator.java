package io.millrace.engine.operator.session;

import io.millrace.dstream.SessionAggregate;
import io.millrace.dstream.SessionWindow;
import io.millrace.engine.aggregate.GroupStates;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.TimelyRows;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;

/**
 * Aggregates sessions as their rows come: a row is added to the session that it reaches, and sessions that it joins are merged with
 * their states.
 *
 * <p>State: the sessions that are open, one group each. Which session a row is in is settled per page, before the states are
 * touched; which rows are late, when the batch ends.
 */
public final class SessionAggregateOperator implements Operator {

    private final SessionWindow window;
    private final OperatorContext context;
    private final int[] keyColumns;
    private final KeyTable keys;
    private final SessionBorders borders = new SessionBorders();
    private final OpenSessions sessions;
    private final GroupStates states;
    private final TimelyRows timely;
    private final LateSessions lateRows;
    private final SessionOutput rows;
    private final SessionChanges changes;
    private final StateParts state = new StateParts();
    private int[] keyIds = new int[0];
    private int[] placed = new int[0];
    private int absorbedBefore;

    public SessionAggregateOperator(SessionAggregate node, OperatorContext context, ClassCompiler compiler) {
        RowType input = node.window().input().rowType();
        this.window = node.window();
        this.context = context;
        this.keyColumns = window.keys().stream().mapToInt(Integer::intValue).toArray();
        this.keys = KeyTable.create(window.keys().stream().map(input::type).toList(), Versions.BATCHES, compiler);
        this.sessions = new OpenSessions(window.gap(), window.closes(), borders.ids());
        this.states = new GroupStates(node.calls(), input, true, Versions.BATCHES, compiler);
        this.timely = new TimelyRows(window.time(), input.field(window.time()).name(), context);
        this.lateRows = new LateSessions(sessions, window.gap(), context);
        this.rows = new SessionOutput(new SessionColumns(window, node.groups(), keys), sessions, states);
        this.changes = window.emission() == SessionWindow.Emission.ON_UPDATE
                ? new SessionChanges(rows, sessions, node.rowType(), compiler)
                : null;
        this.state.add("keys", keys).add("sessions", borders.state()).add("calls", states.state());
        if (changes != null) {
            this.state.add("emitted", changes.state());
        }
    }

    @Override
    public void process(int input, Page delta, Output output) {
        Page page = timely.withoutNulls(delta);
        int count = page.size();
        if (count == 0) {
            return;
        }
        long[] times = ((LongColumn) page.column(window.time())).values();
        place(page, times);
        borders.note(placed, count);
        if (window.closes()) {
            lateRows.note(page, times, placed);
        }
        states.reserve(sessions.limit());
        if (changes != null) {
            changes.touch(placed, count, absorbedBefore);
        }
        if (sessions.absorbed().size() > absorbedBefore) {
            merge();
        }
        states.accumulate(page, placed);
    }

    /** Finds the session of each row; those absorbed by later rows of the page are replaced by their absorbers. */
    private void place(Page page, long[] times) {
        int count = page.size();
        if (keyIds.length < count) {
            keyIds = new int[count];
            placed = new int[count];
        }
        keys.findOrAdd(page.columns(keyColumns), count, keyIds);
        sessions.reserveKeys(keys.limit());
        absorbedBefore = sessions.absorbed().size();
        for (int row = 0; row < count; row++) {
            placed[row] = sessions.place(keyIds[row], times[row]);
        }
        if (sessions.absorbed().size() > absorbedBefore) {
            for (int row = 0; row < count; row++) {
                placed[row] = sessions.survivor(placed[row]);
            }
        }
    }

    /** Adds the states of absorbed sessions to those that absorbed them. */
    private void merge() {
        int[] from =
                sessions.absorbed().slice(absorbedBefore, sessions.absorbed().size());
        int[] into = new int[from.length];
        for (int i = 0; i < from.length; i++) {
            into[i] = sessions.survivor(from[i]);
        }
        states.merge(states, from, into, from.length);
        for (int session : from) {
            states.clear(session);
        }
    }

    @Override
    public void finish(Output output) {
        lateRows.refuse();
        switch (window.emission()) {
            case ON_UPDATE -> changes.emit(session -> !lateRows.isLate(session), output);
            case ONCE -> rows.emit(sessions.all(), sessions.size(), output);
            case ON_CLOSE -> {}
        }
        sessions.forgetAbsorbed();
        if (window.closes()) {
            close(output);
        }
        borders.save(sessions);
    }

    private void close(Output output) {
        int[] complete = sessions.complete(context.watermark());
        if (window.emission() == SessionWindow.Emission.ON_CLOSE) {
            int count = 0;
            int[] emitted = new int[complete.length];
            for (int session : complete) {
                if (!lateRows.isLate(session)) {
                    emitted[count++] = session;
                }
            }
            rows.emit(emitted, count, output);
        }
        for (int session : complete) {
            int key = sessions.key(session);
            sessions.remove(session);
            sessions.release(session);
            states.clear(session);
            if (changes != null) {
                changes.forget(session);
            }
            if (sessions.isWithout(key)) {
                keys.remove(key);
            }
        }
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        sessions.reserveKeys(keys.limit());
        borders.rebuild(sessions);
        states.reserve(sessions.limit());
        lateRows.clear();
        if (changes != null) {
            changes.rebuild();
        }
    }

    @Override
    public long nextClose() {
        return sessions.nextClose();
    }

    @Override
    public long stateRows() {
        return sessions.size();
    }

    @Override
    public long stateBytes() {
        return keys.bytes()
                + borders.bytes()
                + sessions.bytes()
                + states.bytes()
                + keyIds.length * 8L
                + (changes == null ? 0 : changes.state().bytes() + changes.bytes());
    }
}
