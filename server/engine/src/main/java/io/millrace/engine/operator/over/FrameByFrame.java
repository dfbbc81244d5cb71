package io.millrace.engine.operator.over;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.OverCall;
import io.millrace.dstream.expression.SortKey;
import io.millrace.engine.aggregate.AggregateStates;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.NullRows;
import io.millrace.engine.operator.RowSequence;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.util.List;

/**
 * A function over frames that leave rows out (EXCLUDE), or one that nothing can be taken back from: each frame by itself, which costs its
 * rows, but for one that only grew.
 */
final class FrameByFrame {

    private static final int NONE = -1;

    private final OverCall call;
    private final List<SortKey> order;
    private final RowType input;
    private final ClassCompiler compiler;

    FrameByFrame(OverCall call, List<SortKey> order, RowType input, ClassCompiler compiler) {
        this.call = call;
        this.order = order;
        this.input = input;
        this.compiler = compiler;
    }

    Column evaluate(RowSequence sequence, FrameBounds bounds) {
        return switch (call.function()) {
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> picked(sequence, bounds);
            default -> aggregated(sequence, bounds);
        };
    }

    /** Writes the positions that the frame of a row has to {@code positions}; returns how many there are. */
    private int positions(RowSequence sequence, FrameBounds bounds, int row, int[] positions) {
        int count = 0;
        for (int position = bounds.from()[row]; position <= bounds.to()[row]; position++) {
            boolean peer = position >= sequence.peersFrom(row) && position <= sequence.peersTo(row);
            boolean excluded = switch (call.frame().exclusion()) {
                case NO_OTHERS -> false;
                case CURRENT_ROW -> position == row;
                case GROUP -> peer;
                case TIES -> peer && position != row;
            };
            if (!excluded) {
                positions[count++] = position;
            }
        }
        return count;
    }

    private Column picked(RowSequence sequence, FrameBounds bounds) {
        Column values = sequence.column(call.arguments().get(0));
        int size = sequence.size();
        int[] positions = new int[size];
        int[] chosen = new int[size];
        WindowFunctions.Pick pick = WindowFunctions.Pick.of(call);
        for (int row = 0; row < size; row++) {
            int count = positions(sequence, bounds, row, positions);
            chosen[row] = pick(values, positions, count, pick);
        }
        return NullRows.gather(values, chosen, size, call.type());
    }

    private int pick(Column values, int[] positions, int count, WindowFunctions.Pick pick) {
        boolean last = pick.last();
        long left = pick.nth();
        for (int i = 0; i < count; i++) {
            int position = positions[last ? count - 1 - i : i];
            if ((!call.ignoreNulls() || !values.isNull(position)) && --left == 0) {
                return position;
            }
        }
        return NONE;
    }

    private Column aggregated(RowSequence sequence, FrameBounds bounds) {
        AggregateCall aggregate = FrameAggregates.of(call, order);
        AggregateStates states = new AggregateStates(aggregate, input, compiler);
        int size = sequence.size();
        int[] positions = new int[size];
        int[] state = new int[size];
        DistinctPositions once = call.function().isDistinct()
                ? new DistinctPositions(
                        sequence.column(call.arguments().get(0)),
                        input.type(call.arguments().get(0)))
                : null;
        ColumnBuilder results = ColumnBuilder.of(call.type());
        for (int row = 0; row < size; row++) {
            boolean grown = once == null && row > 0 && grew(bounds, row);
            int count = grown ? added(bounds, row, positions) : positions(sequence, bounds, row, positions);
            if (!grown) {
                states.begin(0);
            }
            if (once != null) {
                count = once.keep(positions, count);
            }
            if (count > 0) {
                states.add(page(sequence, aggregate, positions, count), state);
            }
            results.appendFrom(states.results(state, 1), 0);
        }
        return results.build();
    }

    /** Whether the frame of a row has all rows of that of the row before. */
    private boolean grew(FrameBounds bounds, int row) {
        return call.frame().whole()
                && bounds.from()[row] == bounds.from()[row - 1]
                && bounds.to()[row] >= bounds.to()[row - 1];
    }

    private static int added(FrameBounds bounds, int row, int[] positions) {
        int count = 0;
        int first = Math.max(bounds.from()[row], bounds.to()[row - 1] + 1);
        for (int position = first; position <= bounds.to()[row]; position++) {
            positions[count++] = position;
        }
        return count;
    }

    /** Some rows, with the columns that the aggregate reads. */
    private Page page(RowSequence sequence, AggregateCall aggregate, int[] positions, int count) {
        Column[] columns = new Column[input.size()];
        for (int column : aggregate.columns()) {
            columns[column] = sequence.column(column).gather(positions, count);
        }
        return new Page(count, columns, null);
    }
}
