package io.millrace.engine.operator.over;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.OverCall;
import io.millrace.dstream.expression.OverFunction;
import io.millrace.dstream.expression.SortKey;
import io.millrace.engine.aggregate.FrameAggregate;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.operator.NullRows;
import io.millrace.engine.operator.RowSequence;
import io.millrace.engine.operator.ValueOrder;
import io.millrace.engine.operator.rows.ValuesOperator;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import java.util.Arrays;
import java.util.List;

/** Computes the functions of an OVER clause for all rows of a sequence. */
final class WindowFunctions {

    private static final int NONE = -1;

    private final List<OverCall> calls;
    private final List<SortKey> order;
    private final RowType input;
    private final ClassCompiler compiler;

    WindowFunctions(List<OverCall> calls, List<SortKey> order, RowType input, ClassCompiler compiler) {
        this.compiler = compiler;
        this.calls = calls;
        this.order = order;
        this.input = input;
    }

    /** A column for each call. */
    Column[] evaluate(RowSequence sequence) {
        Column[] results = new Column[calls.size()];
        for (int i = 0; i < results.length; i++) {
            results[i] = evaluate(calls.get(i), sequence);
        }
        return results;
    }

    private Column evaluate(OverCall call, RowSequence sequence) {
        boolean framed = switch (call.function()) {
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE, COUNT, SUM, SUM0, MIN, MAX, AVG -> true;
            default -> false;
        };
        if (call.function().isFrameByFrame() || (framed && !call.frame().whole())) {
            FrameBounds bounds = new FrameBounds(sequence, call.frame(), order);
            return new FrameByFrame(call, order, input, compiler).evaluate(sequence, bounds);
        }
        return switch (call.function()) {
            case ROW_NUMBER, RANK, DENSE_RANK, NTILE -> numbers(call, sequence);
            case PERCENT_RANK, CUME_DIST -> shares(call, sequence);
            case LAG -> shifted(call, sequence, -1);
            case LEAD -> shifted(call, sequence, 1);
            case FIRST_VALUE, LAST_VALUE, NTH_VALUE -> framed(call, sequence);
            case COUNT -> count(call, sequence);
            case SUM -> sum(call, sequence, AggregateFunction.SUM);
            case SUM0 -> sum(call, sequence, AggregateFunction.SUM0);
            case AVG -> sum(call, sequence, AggregateFunction.AVG);
            case MIN, MAX -> extreme(call, sequence);
            default -> throw new IllegalStateException(call.function() + " is computed frame by frame");
        };
    }

    private static Column numbers(OverCall call, RowSequence sequence) {
        ColumnBuilder builder = ColumnBuilder.of(call.type());
        int size = sequence.size();
        long tiles =
                call.function() == OverFunction.NTILE ? number(call.constants().get(0)) : 1;
        for (int i = 0; i < size; i++) {
            long number = switch (call.function()) {
                case RANK -> sequence.peersFrom(i) + 1L;
                case DENSE_RANK -> sequence.peerNumber(i) + 1L;
                case NTILE -> tile(i, size, tiles);
                default -> i + 1L;
            };
            if (builder instanceof LongColumnBuilder longs) {
                longs.append(number);
            } else {
                ((IntColumnBuilder) builder).append((int) number);
            }
        }
        return builder.build();
    }

    private static Column shares(OverCall call, RowSequence sequence) {
        int size = sequence.size();
        double[] shares = new double[size];
        for (int i = 0; i < size; i++) {
            shares[i] = call.function() == OverFunction.CUME_DIST
                    ? (sequence.peersTo(i) + 1.0) / size
                    : (double) sequence.peersFrom(i) / Math.max(1, size - 1);
        }
        return new DoubleColumn(size, shares, null);
    }

    /** The tile of a position: the first {@code size % tiles} tiles have one row more. */
    private static long tile(int position, int size, long tiles) {
        long small = size / tiles;
        long large = size % tiles;
        long inLarge = large * (small + 1);
        return 1 + (position < inLarge ? position / (small + 1) : large + (position - inLarge) / small);
    }

    static long number(Literal literal) {
        return ((Number) literal.value().orElseThrow()).longValue();
    }

    private Column argument(OverCall call, RowSequence sequence) {
        return sequence.column(call.arguments().get(0));
    }

    private Column shifted(OverCall call, RowSequence sequence, int direction) {
        Column values = argument(call, sequence);
        long offset = call.constants().isEmpty() ? 1 : number(call.constants().get(0));
        int size = sequence.size();
        int[] positions = new int[size];
        for (int i = 0; i < size; i++) {
            positions[i] = call.ignoreNulls()
                    ? nthNotNull(values, i, offset, direction)
                    : inside(i + offset * direction, size);
        }
        ColumnBuilder builder = ColumnBuilder.of(call.type());
        Column otherwise = defaultValue(call);
        for (int i = 0; i < size; i++) {
            if (positions[i] != NONE) {
                builder.appendFrom(values, positions[i]);
            } else {
                builder.appendFrom(otherwise, 0);
            }
        }
        return builder.build();
    }

    private static Column defaultValue(OverCall call) {
        ColumnBuilder builder = ColumnBuilder.of(call.type());
        ValuesOperator.append(
                builder,
                call.constants().size() > 1 ? call.constants().get(1).value().orElse(null) : null);
        return builder.build();
    }

    private static int inside(long position, int size) {
        return position < 0 || position >= size ? NONE : (int) position;
    }

    private static int nthNotNull(Column values, int from, long n, int direction) {
        if (n == 0) {
            return from;
        }
        long left = n;
        for (int i = from + direction; i >= 0 && i < values.size(); i += direction) {
            if (!values.isNull(i) && --left == 0) {
                return i;
            }
        }
        return NONE;
    }

    private Column framed(OverCall call, RowSequence sequence) {
        Column values = argument(call, sequence);
        FrameBounds frame = new FrameBounds(sequence, call.frame(), order);
        Pick pick = Pick.of(call);
        int[] positions = new int[sequence.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = pick(values, frame.from()[i], frame.to()[i], pick, call.ignoreNulls());
        }
        return NullRows.gather(values, positions, positions.length, call.type());
    }

    private static int pick(Column values, int from, int to, Pick pick, boolean ignoreNulls) {
        if (from > to) {
            return NONE;
        }
        if (!ignoreNulls) {
            boolean there = pick.nth() <= to - from + 1L;
            return !there ? NONE : (int) (pick.last() ? to - pick.nth() + 1 : from + pick.nth() - 1);
        }
        long left = pick.nth();
        for (int i = pick.last() ? to : from; i >= from && i <= to; i += pick.last() ? -1 : 1) {
            if (!values.isNull(i) && --left == 0) {
                return i;
            }
        }
        return NONE;
    }

    /** Which row of a frame a function takes: the n-th, counted from the first or from the last. */
    record Pick(boolean last, long nth) {

        static Pick of(OverCall call) {
            if (call.function() != OverFunction.NTH_VALUE) {
                return new Pick(call.function() == OverFunction.LAST_VALUE, 1);
            }
            long number = number(call.constants().get(0));
            return new Pick(number < 0, Math.abs(number));
        }
    }

    private Column count(OverCall call, RowSequence sequence) {
        FrameBounds frame = new FrameBounds(sequence, call.frame(), order);
        long[] nulls =
                call.arguments().isEmpty() ? null : argument(call, sequence).nulls();
        return FrameAggregate.count(nulls, frame.from(), frame.to(), sequence.size());
    }

    private Column sum(OverCall call, RowSequence sequence, AggregateFunction function) {
        FrameBounds frame = new FrameBounds(sequence, call.frame(), order);
        Type argumentType = input.type(call.arguments().get(0));
        return new FrameAggregate(function, argumentType, call.type(), frame.from(), frame.to())
                .of(argument(call, sequence));
    }

    /** Slides over the frames with the candidates for the best value in a queue, the best one first. */
    private Column extreme(OverCall call, RowSequence sequence) {
        Column values = argument(call, sequence);
        FrameBounds frame = new FrameBounds(sequence, call.frame(), order);
        int direction = call.function() == OverFunction.MAX ? 1 : -1;
        ValueOrder comparison =
                new ValueOrder(values, input.type(call.arguments().get(0)));
        int[] queue = new int[sequence.size()];
        int first = 0;
        int end = 0;
        int added = 0;
        int[] positions = new int[sequence.size()];
        Arrays.fill(positions, NONE);
        for (int i = 0; i < positions.length; i++) {
            for (; added <= frame.to()[i]; added++) {
                if (values.isNull(added)) {
                    continue;
                }
                while (end > first && comparison.compare(added, queue[end - 1]) * direction >= 0) {
                    end--;
                }
                queue[end++] = added;
            }
            while (first < end && queue[first] < frame.from()[i]) {
                first++;
            }
            if (first < end && queue[first] <= frame.to()[i]) {
                positions[i] = queue[first];
            }
        }
        return NullRows.gather(values, positions, positions.length, call.type());
    }
}
