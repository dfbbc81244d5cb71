package io.millrace.engine.operator;

import io.millrace.dstream.MatchRecognize;
import io.millrace.engine.state.LongStore;
import io.millrace.engine.state.RowBag;
import io.millrace.engine.state.TimeIndex;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateNumber;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;

/**
 * The rows that wait until the watermark has passed them; they leave in their order. Without event time all wait for the end.
 *
 * <p>State: the watermark, which tells the waiting rows from the others that are kept.
 */
public final class RowArrivals {

    private final RowBag rows;
    private final int time;
    private final OperatorContext context;
    private final TimelyRows timely;
    private final RowOrder order;
    private final TimeIndex waiting = new TimeIndex();
    private IdList untimed = new IdList();
    /** Rows before it have been released. */
    private final StateNumber released = new StateNumber(OperatorContext.NO_WATERMARK);

    public RowArrivals(MatchRecognize node, RowBag rows, OperatorContext context) {
        this.rows = rows;
        this.time = node.time().orElse(-1);
        this.context = context;
        String name = time < 0 ? "" : node.input().rowType().field(time).name();
        this.timely = new TimelyRows(time, name, context);
        this.order = new RowOrder(node.order(), rows, node.input().rowType().size());
    }

    /** The rows that are in time, each copy by itself. */
    public Page timely(Page delta) {
        Page page = time < 0
                ? delta
                : timely.select(
                        delta, at -> at < context.closedWatermark(), times -> Lateness.of(Lateness.Reason.SEARCHED));
        return page.weights() == null ? page : copies(page);
    }

    private static Page copies(Page page) {
        IdList copies = new IdList();
        for (int row = 0; row < page.size(); row++) {
            for (long copy = page.weight(row); copy > 0; copy--) {
                copies.add(row);
            }
        }
        return page.gather(copies.ids(), copies.size()).withWeights(null);
    }

    /** Adds the rows of a page; returns their ids, valid until the next call. */
    public int[] add(Page page) {
        int count = page.size();
        int[] ids = rows.add(page, Rows.all(count), count);
        if (time < 0) {
            untimed.addAll(ids, 0, count);
            return ids;
        }
        long[] times = ((LongColumn) page.column(time)).values();
        for (int row = 0; row < count; row++) {
            waiting.add(ids[row], times[row]);
        }
        return ids;
    }

    /** Event times by row id; {@code null} without event time. */
    public LongStore times() {
        return time < 0 ? null : (LongStore) rows.store(time);
    }

    /** The ids of the rows that the watermark has passed, in order. */
    public int[] release(long watermark) {
        released.set(watermark);
        if (time < 0) {
            if (watermark != Long.MAX_VALUE) {
                return new int[0];
            }
            int[] all = untimed.slice(0, untimed.size());
            untimed = new IdList();
            IdSort.sort(all, all.length, order::compare);
            return all;
        }
        int[] passed = waiting.expire(watermark - 1);
        reverse(passed);
        LongStore times = times();
        IdSort.sort(
                passed,
                passed.length,
                (left, right) -> times.value(left) == times.value(right)
                        ? order.compare(left, right)
                        : Long.compare(times.value(left), times.value(right)));
        return passed;
    }

    /** The watermark of the last {@link #release}. */
    public long watermark() {
        return released.get();
    }

    /** Whether a row that is kept has not been released. */
    public boolean isWaiting(int id) {
        return time < 0 ? released.get() != Long.MAX_VALUE : times().value(id) >= released.get();
    }

    public StateContainer state() {
        return released;
    }

    /** Finds the waiting rows anew among those that are kept. */
    public void rebuild() {
        waiting.clear();
        untimed.clear();
        for (int id : rows.ids()) {
            if (!isWaiting(id)) {
                continue;
            }
            if (time < 0) {
                untimed.add(id);
            } else {
                waiting.add(id, times().value(id));
            }
        }
    }

    /** The index gives what was added last first. */
    private static void reverse(int[] ids) {
        for (int left = 0, right = ids.length - 1; left < right; left++, right--) {
            int id = ids[left];
            ids[left] = ids[right];
            ids[right] = id;
        }
    }

    public long bytes() {
        return waiting.bytes() + untimed.ids().length * 4L;
    }
}
