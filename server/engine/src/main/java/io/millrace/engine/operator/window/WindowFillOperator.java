package io.millrace.engine.operator.window;

import io.millrace.dstream.WindowFill;
import io.millrace.dstream.window.WindowBorders;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.session.Gaps;
import io.millrace.engine.state.KeyTable;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateNumber;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Passes the rows of groups on and adds rows for the windows that a key has none in. A batch costs time in the rows it changes and
 * adds, and in the keys when a window begins or closes.
 *
 * <p>State: the keys, the open windows of each, and its last closed one; a key is forgotten when its gap has grown too long.
 */
public final class WindowFillOperator implements Operator {

    private final WindowFill node;
    private final OperatorContext context;
    private final WindowBorders borders;
    private final int[] keyColumns;
    private final KeyTable keys;
    private final PresentWindows present;
    private final FilledRows filled;
    private final IdList touched = new IdList();
    private final IdList changedKeys = new IdList();
    private final Gaps before = new Gaps();
    private final Gaps after = new Gaps();
    private boolean[] isTouched = new boolean[0];
    private int[] lastChange = new int[0];
    private int[] previousChange = new int[64];
    private long[] changedWindows = new long[64];
    private long[] changedWeights = new long[64];
    private int[] ids = new int[0];
    private final StateNumber closedThrough = new StateNumber(PresentWindows.NONE);
    private final StateNumber filledThrough = new StateNumber(PresentWindows.NONE);
    private final StateParts state = new StateParts();

    public WindowFillOperator(WindowFill node, OperatorContext context, ClassCompiler compiler) {
        this.node = node;
        this.context = context;
        this.borders = new WindowBorders(node.windows());
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < node.columns().size(); i++) {
            if (node.columns().get(i) == WindowFill.Part.KEY) {
                columns.add(i);
            }
        }
        List<Type> types =
                columns.stream().map(column -> node.rowType().type(column)).toList();
        this.keyColumns = columns.stream().mapToInt(Integer::intValue).toArray();
        this.keys = KeyTable.create(types, Versions.BATCHES, compiler);
        this.present = new PresentWindows(node.limit(), compiler);
        this.filled = new FilledRows(node, borders, keys);
        this.state
                .add("keys", keys)
                .add("windows", present.state())
                .add("closed", closedThrough)
                .add("filled", filledThrough);
    }

    @Override
    public void process(int input, Page delta, Output output) {
        int rows = delta.size();
        if (ids.length < rows) {
            ids = new int[rows];
        }
        keys.findOrAdd(delta.columns(keyColumns), rows, ids);
        reserve(rows);
        long[] ends = ((LongColumn) delta.column(node.windowEnd())).values();
        long window = 0;
        for (int row = 0; row < rows; row++) {
            if (row == 0 || ends[row] != ends[row - 1]) {
                window = borders.ending(ends[row]);
            }
            note(ids[row], window, delta.weight(row));
        }
        output.emit(delta);
    }

    private void reserve(int rows) {
        present.reserve(keys.limit());
        if (keys.limit() > isTouched.length) {
            int length = Math.max(keys.limit(), isTouched.length * 2);
            isTouched = Arrays.copyOf(isTouched, length);
            lastChange = Arrays.copyOf(lastChange, length);
        }
        int changes = changedKeys.size() + rows;
        if (changes > changedWindows.length) {
            int length = Math.max(changes, changedWindows.length * 2);
            previousChange = Arrays.copyOf(previousChange, length);
            changedWindows = Arrays.copyOf(changedWindows, length);
            changedWeights = Arrays.copyOf(changedWeights, length);
        }
    }

    private void note(int key, long window, long weight) {
        int change = changedKeys.size();
        changedKeys.add(key);
        changedWindows[change] = window;
        changedWeights[change] = weight;
        previousChange[change] = isTouched[key] ? lastChange[key] : -1;
        lastChange[key] = change;
        if (!isTouched[key]) {
            isTouched[key] = true;
            touched.add(key);
        }
    }

    @Override
    public void finish(Output output) {
        present.change(changedKeys.ids(), changedWindows, changedKeys.size());
        for (int i = 0; i < touched.size(); i++) {
            apply(touched.get(i), output);
        }
        touched.clear();
        changedKeys.clear();
        boolean ended = context.watermark() == Long.MAX_VALUE;
        long reached = ended ? context.closedWatermark() : context.watermark();
        long closing = closedThrough.get();
        if (reached != Long.MAX_VALUE && reached != OperatorContext.NO_WATERMARK) {
            closing = Math.max(closing, borders.first(reached) - 1);
        }
        long through = Math.max(closing, Math.max(present.last(), ended ? filledThrough.get() : PresentWindows.NONE));
        if (through != filledThrough.get() || closing != closedThrough.get() || ended) {
            int[] all = new int[keys.size()];
            keys.ids(all);
            for (int key : all) {
                extend(key, through, output);
            }
            filledThrough.set(through);
            filled.flush(output);
            close(all, ended ? Long.MAX_VALUE : closing);
        }
        filled.flush(output);
    }

    /** Takes over what has changed for a key, and fills what has become empty between its windows. */
    private void apply(int key, Output output) {
        present.gaps(key, filledThrough.get(), before);
        for (int change = lastChange[key]; change >= 0; change = previousChange[change]) {
            present.add(key, change, changedWeights[change]);
        }
        present.settle(key);
        present.gaps(key, filledThrough.get(), after);
        before.without(after, (from, to) -> filled.add(key, from, to, -1, output));
        after.without(before, (from, to) -> filled.add(key, from, to, 1, output));
        isTouched[key] = false;
    }

    /** Fills windows behind the last one of a key, up to a later window than before; or takes some back. */
    private void extend(int key, long through, Output output) {
        long last = present.last(key);
        if (last == PresentWindows.NONE) {
            return;
        }
        long end = last + node.limit();
        filled.add(key, Math.max(last, filledThrough.get()) + 1, Math.min(through, end), 1, output);
        filled.add(key, Math.max(last, through) + 1, Math.min(filledThrough.get(), end), -1, output);
    }

    private void close(int[] all, long through) {
        if (through == closedThrough.get()) {
            return;
        }
        for (int key : all) {
            present.close(key, through);
            if (through == Long.MAX_VALUE || present.isOver(key, through)) {
                present.forget(key);
                keys.remove(key);
            }
        }
        present.close(through);
        if (through != Long.MAX_VALUE) {
            closedThrough.set(through);
        }
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        touched.clear();
        changedKeys.clear();
        Arrays.fill(isTouched, false);
        filled.clear();
        reserve(0);
        present.rebuild(keys.limit());
    }

    @Override
    public long stateRows() {
        return keys.size() + present.size();
    }

    @Override
    public long stateBytes() {
        return keys.bytes() + present.bytes();
    }
}
