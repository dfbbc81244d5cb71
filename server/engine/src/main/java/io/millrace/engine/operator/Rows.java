package io.millrace.engine.operator;

import io.millrace.engine.state.RowBag;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;

/** Row numbers and weights of pages that operators put together. */
public final class Rows {

    private Rows() {}

    /** The time in a row of a column of milliseconds or days. */
    public static long time(Column times, int row) {
        return times instanceof LongColumn longs ? longs.values()[row] : ((IntColumn) times).values()[row];
    }

    /** The numbers 0 to {@code count - 1}. */
    public static int[] all(int count) {
        int[] rows = new int[count];
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        return rows;
    }

    /** The weights of rows of a bag, or {@code null} when all are +1. */
    public static long[] weights(RowBag bag, int[] ids, int count) {
        if (!bag.isWeighted()) {
            return null;
        }
        long[] weights = new long[count];
        for (int i = 0; i < count; i++) {
            weights[i] = bag.weight(ids[i]);
        }
        return orOnes(weights, count);
    }

    /** The weights, or {@code null} when all of them are +1. */
    public static long[] orOnes(long[] weights, int count) {
        for (int i = 0; i < count; i++) {
            if (weights[i] != 1) {
                return weights;
            }
        }
        return null;
    }

    /** The rows of a page that bear a mark, or that do not; perhaps none. */
    public static Page chosen(Page page, boolean[] marks, boolean mark) {
        int[] rows = new int[page.size()];
        int count = 0;
        for (int row = 0; row < rows.length; row++) {
            if (marks[row] == mark) {
                rows[count++] = row;
            }
        }
        return count == page.size() ? page : page.gather(rows, count);
    }
}
