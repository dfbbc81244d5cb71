package io.millrace.engine.operator.window;

import io.millrace.dstream.WindowClose;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.LateRows;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.Rows;
import io.millrace.engine.state.LongStore;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.TimeIndex;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Page;
import java.util.Arrays;

/** Holds the rows of each window until the watermark reaches its end, emits what is left of them, and forgets them. */
public final class WindowCloseOperator implements Operator {

    private final WindowClose node;
    private final OperatorContext context;
    private final RowBag rows;
    private final TimeIndex windows = new TimeIndex();
    private final LateRows lateRows;

    public WindowCloseOperator(WindowClose node, OperatorContext context, ClassCompiler compiler) {
        this.node = node;
        this.context = context;
        this.rows = new RowBag(node.rowType(), node.input().appendOnly(), Versions.BATCHES, compiler);
        this.lateRows = new LateRows(node.windowEnd(), context);
    }

    @Override
    public void process(int input, Page delta, Output output) {
        Page page = lateRows.remove(delta);
        int count = page.size();
        if (count == 0) {
            return;
        }
        int[] ids = rows.add(page, Rows.all(count), count);
        index(rows.added(), rows.addedCount(count));
        for (int i = 0; i < count; i++) {
            if (rows.weight(ids[i]) == 0 && windows.contains(ids[i])) {
                windows.remove(ids[i]);
                rows.remove(ids[i]);
            }
        }
    }

    private void index(int[] ids, int count) {
        LongStore ends = (LongStore) rows.store(node.windowEnd());
        for (int i = 0; i < count; i++) {
            windows.add(ids[i], ends.isNull(ids[i]) ? Long.MAX_VALUE : ends.value(ids[i]));
        }
    }

    @Override
    public void finish(Output output) {
        if (context.watermark() == OperatorContext.NO_WATERMARK) {
            return;
        }
        int[] closed = windows.expire(context.watermark());
        int count = 0;
        for (int id : closed) {
            if (rows.weight(id) > 0) {
                closed[count++] = id;
            } else {
                rows.remove(id);
            }
        }
        for (int from = 0; from < count; from += Page.MAX_ROWS) {
            emit(closed, from, Math.min(count, from + Page.MAX_ROWS), output);
        }
        for (int i = 0; i < count; i++) {
            rows.remove(closed[i]);
        }
    }

    private void emit(int[] closed, int from, int to, Output output) {
        int[] ids = Arrays.copyOfRange(closed, from, to);
        output.emit(new Page(ids.length, rows.gather(ids, ids.length), Rows.weights(rows, ids, ids.length)));
    }

    @Override
    public StateContainer state() {
        return rows;
    }

    @Override
    public void rebuild() {
        windows.clear();
        int[] ids = rows.ids();
        index(ids, ids.length);
    }

    @Override
    public long nextClose() {
        return windows.next();
    }

    @Override
    public long stateRows() {
        return rows.size();
    }

    @Override
    public long stateBytes() {
        return rows.bytes() + windows.bytes();
    }
}
