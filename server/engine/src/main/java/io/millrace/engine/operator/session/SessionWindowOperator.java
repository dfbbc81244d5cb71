package io.millrace.engine.operator.session;

import io.millrace.dstream.SessionWindow;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.IdSort;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.operator.TimelyRows;
import io.millrace.engine.state.IdPool;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.LongStore;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import java.util.Arrays;

/**
 * Gives each row the window of its session, and takes it back when the session changes.
 *
 * <p>State: the rows of the open sessions, from which the sessions are derived. A batch costs time in the rows of the sessions whose
 * borders it moves; a session that loses rows is put together anew.
 */
public final class SessionWindowOperator implements Operator {

    private final SessionWindow node;
    private final OperatorContext context;
    private final int[] keyColumns;
    private final TimelyRows timely;
    private final KeyTable keys;
    private final RowBag rows;
    private final SessionMembers members;
    private final SessionRowOutput emission;

    private final StateParts state = new StateParts();
    private final IdPool sessionIds = new IdPool(Versions.NONE);

    /** The rows that came before this batch. */
    private boolean[] isSettled = new boolean[0];

    private boolean[] isTouched = new boolean[0];
    private final IdList touched = new IdList();
    private int[] keyIds = new int[0];

    public SessionWindowOperator(SessionWindow node, OperatorContext context, ClassCompiler compiler) {
        RowType input = node.input().rowType();
        this.node = node;
        this.context = context;
        this.keyColumns = node.keys().stream().mapToInt(Integer::intValue).toArray();
        this.timely = new TimelyRows(node.time(), input.field(node.time()).name(), context);
        this.keys = KeyTable.create(node.keys().stream().map(input::type).toList(), Versions.BATCHES, compiler);
        this.rows = new RowBag(input, node.input().appendOnly(), Versions.BATCHES, compiler);
        this.members = new SessionMembers(new OpenSessions(node.gap(), node.closes(), sessionIds));
        this.emission = new SessionRowOutput(rows, members.sessions(), new SessionColumns(node, node.keys(), keys));
        this.state.add("keys", keys).add("rows", rows);
    }

    @Override
    public void process(int input, Page delta, Output output) {
        Page page = timely.withoutNulls(delta);
        int count = page.size();
        if (count == 0) {
            return;
        }
        if (keyIds.length < count) {
            keyIds = new int[count];
        }
        keys.findOrAdd(page.columns(keyColumns), count, keyIds);
        int[] ids = rows.add(page, Rows.all(count), count);
        reserve();
        for (int row = 0; row < count; row++) {
            members.setKey(ids[row], keyIds[row]);
            if (!isTouched[ids[row]]) {
                isTouched[ids[row]] = true;
                touched.add(ids[row]);
            }
        }
    }

    private void reserve() {
        members.reserve(keys.limit(), rows.limit());
        if (rows.limit() > isTouched.length) {
            isTouched = Arrays.copyOf(isTouched, Math.max(rows.limit(), isTouched.length * 2));
            isSettled = Arrays.copyOf(isSettled, isTouched.length);
        }
    }

    @Override
    public void finish(Output output) {
        place();
        emission.reserve(rows.limit(), members.sessions().limit());
        switch (node.emission()) {
            case ON_UPDATE -> update(output);
            case ONCE -> giveAll(output);
            case ON_CLOSE -> {}
        }
        emission.flush(output);
        dropGone();
        if (node.closes()) {
            close(output);
        }
        for (int i = 0; i < touched.size(); i++) {
            isTouched[touched.get(i)] = false;
            isSettled[touched.get(i)] = members.isPlaced(touched.get(i));
        }
        touched.clear();
        members.endBatch(emission::forgetSession);
    }

    /** Puts the rows that have come into sessions, and takes those that have gone out of them. */
    private void place() {
        LongStore times = (LongStore) rows.store(node.time());
        for (int i = 0; i < touched.size(); i++) {
            int row = touched.get(i);
            boolean present = rows.weight(row) > 0;
            if (present && !members.isPlaced(row)) {
                members.place(row, times.value(row));
            } else if (!present && members.isPlaced(row)) {
                members.takeOut(row, times.value(row));
            }
        }
        members.settle(times);
    }

    private void update(Output output) {
        IdList changed = members.changed();
        for (int i = 0; i < changed.size(); i++) {
            int session = changed.get(i);
            if (members.first(session) != SessionMembers.NONE && emission.hasMoved(session) && !isLate(session)) {
                for (int row = members.first(session); row != SessionMembers.NONE; row = members.after(row)) {
                    emission.change(row, session, output);
                }
            }
        }
        LongStore times = (LongStore) rows.store(node.time());
        for (int i = 0; i < touched.size(); i++) {
            int row = touched.get(i);
            if (!members.isPlaced(row)) {
                emission.takeBack(row, output);
                continue;
            }
            int session = members.find(row, times.value(row));
            if (isSettled[row] || !isLate(session)) {
                emission.change(row, session, output);
            }
        }
    }

    /** Whether a session had been complete before the batch, so that all its rows are late. */
    private boolean isLate(int session) {
        if (!node.closes() || members.sessions().end(session) >= context.closedWatermark()) {
            return false;
        }
        int row = members.first(session);
        while (row != SessionMembers.NONE && !isSettled[row]) {
            row = members.after(row);
        }
        return row == SessionMembers.NONE;
    }

    private void giveAll(Output output) {
        for (int session : members.sessions().all()) {
            give(session, output);
        }
    }

    private void give(int session, Output output) {
        for (int row = members.first(session); row != SessionMembers.NONE; row = members.after(row)) {
            emission.give(row, session, output);
        }
    }

    /** Forgets the rows that have been taken back, and those that were never there. */
    private void dropGone() {
        for (int i = 0; i < touched.size(); i++) {
            int row = touched.get(i);
            if (!members.isPlaced(row)) {
                drop(row);
            }
        }
    }

    private void drop(int row) {
        int key = members.key(row);
        rows.remove(row);
        isSettled[row] = false;
        emission.forgetRow(row);
        if (members.sessions().isWithout(key)) {
            keys.remove(key);
        }
    }

    private void close(Output output) {
        int[] complete = members.sessions().complete(context.watermark());
        IdList late = new IdList();
        IdList missed = new IdList();
        IdList gone = new IdList();
        for (int session : complete) {
            boolean isLate = isLate(session);
            for (int row = members.first(session); row != SessionMembers.NONE; row = members.after(row)) {
                (isLate ? late : gone).add(row);
                if (isLate) {
                    missed.add(session);
                }
            }
            if (!isLate && node.emission() == SessionWindow.Emission.ON_CLOSE) {
                give(session, output);
            }
        }
        emission.flush(output);
        refuse(late, missed);
        for (int session : complete) {
            members.close(session);
        }
        gone.addAll(late.ids(), 0, late.size());
        for (int i = 0; i < gone.size(); i++) {
            drop(gone.get(i));
        }
    }

    private void refuse(IdList late, IdList missed) {
        for (int from = 0; from < late.size(); from += Page.MAX_ROWS) {
            int[] ids = late.slice(from, Math.min(late.size(), from + Page.MAX_ROWS));
            Page page = new Page(ids.length, rows.gather(ids, ids.length), Rows.weights(rows, ids, ids.length));
            context.late(0, page, members.sessions().missed(missed.slice(from, from + ids.length), ids.length));
        }
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        members.clear();
        sessionIds.clear();
        emission.clear();
        touched.clear();
        Arrays.fill(isTouched, false);
        Arrays.fill(isSettled, false);
        reserve();
        int[] ids = rows.ids();
        LongStore times = (LongStore) rows.store(node.time());
        IdSort.sort(ids, ids.length, (one, other) -> Long.compare(times.value(one), times.value(other)));
        for (int from = 0; from < ids.length; from += Page.MAX_ROWS) {
            place(Arrays.copyOfRange(ids, from, Math.min(ids.length, from + Page.MAX_ROWS)));
        }
        emission.reserve(rows.limit(), members.sessions().limit());
        for (int i = 0;
                node.emission() == SessionWindow.Emission.ON_UPDATE
                        && i < members.changed().size();
                i++) {
            remember(members.changed().get(i));
        }
        members.endBatch(session -> {});
    }

    /** Puts rows that have been settled into sessions anew. */
    private void place(int[] ids) {
        Column[] columns = new Column[keyColumns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = rows.gather(keyColumns[i], ids, ids.length);
        }
        int[] found = new int[ids.length];
        keys.find(columns, ids.length, found);
        LongStore times = (LongStore) rows.store(node.time());
        for (int i = 0; i < ids.length; i++) {
            members.setKey(ids[i], found[i]);
            members.place(ids[i], times.value(ids[i]));
            isSettled[ids[i]] = true;
        }
    }

    private void remember(int session) {
        emission.hasMoved(session);
        for (int row = members.first(session); row != SessionMembers.NONE; row = members.after(row)) {
            emission.remember(row, session);
        }
    }

    @Override
    public long nextClose() {
        return members.sessions().nextClose();
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return state.bytes() + members.bytes() + emission.bytes() + isTouched.length * 2L;
    }
}
