package io.millrace.engine.operator.aggregate;

import io.millrace.dstream.Aggregate;
import io.millrace.engine.aggregate.GroupTable;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.LateRows;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.state.LongStore;
import io.millrace.engine.state.TimeIndex;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Page;

/**
 * Computes windowed aggregates and emits each group once, when the watermark reaches the end of its window: an aggregate and its
 * WindowClose in one. Closing a window costs the groups of that window.
 */
public final class ClosingAggregateOperator implements Operator {

    private final OperatorContext context;
    private final GroupTable table;
    private final GroupTotals totals;
    private final TimeIndex windows = new TimeIndex();
    private final LateRows lateRows;
    private final int windowEnd;
    private final StateParts state = new StateParts();

    /** @param windowEnd index into the aggregate's keys */
    public ClosingAggregateOperator(Aggregate node, int windowEnd, OperatorContext context, ClassCompiler compiler) {
        boolean appendOnly = node.input().appendOnly();
        this.context = context;
        this.windowEnd = windowEnd;
        this.table = new GroupTable(
                node.keys(), node.calls(), node.input().rowType(), appendOnly, Versions.BATCHES, compiler);
        this.totals = new GroupTotals(appendOnly, false);
        state.add("groups", table.state()).add("totals", totals.state());
        this.lateRows = new LateRows(node.keys().get(windowEnd), context);
    }

    @Override
    public void process(int input, Page delta, Output output) {
        Page page = lateRows.remove(delta);
        int rows = page.size();
        if (rows == 0) {
            return;
        }
        int[] groups = table.assign(page);
        totals.reserve(table.keys().limit());
        for (int i = 0; i < table.keys().addedCount(); i++) {
            addWindow(table.keys().added()[i]);
        }
        totals.add(groups, rows, page.weights());
        table.accumulate(page, groups);
    }

    private void addWindow(int group) {
        LongStore ends = (LongStore) table.keys().store(windowEnd);
        windows.add(group, ends.isNull(group) ? Long.MAX_VALUE : ends.value(group));
    }

    @Override
    public void finish(Output output) {
        if (context.watermark() == OperatorContext.NO_WATERMARK) {
            return;
        }
        int[] closed = windows.expire(context.watermark());
        int[] groups = new int[Math.min(closed.length, Page.MAX_ROWS)];
        int count = 0;
        for (int group : closed) {
            if (totals.isPresent(group)) {
                groups[count++] = group;
            }
            if (count == Page.MAX_ROWS) {
                output.emit(new Page(count, table.rows(groups, count), null));
                count = 0;
            }
        }
        if (count > 0) {
            output.emit(new Page(count, table.rows(groups, count), null));
        }
        forget(closed);
    }

    private void forget(int[] closed) {
        for (int group : closed) {
            totals.forget(group);
        }
        if (closed.length == table.keys().size()) {
            if (closed.length > 0) {
                table.clear();
            }
            return;
        }
        table.remove(closed, closed.length);
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        totals.reserve(table.keys().limit());
        windows.clear();
        for (int group : table.keys().ids()) {
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
        return state.bytes() + windows.bytes();
    }
}
