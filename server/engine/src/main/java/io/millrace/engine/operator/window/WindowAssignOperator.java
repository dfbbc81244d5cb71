package io.millrace.engine.operator.window;

import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.window.WindowBorders;
import io.millrace.dstream.window.WindowSpec;
import io.millrace.engine.operator.IdList;
import io.millrace.engine.operator.Lateness;
import io.millrace.engine.operator.Operator;
import io.millrace.engine.operator.OperatorContext;
import io.millrace.engine.operator.Output;
import io.millrace.engine.operator.TimelyRows;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.util.Arrays;

/**
 * Appends the window columns to each row, once per window of the row. Keeps no state.
 *
 * <p>The border between windows is computed once for a run of rows of the same window.
 */
public final class WindowAssignOperator implements Operator {

    /** A window, and the columns of pages whose rows all belong to it, which are made when there is one. */
    private static final class Window {
        private final long start;
        private final long end;
        private long[] starts;
        private long[] ends;
        private long[] times;

        Window(long start, long end) {
            this.start = start;
            this.end = end;
        }

        long start() {
            return start;
        }

        long end() {
            return end;
        }

        long[] starts() {
            starts = starts == null ? repeated(start) : starts;
            return starts;
        }

        long[] ends() {
            ends = ends == null ? repeated(end) : ends;
            return ends;
        }

        long[] times() {
            times = times == null ? repeated(end - 1) : times;
            return times;
        }

        private static long[] repeated(long value) {
            long[] values = new long[Page.MAX_ROWS];
            Arrays.fill(values, value);
            return values;
        }
    }

    /** From so many rows on, pages share the columns of their window, which have room for the largest. */
    private static final int WORTH_SHARING = Page.MAX_ROWS / 4;

    private final WindowAssign node;
    private final boolean tumbling;
    private final WindowBorders borders;
    private final OperatorContext context;
    private final TimelyRows timely;

    private Window common;
    private long closed;
    private Page page;
    private Output output;
    private final int[] rows = new int[Page.MAX_ROWS];
    private final long[] starts = new long[Page.MAX_ROWS];
    private final long[] ends = new long[Page.MAX_ROWS];
    private int count;
    private long assigned;

    public WindowAssignOperator(WindowAssign node, OperatorContext context) {
        this.node = node;
        this.tumbling = node.window().kind() == WindowSpec.Kind.TUMBLE;
        this.borders = new WindowBorders(node.window());
        this.context = context;
        this.timely = new TimelyRows(
                node.time(), node.input().rowType().field(node.time()).name(), context);
    }

    @Override
    public void process(int input, Page delta, Output to) {
        closed = node.lateRows() ? context.closedWatermark() : OperatorContext.NO_WATERMARK;
        page = timely.withoutNulls(delta);
        if (page.size() == 0) {
            return;
        }
        long[] times = ((LongColumn) page.column(node.time())).values();
        if (tumbling && page.size() <= Page.MAX_ROWS && tumble(page, times, to)) {
            return;
        }
        output = to;
        IdList late = new IdList();
        count = 0;
        for (int row = 0; row < page.size(); row++) {
            long before = assigned;
            assign(row, times[row]);
            if (assigned == before) {
                late.add(row);
            }
        }
        emit();
        if (late.size() > 0) {
            context.late(0, page.gather(late.ids(), late.size()), missed(late, times));
        }
        page = null;
        output = null;
    }

    /** The last window of each late row. */
    private Lateness missed(IdList late, long[] times) {
        long[] lastStarts = new long[late.size()];
        long[] lastEnds = new long[late.size()];
        for (int i = 0; i < lastStarts.length; i++) {
            long last = borders.last(times[late.get(i)]);
            lastStarts[i] = borders.start(last);
            lastEnds[i] = borders.end(last);
        }
        return new Lateness(Lateness.Reason.WINDOW_CLOSED, lastStarts, lastEnds);
    }

    /** Emits a page whose rows are all in time, each in its one window; else does nothing and returns false. */
    private boolean tumble(Page rowsInTime, long[] times, Output to) {
        int size = rowsInTime.size();
        if (size >= WORTH_SHARING && inOneWindow(times, size)) {
            if (common.end() <= closed) {
                return false;
            }
            to.emit(withWindows(rowsInTime, common.starts(), common.ends(), common.times()));
            return true;
        }
        long[] from = new long[size];
        long[] until = new long[size];
        long[] last = new long[size];
        for (int row = 0; row < size; ) {
            long window = borders.last(times[row]);
            long start = borders.start(window);
            long end = borders.end(window);
            if (end <= closed) {
                return false;
            }
            int first = row;
            while (row < size && times[row] >= start && times[row] < end) {
                row++;
            }
            Arrays.fill(from, first, row, start);
            Arrays.fill(until, first, row, end);
            Arrays.fill(last, first, row, end - 1);
        }
        to.emit(withWindows(rowsInTime, from, until, last));
        return true;
    }

    /** Whether all rows belong to one window, which is {@link #common} then. */
    private boolean inOneWindow(long[] times, int size) {
        if (common == null || times[0] < common.start() || times[0] >= common.end()) {
            long window = borders.last(times[0]);
            common = new Window(borders.start(window), borders.end(window));
        }
        long start = common.start();
        long end = common.end();
        int row = 1;
        while (row < size && times[row] >= start && times[row] < end) {
            row++;
        }
        return row == size;
    }

    private static Page withWindows(Page rows, long[] starts, long[] ends, long[] times) {
        Column[] columns = Arrays.copyOf(rows.columns(), rows.columnCount() + 3);
        columns[columns.length - 3] = new LongColumn(rows.size(), starts, null);
        columns[columns.length - 2] = new LongColumn(rows.size(), ends, null);
        columns[columns.length - 1] = new LongColumn(rows.size(), times, null);
        return new Page(rows.size(), columns, rows.weights());
    }

    /** Adds the open windows of a row. */
    private void assign(int row, long time) {
        long last = borders.last(time);
        for (long window = borders.first(time); window <= last; window++) {
            long end = borders.end(window);
            if (end <= closed) {
                continue;
            }
            if (count == rows.length) {
                emit();
            }
            assigned++;
            rows[count] = row;
            starts[count] = borders.start(window);
            ends[count++] = end;
        }
    }

    private void emit() {
        if (count == 0) {
            return;
        }
        Page chosen = isWholePage(page.size()) ? page : page.gather(rows, count);
        long[] lastTimes = new long[count];
        for (int i = 0; i < count; i++) {
            lastTimes[i] = ends[i] - 1;
        }
        output.emit(withWindows(chosen, Arrays.copyOf(starts, count), Arrays.copyOf(ends, count), lastTimes));
        count = 0;
    }

    private boolean isWholePage(int size) {
        return count == size && tumbling;
    }

    @Override
    public void finish(Output output) {}

    @Override
    public StateContainer state() {
        return StateParts.NONE;
    }

    @Override
    public void rebuild() {
        count = 0;
    }

    @Override
    public long stateRows() {
        return 0;
    }

    @Override
    public long stateBytes() {
        return 0;
    }
}
