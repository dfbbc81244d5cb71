package io.millrace.session.rows;

import io.millrace.dstream.expression.SortKey;
import io.millrace.engine.memory.MemoryBudget;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The last steps of a SELECT: sorts, skips, cuts off, and leaves hidden columns out. Rows without an order pass through as they
 * come.
 */
public final class ResultRows implements Predicate<Page> {

    /**
     * What to do with the rows of a graph.
     *
     * @param graphType columns of the graph, hidden ones at the end included
     * @param visible how many of them the reader sees
     * @param limit most rows to pass on
     * @param heldRows most rows to hold in memory
     */
    public record Shape(RowType graphType, int visible, List<SortKey> order, long offset, long limit, long heldRows) {

        public Shape {
            order = List.copyOf(order);
        }
    }

    private final Shape shape;
    private final Predicate<Page> reader;
    private final SortedRows sorted;
    private final int[] visible;
    private long skipped;
    private long passed;

    /** @param memory of the statement, which holds the rows that have to be sorted */
    public ResultRows(Shape shape, MemoryBudget memory, Predicate<Page> reader) {
        this.shape = shape;
        this.reader = reader;
        this.visible = IntStream.range(0, shape.visible()).toArray();
        long end = shape.offset() + shape.limit() < 0 ? Long.MAX_VALUE : shape.offset() + shape.limit();
        this.sorted = new SortedRows(shape.graphType(), shape.order(), end, memory);
    }

    /** Takes a page of positive weights; false when no more are wanted. */
    @Override
    public boolean test(Page page) {
        if (shape.limit() == 0) {
            return false;
        }
        if (shape.order().isEmpty()) {
            return pass(page);
        }
        sorted.add(page);
        if (sorted.rows() > shape.heldRows()) {
            throw new MillraceException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the result has more than " + shape.heldRows()
                            + " rows to sort; add a LIMIT or a WHERE, or raise the setting result.rows");
        }
        return true;
    }

    /** Passes on what had to wait for the last page. */
    public void finish() {
        if (!shape.order().isEmpty()) {
            sorted.drain(this::pass);
        }
    }

    private boolean pass(Page page) {
        return Copies.expand(page, this::passOn);
    }

    private boolean passOn(Page rows) {
        int from = (int) Math.min(rows.size(), shape.offset() - skipped);
        skipped += from;
        int to = from + (int) Math.min(rows.size() - from, shape.limit() - passed);
        if (to > from) {
            passed += to - from;
            if (!reader.test(rows.slice(from, to).project(visible))) {
                return false;
            }
        }
        return passed < shape.limit();
    }
}
