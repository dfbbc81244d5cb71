package io.millrace.engine.operator;

import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import io.millrace.spi.error.ErrorCode;
import java.util.Arrays;
import java.util.function.LongPredicate;

/** Takes out of a page the rows without event time, which are rejected, and those that are late. */
public final class TimelyRows {

    private final int time;
    private final String name;
    private final OperatorContext context;

    /** @param name of the time column, for the reason of rejection */
    public TimelyRows(int time, String name, OperatorContext context) {
        this.time = time;
        this.name = name;
        this.context = context;
    }

    /** What the late rows of a page missed, by their times. */
    @FunctionalInterface
    public interface Missed {
        Lateness at(long[] times);
    }

    /**
     * The rows that have a time and are not late; often the page itself, perhaps none.
     *
     * @param isLate whether a row of that time is late; if a time is not, no later one is
     */
    public Page select(Page delta, LongPredicate isLate, Missed missed) {
        Page page = withoutNulls(delta);
        long[] times = ((LongColumn) page.column(time)).values();
        long least = Long.MAX_VALUE;
        for (int row = 0; row < page.size(); row++) {
            least = Math.min(least, times[row]);
        }
        if (page.size() == 0 || !isLate.test(least)) {
            return page;
        }
        boolean[] late = new boolean[page.size()];
        for (int row = 0; row < late.length; row++) {
            late[row] = isLate.test(times[row]);
        }
        Page lateRows = chosen(page, late, true);
        long[] lateTimes = Arrays.copyOf(((LongColumn) lateRows.column(time)).values(), lateRows.size());
        context.late(0, lateRows, missed.at(lateTimes));
        return chosen(page, late, false);
    }

    /** The rows that have a time. */
    public Page withoutNulls(Page page) {
        long[] nulls = page.column(time).nulls();
        if (nulls == null) {
            return page;
        }
        boolean[] absent = new boolean[page.size()];
        boolean any = false;
        for (int row = 0; row < absent.length; row++) {
            absent[row] = NullMask.isNull(nulls, row);
            any |= absent[row];
        }
        if (!any) {
            return page;
        }
        context.reject(
                chosen(page, absent, true),
                ErrorCode.NULL_NOT_ALLOWED,
                "column \"" + name + "\" is null, so the row belongs to no window");
        return chosen(page, absent, false);
    }

    private static Page chosen(Page page, boolean[] marks, boolean mark) {
        int[] rows = new int[marks.length];
        int count = 0;
        for (int row = 0; row < marks.length; row++) {
            if (marks[row] == mark) {
                rows[count++] = row;
            }
        }
        return page.gather(rows, count);
    }
}
