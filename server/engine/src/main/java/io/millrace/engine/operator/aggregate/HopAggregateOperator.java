package io.millrace.engine.operator.aggregate;

import io.millrace.dstream.window.WindowSpec;
import io.millrace.engine.aggregate.GroupTable;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.Lateness;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.TimelyRows;
import io.millrace.engine.state.LongStore;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateNumber;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Aggregates HOP windows by panes: a row belongs to one pane, and a window is put together from its panes when it closes.
 *
 * <p>State: the groups of the panes that belong to an open window.
 */
public final class HopAggregateOperator implements Operator {

    private final HopAggregation node;
    private final WindowSpec window;
    private final OperatorContext context;
    private final TimelyRows timely;
    private final GroupTable panes;
    private final SlidingGroups open;
    private final NavigableMap<Long, IdList> groupsByPane = new TreeMap<>();
    private final StateNumber closedThrough = new StateNumber(OperatorContext.NO_WATERMARK);
    private final StateParts state = new StateParts();
    private long[] paneEnds = new long[0];

    public HopAggregateOperator(HopAggregation node, OperatorContext context, ClassCompiler compiler) {
        RowType input = node.input().rowType();
        List<Field> fields = new ArrayList<>(input.fields());
        fields.add(new Field("pane", Type.TIMESTAMP, false));
        List<Integer> paneKeys = new ArrayList<>(List.of(input.size()));
        paneKeys.addAll(node.keys());
        this.node = node;
        this.window = node.window();
        this.context = context;
        this.timely = new TimelyRows(node.time(), input.field(node.time()).name(), context);
        this.panes = new GroupTable(paneKeys, node.calls(), new RowType(fields), true, Versions.BATCHES, compiler);
        this.open = new SlidingGroups(node, panes, compiler);
        this.state.add("panes", panes.state()).add("closed", closedThrough);
    }

    @Override
    public void process(int input, Page delta, Output output) {
        Page page = timely.select(delta, this::isLate, this::missed);
        int rows = page.size();
        if (rows == 0) {
            return;
        }
        if (paneEnds.length < rows) {
            paneEnds = new long[rows];
        }
        open.changed(endPanes(((LongColumn) page.column(node.time())).values(), rows));
        Column[] keys = new Column[node.keys().size() + 1];
        keys[0] = new LongColumn(rows, paneEnds, null);
        for (int i = 1; i < keys.length; i++) {
            keys[i] = page.column(node.keys().get(i - 1));
        }
        int[] groups = panes.assign(keys, rows);
        noteAdded();
        panes.accumulate(page, groups);
    }

    private long paneEnd(long time) {
        return time - Math.floorMod(time - window.offset(), window.slide()) + window.slide();
    }

    /** Writes the ends of the rows' panes; returns the least. */
    private long endPanes(long[] times, int rows) {
        long least = Long.MAX_VALUE;
        long start = 0;
        long end = 0;
        for (int row = 0; row < rows; row++) {
            long time = times[row];
            if (time < start || time >= end) {
                end = paneEnd(time);
                start = end - window.slide();
                least = Math.min(least, end);
            }
            paneEnds[row] = end;
        }
        return least;
    }

    /** Whether the last window of a row has closed. */
    private boolean isLate(long time) {
        return lastWindow(paneEnd(time)) <= context.closedWatermark();
    }

    private Lateness missed(long[] times) {
        long[] ends = new long[times.length];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = lastWindow(paneEnd(times[i]));
        }
        return Lateness.ofWindows(Lateness.Reason.WINDOW_CLOSED, ends, window.size());
    }

    private long lastWindow(long paneEnd) {
        return paneEnd + window.size() - window.slide();
    }

    private void noteAdded() {
        note(panes.keys().added(), panes.keys().addedCount());
    }

    private void note(int[] added, int count) {
        LongStore ends = (LongStore) panes.keys().store(0);
        IdList list = null;
        long listEnd = 0;
        for (int i = 0; i < count; i++) {
            int group = added[i];
            if (list == null || listEnd != ends.value(group)) {
                listEnd = ends.value(group);
                list = groupsByPane.computeIfAbsent(listEnd, end -> new IdList());
            }
            list.add(group);
        }
    }

    @Override
    public void finish(Output output) {
        long watermark = context.watermark();
        if (watermark == OperatorContext.NO_WATERMARK) {
            return;
        }
        closedThrough.set(Math.max(closedThrough.get(), context.closedWatermark()));
        for (long end : closing(watermark)) {
            close(end, output);
        }
        closedThrough.set(watermark);
        while (!groupsByPane.isEmpty() && lastWindow(groupsByPane.firstKey()) <= watermark) {
            open.leave(groupsByPane.firstKey());
            IdList groups = groupsByPane.pollFirstEntry().getValue();
            panes.remove(groups.ids(), groups.size());
        }
    }

    /** The ends of the windows that close now and have rows. */
    private TreeSet<Long> closing(long watermark) {
        TreeSet<Long> ends = new TreeSet<>();
        for (long pane : groupsByPane.keySet()) {
            if (pane > watermark) {
                break;
            }
            long from = pane;
            if (hasClosedIn(pane)) {
                from = paneEnd(closedThrough.get());
            }
            for (long end = from; end <= Math.min(watermark, lastWindow(pane)); end += window.slide()) {
                ends.add(end);
            }
        }
        return ends;
    }

    /** Whether windows of a pane have closed. */
    private boolean hasClosedIn(long pane) {
        return closedThrough.get() != OperatorContext.NO_WATERMARK && closedThrough.get() >= pane;
    }

    private void close(long end, Output output) {
        open.moveTo(end, groupsByPane);
        int[] groups = open.ids();
        for (int from = 0; from < groups.length; from += Page.MAX_ROWS) {
            emit(end, Arrays.copyOfRange(groups, from, Math.min(groups.length, from + Page.MAX_ROWS)), output);
        }
    }

    private void emit(long end, int[] ids, Output output) {
        int count = ids.length;
        Column[] keys = open.keys(ids);
        Column[] results = open.results(ids);
        Column[] columns = new Column[node.output().size() + results.length];
        for (int i = 0; i < node.output().size(); i++) {
            HopAggregation.KeyColumn column = node.output().get(i);
            columns[i] = switch (column.part()) {
                case KEY -> keys[column.key()];
                case WINDOW_START -> constant(end - window.size(), count);
                case WINDOW_END -> constant(end, count);
                case WINDOW_TIME -> constant(end - 1, count);
            };
        }
        System.arraycopy(results, 0, columns, node.output().size(), results.length);
        output.emit(new Page(count, columns, null));
    }

    private static Column constant(long value, int count) {
        long[] values = new long[count];
        Arrays.fill(values, value);
        return new LongColumn(count, values, null);
    }

    @Override
    public StateContainer state() {
        return state;
    }

    @Override
    public void rebuild() {
        open.clear();
        groupsByPane.clear();
        int[] groups = panes.keys().ids();
        note(groups, groups.length);
    }

    @Override
    public long nextClose() {
        long least = Long.MAX_VALUE;
        for (long pane : groupsByPane.keySet()) {
            long end = hasClosedIn(pane) ? paneEnd(closedThrough.get()) : pane;
            least = end <= lastWindow(pane) ? Math.min(least, end) : least;
        }
        return least;
    }

    @Override
    public long stateRows() {
        return panes.stateRows();
    }

    @Override
    public long stateBytes() {
        return panes.stateBytes() + open.bytes();
    }
}
