package io.millrace.session.rows;

import io.millrace.dstream.expression.SortKey;
import io.millrace.engine.memory.HeldPages;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.engine.memory.MemoryUse;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.PageBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Puts the rows of a finished result in order. Ties are broken by the whole row, so that the same rows always come out in the
 * same order.
 *
 * <p>When only the first rows are wanted, the others are dropped as they come.
 */
final class SortedRows {

    private static final int LEAST_ROWS_TO_CUT = 65_536;
    private static final long BYTES_TO_SORT_A_ROW = 2L * Long.BYTES;

    private final RowType rowType;
    private final ResultOrder order;
    private final long wanted;
    private final HeldPages held;
    private final MemoryUse references;
    private List<Page> pages = new ArrayList<>();
    private long rows;

    /**
     * @param rowType of the pages, hidden columns included
     * @param wanted how many rows from the first on will be read
     * @param memory what holds the rows
     */
    SortedRows(RowType rowType, List<SortKey> keys, long wanted, MemoryBudget memory) {
        this.rowType = rowType;
        this.order = ResultOrder.total(keys, rowType.size());
        this.wanted = wanted;
        this.held = new HeldPages(memory, "rows to be sorted");
        this.references = new MemoryUse(memory, "rows to be sorted");
    }

    /** Takes rows with positive weights. */
    void add(Page page) {
        held.hold(pages, page);
        rows += page.size();
        if (rows > LEAST_ROWS_TO_CUT && rows / 4 > wanted) {
            List<Page> best = new ArrayList<>();
            drain(best::add);
            pages = best;
            rows = best.stream().mapToLong(Page::size).sum();
            held.recount(pages);
        }
    }

    long rows() {
        return rows;
    }

    /**
     * Passes the rows on in order, at most as many as are wanted counting copies.
     *
     * @return whether the reader took all
     */
    boolean drain(Predicate<Page> reader) {
        references.set(rows * BYTES_TO_SORT_A_ROW);
        long[] sorted = sort(references());
        PageBuilder builder = new PageBuilder(rowType);
        references.set(rows * Long.BYTES);
        long passed = 0;
        for (int i = 0; i < sorted.length && passed < wanted; i++) {
            Page page = pages.get((int) (sorted[i] >>> Integer.SIZE));
            int row = (int) sorted[i];
            builder.appendRow(page, row, page.weight(row));
            passed += page.weight(row);
            if (builder.isFull() && !reader.test(builder.build())) {
                return false;
            }
        }
        boolean more = builder.isEmpty() || reader.test(builder.build());
        references.set(0);
        return more;
    }

    private long[] references() {
        long[] references = new long[Math.toIntExact(rows)];
        int count = 0;
        for (int number = 0; number < pages.size(); number++) {
            for (int row = 0; row < pages.get(number).size(); row++) {
                references[count++] = (long) number << Integer.SIZE | row;
            }
        }
        return references;
    }

    /** Merge sort, bottom up: references are longs, for which the JDK has no sort with a comparator. */
    private long[] sort(long[] references) {
        long[] from = references;
        long[] to = new long[references.length];
        for (int width = 1; width < references.length; width *= 2) {
            for (int start = 0; start < references.length; start += 2 * width) {
                int middle = Math.min(start + width, references.length);
                merge(from, to, start, middle, Math.min(middle + width, references.length));
            }
            long[] swapped = from;
            from = to;
            to = swapped;
        }
        return from;
    }

    private void merge(long[] from, long[] to, int start, int middle, int end) {
        if (middle == end || compare(from[middle - 1], from[middle]) <= 0) {
            System.arraycopy(from, start, to, start, end - start);
            return;
        }
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takeLeft = right == end || left < middle && compare(from[left], from[right]) <= 0;
            to[i] = takeLeft ? from[left++] : from[right++];
        }
    }

    private int compare(long left, long right) {
        return order.compare(
                pages.get((int) (left >>> Integer.SIZE)), (int) left, pages.get((int) (right >>> Integer.SIZE)), (int)
                        right);
    }
}
