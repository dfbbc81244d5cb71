package io.millrace.engine.operator.aggregate;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.engine.aggregate.GroupTable;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.LateRows;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.state.LongStore;
import io.millrace.engine.state.TimeIndex;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateNumber;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;

/**
 * Keeps one row per group up to date. A batch costs time in the groups it touches.
 *
 * <p>State: the groups; with a window end among the keys, those whose window is still open.
 */
public final class AggregateOperator implements Operator {

    private final Aggregate node;
    private final OperatorContext context;
    private final GroupTable table;
    private final GroupTotals totals;
    private final GroupChanges changes;
    private final TimeIndex windows = new TimeIndex();
    private final LateRows lateRows;
    private final IdList gone = new IdList();
    /** Whether a batch has ended: then the row of an aggregate without keys has been emitted. */
    private final StateNumber begun = new StateNumber(0);

    private final StateParts state = new StateParts();

    public AggregateOperator(Aggregate node, OperatorContext context, ClassCompiler compiler) {
        boolean appendOnly = node.input().appendOnly();
        this.node = node;
        this.context = context;
        this.table = new GroupTable(
                node.keys(), node.calls(), node.input().rowType(), appendOnly, Versions.BATCHES, compiler);
        this.totals = new GroupTotals(appendOnly, node.keys().isEmpty());
        this.changes = new GroupChanges(
                table, node.calls().stream().map(AggregateCall::type).toList());
        state.add("groups", table.state())
                .add("totals", totals.state())
                .add("emitted", changes.state())
                .add("begun", begun);
        this.lateRows = node.windowEnd().isEmpty()
                ? null
                : new LateRows(node.keys().get(node.windowEnd().getAsInt()), context);
    }

    @Override
    public void process(int input, Page delta, Output output) {
        Page page = lateRows == null ? delta : lateRows.remove(delta);
        int rows = page.size();
        if (rows == 0) {
            return;
        }
        int[] groups = table.assign(page);
        admit();
        changes.touch(groups, rows);
        totals.add(groups, rows, page.weights());
        table.accumulate(page, groups);
    }

    private void admit() {
        totals.reserve(table.keys().limit());
        changes.reserve(table.keys().limit());
        if (node.windowEnd().isEmpty()) {
            return;
        }
        for (int i = 0; i < table.keys().addedCount(); i++) {
            addWindow(table.keys().added()[i]);
        }
    }

    private void addWindow(int group) {
        LongStore ends = (LongStore) table.keys().store(node.windowEnd().getAsInt());
        windows.add(group, ends.isNull(group) ? Long.MAX_VALUE : ends.value(group));
    }

    @Override
    public void finish(Output output) {
        if (begun.get() == 0 && node.keys().isEmpty() && context.partition() == 0) {
            int[] groups = table.assign(new Column[0], 1);
            admit();
            changes.touch(groups, 1);
        }
        begun.set(1);
        gone.clear();
        changes.emit(totals, output, gone);
        for (int i = 0; i < gone.size(); i++) {
            windows.remove(gone.get(i));
            forget(gone.get(i));
        }
        if (node.windowEnd().isPresent() && context.watermark() != OperatorContext.NO_WATERMARK) {
            for (int group : windows.expire(context.watermark())) {
                forget(group);
            }
        }
    }

    private void forget(int group) {
        table.remove(group);
        totals.forget(group);
        changes.forget(group);
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        int limit = table.keys().limit();
        totals.reserve(limit);
        changes.reserve(limit);
        changes.reset();
        windows.clear();
        for (int group : node.windowEnd().isPresent() ? table.keys().ids() : new int[0]) {
            addWindow(group);
        }
    }

    @Override
    public long nextClose() {
        return windows.next();
    }

    @Override
    public long stateRows() {
        return table.stateRows();
    }

    @Override
    public long stateBytes() {
        return state.bytes() + changes.bytes() + windows.bytes();
    }
}
