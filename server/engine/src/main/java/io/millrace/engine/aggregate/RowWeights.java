package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Page;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Computes what each row of a page counts for one aggregate call: zero where the filter is not true or what must not be null is. */
final class RowWeights {

    private final OptionalInt filter;
    private final List<Integer> required;
    private long[] weights = new long[0];

    RowWeights(AggregateCall call) {
        this.filter = call.filter();
        this.required = call.required();
    }

    /** The weights, or {@code null} when all are +1; valid until the next call. */
    long[] of(Page page) {
        long[] nulls = nulls(page);
        if (nulls == null && filter.isEmpty()) {
            return page.weights();
        }
        return masked(page, nulls);
    }

    /** The weights as an array that the caller may change; valid until the next call. */
    long[] copyOf(Page page) {
        return masked(page, nulls(page));
    }

    /** Sets a bit in the masks of the rows that count, whatever their weight. */
    void mark(Page page, int bit, int[] masks) {
        long[] nulls = nulls(page);
        boolean[] condition = filter.isPresent() ? ((BooleanColumn) page.column(filter.getAsInt())).values() : null;
        long[] unknown = filter.isPresent() ? page.column(filter.getAsInt()).nulls() : null;
        if (nulls == null && unknown == null) {
            mark(condition, bit, masks, page.size());
            return;
        }
        for (int row = 0; row < page.size(); row++) {
            boolean counts = condition == null || condition[row];
            if (counts && !NullMask.isNull(nulls, row) && !NullMask.isNull(unknown, row)) {
                masks[row] |= bit;
            }
        }
    }

    private static void mark(boolean[] condition, int bit, int[] masks, int rows) {
        if (condition == null) {
            for (int row = 0; row < rows; row++) {
                masks[row] |= bit;
            }
            return;
        }
        for (int row = 0; row < rows; row++) {
            masks[row] |= condition[row] ? bit : 0;
        }
    }

    private long[] nulls(Page page) {
        long[] nulls = null;
        for (int i = 0; i < required.size(); i++) {
            nulls = NullMask.or(nulls, page.column(required.get(i)).nulls(), page.size());
        }
        return nulls;
    }

    private long[] masked(Page page, long[] nulls) {
        int rows = page.size();
        if (weights.length < rows) {
            weights = new long[rows];
        }
        if (page.weights() == null) {
            Arrays.fill(weights, 0, rows, 1);
        } else {
            System.arraycopy(page.weights(), 0, weights, 0, rows);
        }
        if (filter.isPresent()) {
            BooleanColumn condition = (BooleanColumn) page.column(filter.getAsInt());
            clearUnless(condition.values(), rows);
            clearWhere(condition.nulls(), rows);
        }
        clearWhere(nulls, rows);
        return weights;
    }

    private void clearUnless(boolean[] condition, int rows) {
        for (int row = 0; row < rows; row++) {
            weights[row] = condition[row] ? weights[row] : 0;
        }
    }

    private void clearWhere(long[] nulls, int rows) {
        for (int row = 0; nulls != null && row < rows; row++) {
            if (NullMask.isNull(nulls, row)) {
                weights[row] = 0;
            }
        }
    }
}
