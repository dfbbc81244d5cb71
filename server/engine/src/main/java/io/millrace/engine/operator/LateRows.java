package io.millrace.engine.operator;

import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;

/** Takes out of a page the rows whose window had closed before the batch, and hands them over as late. */
public final class LateRows {

    private final int windowEnd;
    private final OperatorContext context;

    public LateRows(int windowEnd, OperatorContext context) {
        this.windowEnd = windowEnd;
        this.context = context;
    }

    /** The rows that are in time; often the page itself, perhaps none. */
    public Page remove(Page page) {
        long closed = context.closedWatermark();
        LongColumn ends = (LongColumn) page.column(windowEnd);
        if (closed == OperatorContext.NO_WATERMARK || !anyLate(ends, closed)) {
            return page;
        }
        int[] late = new int[page.size()];
        int[] timely = new int[page.size()];
        int lateCount = 0;
        int timelyCount = 0;
        for (int row = 0; row < page.size(); row++) {
            if (ends.values()[row] <= closed && !NullMask.isNull(ends.nulls(), row)) {
                late[lateCount++] = row;
            } else {
                timely[timelyCount++] = row;
            }
        }
        if (lateCount == 0) {
            return page;
        }
        long[] missed = new long[lateCount];
        for (int i = 0; i < lateCount; i++) {
            missed[i] = ends.values()[late[i]];
        }
        context.late(0, page.gather(late, lateCount), new Lateness(Lateness.Reason.WINDOW_CLOSED, null, missed));
        return page.gather(timely, timelyCount);
    }

    private static boolean anyLate(LongColumn ends, long closed) {
        long[] values = ends.values();
        long least = Long.MAX_VALUE;
        for (int row = 0; row < ends.size(); row++) {
            least = Math.min(least, values[row]);
        }
        return least <= closed;
    }
}
