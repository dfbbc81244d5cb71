package io.millrace.engine.operator.over;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.OverCall;
import io.millrace.dstream.expression.OverFunction;
import io.millrace.engine.aggregate.AggregateStates;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.NullRows;
import io.millrace.engine.operator.RowSequence;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.util.List;
import java.util.OptionalInt;

/** A function over frames that leave rows out (EXCLUDE): each frame by itself, which costs its rows. */
final class ExcludingFrames {

    private static final int NONE = -1;

    private final OverCall call;
    private final RowType input;
    private final ClassCompiler compiler;

    ExcludingFrames(OverCall call, RowType input, ClassCompiler compiler) {
        this.call = call;
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
        long nth = call.function() == OverFunction.NTH_VALUE
                ? WindowFunctions.number(call.constants().get(0))
                : 1;
        for (int row = 0; row < size; row++) {
            int count = positions(sequence, bounds, row, positions);
            chosen[row] = pick(values, positions, count, nth);
        }
        return NullRows.gather(values, chosen, size, call.type());
    }

    private int pick(Column values, int[] positions, int count, long nth) {
        boolean last = call.function() == OverFunction.LAST_VALUE;
        long left = nth;
        for (int i = 0; i < count; i++) {
            int position = positions[last ? count - 1 - i : i];
            if ((!call.ignoreNulls() || !values.isNull(position)) && --left == 0) {
                return position;
            }
        }
        return NONE;
    }

    private Column aggregated(RowSequence sequence, FrameBounds bounds) {
        boolean ofRows = call.arguments().isEmpty();
        RowType argument = ofRows
                ? new RowType(List.of())
                : input.project(new int[] {call.arguments().get(0)});
        AggregateCall aggregate = new AggregateCall(
                AggregateFunction.valueOf(call.function().name()),
                ofRows ? List.of() : List.of(0),
                false,
                OptionalInt.empty(),
                call.type(),
                call.nullable());
        AggregateStates states = new AggregateStates(aggregate, argument, compiler);
        Column[] values = ofRows
                ? new Column[0]
                : new Column[] {sequence.column(call.arguments().get(0))};
        int size = sequence.size();
        int[] positions = new int[size];
        int[] state = new int[size];
        ColumnBuilder results = ColumnBuilder.of(call.type());
        for (int row = 0; row < size; row++) {
            int count = positions(sequence, bounds, row, positions);
            Column[] framed = ofRows ? values : new Column[] {values[0].gather(positions, count)};
            states.begin(0);
            states.add(new Page(count, framed, null), state);
            results.appendFrom(states.results(state, 1), 0);
        }
        return results.build();
    }
}
