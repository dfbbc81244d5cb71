package io.millrace.engine.operator;

import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.WindowSpec;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import java.util.Arrays;

/**
 * Appends the window columns to each row, once per window of the row. Keeps no state.
 *
 * <p>The border between windows is computed once for a run of rows of the same window.
 */
final class WindowAssignOperator implements Operator {

    private final WindowAssign node;
    private final WindowSpec window;
    private final OperatorContext context;
    private final WallClock clock;
    private final TimelyRows timely;

    private long closed;
    private Page page;
    private Output output;
    private final int[] rows = new int[Page.MAX_ROWS];
    private final long[] starts = new long[Page.MAX_ROWS];
    private final long[] ends = new long[Page.MAX_ROWS];
    private int count;
    private long assigned;
    private long knownBase;
    private long knownSize;
    private boolean known;

    WindowAssignOperator(WindowAssign node, OperatorContext context) {
        this.node = node;
        this.window = node.window();
        this.context = context;
        this.clock = new WallClock(window.zone());
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
        if (window.kind() == WindowSpec.Kind.TUMBLE && page.size() <= Page.MAX_ROWS && tumble(page, times, to)) {
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
            long step = window.kind() == WindowSpec.Kind.HOP ? window.slide() : window.size();
            long start = base(times[late.get(i)], step);
            lastStarts[i] = clock.toInstant(start);
            lastEnds[i] = clock.toInstant(start + window.size());
        }
        return new Lateness(Lateness.Reason.WINDOW_CLOSED, lastStarts, lastEnds);
    }

    /** Emits a page whose rows are all in time, each in its one window; else does nothing and returns false. */
    private boolean tumble(Page rowsInTime, long[] times, Output to) {
        int size = rowsInTime.size();
        long[] from = new long[size];
        long[] until = new long[size];
        long[] last = new long[size];
        long base = base(times[0], window.size());
        for (int row = 0; row < size; ) {
            long start = clock.toInstant(base);
            long end = clock.toInstant(base + window.size());
            if (end <= closed) {
                return false;
            }
            int first = row;
            while (row < size && isInWindow(times[row], base)) {
                row++;
            }
            if (row == first) {
                return false;
            }
            Arrays.fill(from, first, row, start);
            Arrays.fill(until, first, row, end);
            Arrays.fill(last, first, row, end - 1);
            base = row < size ? base(times[row], window.size()) : base;
        }
        to.emit(withWindows(rowsInTime, from, until, last));
        return true;
    }

    private boolean isInWindow(long time, long base) {
        long wall = clock.toWall(time);
        return wall >= base && wall < base + window.size();
    }

    private static Page withWindows(Page rows, long[] starts, long[] ends, long[] times) {
        Column[] columns = Arrays.copyOf(Rows.columns(rows), rows.columnCount() + 3);
        columns[columns.length - 3] = new LongColumn(rows.size(), starts, null);
        columns[columns.length - 2] = new LongColumn(rows.size(), ends, null);
        columns[columns.length - 1] = new LongColumn(rows.size(), times, null);
        return new Page(rows.size(), columns, rows.weights());
    }

    /** Adds the open windows of a row. */
    private void assign(int row, long time) {
        switch (window.kind()) {
            case TUMBLE -> {
                long base = base(time, window.size());
                add(row, base, base + window.size());
            }
            case HOP -> hop(row, time);
            case CUMULATE -> cumulate(row, time);
        }
    }

    private void hop(int row, long time) {
        long wall = clock.toWall(time);
        for (long start = base(time, window.slide()); start > wall - window.size(); start -= window.slide()) {
            add(row, start, start + window.size());
        }
    }

    private void cumulate(int row, long time) {
        long start = base(time, window.size());
        long passed = (clock.toWall(time) - start) / window.slide();
        long last = start + window.size();
        for (long end = start + (passed + 1) * window.slide(); end <= last; end += window.slide()) {
            add(row, start, end);
        }
    }

    /** The greatest border at or before a time, on the wall clock. */
    private long base(long time, long size) {
        long wall = clock.toWall(time);
        if (!known || wall < knownBase || wall >= knownBase + knownSize) {
            knownBase = wall - Math.floorMod(wall - window.offset(), size);
            knownSize = size;
            known = true;
        }
        return knownBase;
    }

    private void add(int row, long wallStart, long wallEnd) {
        long end = clock.toInstant(wallEnd);
        if (end <= closed) {
            return;
        }
        if (count == rows.length) {
            emit();
        }
        assigned++;
        rows[count] = row;
        starts[count] = clock.toInstant(wallStart);
        ends[count++] = end;
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
        return count == size && window.kind() == WindowSpec.Kind.TUMBLE;
    }

    @Override
    public void finish(Output output) {}

    @Override
    public long stateRows() {
        return 0;
    }

    @Override
    public long stateBytes() {
        return 0;
    }
}
