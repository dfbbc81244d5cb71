package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.engine.aggregate.number.DoubleSums;
import io.millrace.engine.aggregate.number.ExactNumbers;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.math.BigDecimal;

/**
 * Sums, averages and counts over frames of a sequence of rows: frame {@code i} is {@code from[i] .. to[i]}, empty when
 * {@code from[i] > to[i]}; both bounds only grow. Exact ones are differences of prefix sums, those of doubles slide.
 */
public final class FrameAggregate {

    private final AggregateFunction function;
    private final Type argumentType;
    private final Type type;
    private final int[] from;
    private final int[] to;

    /** @param function SUM, SUM0 or AVG */
    public FrameAggregate(AggregateFunction function, Type argumentType, Type type, int[] from, int[] to) {
        this.function = function;
        this.argumentType = argumentType;
        this.type = type;
        this.from = from;
        this.to = to;
    }

    /** The number of rows that are not null in each frame; of all rows without an argument. */
    public static Column count(long[] nulls, int[] from, int[] to, int rows) {
        long[] prefix = prefixCounts(nulls, rows);
        long[] counts = new long[rows];
        for (int row = 0; row < rows; row++) {
            counts[row] = from[row] > to[row] ? 0 : prefix[to[row] + 1] - prefix[from[row]];
        }
        return new LongColumn(rows, counts, null);
    }

    private static long[] prefixCounts(long[] nulls, int rows) {
        long[] prefix = new long[rows + 1];
        for (int row = 0; row < rows; row++) {
            prefix[row + 1] = prefix[row] + (NullMask.isNull(nulls, row) ? 0 : 1);
        }
        return prefix;
    }

    /** The results for all frames. */
    public Column of(Column argument) {
        if (argument instanceof DoubleColumn doubles) {
            return doubles(doubles);
        }
        if (argument instanceof DecimalColumn decimals) {
            return decimals(decimals);
        }
        return longs(argument);
    }

    private Column longs(Column argument) {
        int rows = argument.size();
        long[] counts = prefixCounts(argument.nulls(), rows);
        long[] low = new long[rows + 1];
        long[] high = new long[rows + 1];
        for (int row = 0; row < rows; row++) {
            long value = argument.isNull(row) ? 0 : value(argument, row);
            low[row + 1] = low[row] + value;
            boolean carried = ((low[row] ^ low[row + 1]) & (value ^ low[row + 1])) < 0;
            high[row + 1] = high[row] + (carried ? (value < 0 ? -1 : 1) : 0);
        }
        ColumnBuilder builder = ColumnBuilder.of(type);
        int scale = ExactNumbers.scale(argumentType);
        for (int row = 0; row < rows; row++) {
            int begin = Math.min(from[row], to[row] + 1);
            int end = to[row] + 1;
            long lowSum = low[end] - low[begin];
            boolean borrowed = ((low[end] ^ low[begin]) & (low[end] ^ lowSum)) < 0;
            long highSum = high[end] - high[begin] + (borrowed ? (low[end] < 0 ? -1 : 1) : 0);
            append(builder, ExactNumbers.of(highSum, lowSum, scale), counts[end] - counts[begin]);
        }
        return builder.build();
    }

    private static long value(Column column, int row) {
        return column instanceof LongColumn longs ? longs.values()[row] : ((IntColumn) column).values()[row];
    }

    private Column decimals(DecimalColumn argument) {
        int rows = argument.size();
        long[] counts = prefixCounts(argument.nulls(), rows);
        BigDecimal[] sums = new BigDecimal[rows + 1];
        sums[0] = BigDecimal.ZERO;
        for (int row = 0; row < rows; row++) {
            sums[row + 1] = argument.isNull(row) ? sums[row] : sums[row].add(argument.values()[row]);
        }
        ColumnBuilder builder = ColumnBuilder.of(type);
        for (int row = 0; row < rows; row++) {
            int begin = Math.min(from[row], to[row] + 1);
            int end = to[row] + 1;
            append(builder, sums[end].subtract(sums[begin]), counts[end] - counts[begin]);
        }
        return builder.build();
    }

    private void append(ColumnBuilder builder, BigDecimal sum, long count) {
        if (count == 0 && function != AggregateFunction.SUM0) {
            builder.appendNull();
            return;
        }
        boolean average = function == AggregateFunction.AVG;
        BigDecimal value = average ? ExactNumbers.divide(sum, count, type) : sum;
        ExactNumbers.append(builder, value, type, function.name());
    }

    private Column doubles(DoubleColumn argument) {
        int rows = argument.size();
        long[] counts = prefixCounts(argument.nulls(), rows);
        DoubleSums sums = new DoubleSums(Versions.NONE);
        sums.reserve(1);
        double[] values = new double[rows];
        long[] nulls = null;
        int begin = 0;
        int end = 0;
        for (int row = 0; row < rows; row++) {
            for (; end <= to[row]; end++) {
                addUnlessNull(sums, argument, end, 1);
            }
            for (; begin < Math.min(from[row], end); begin++) {
                addUnlessNull(sums, argument, begin, -1);
            }
            long count = from[row] > to[row] ? 0 : counts[to[row] + 1] - counts[from[row]];
            if (count == 0 && function != AggregateFunction.SUM0) {
                nulls = nulls == null ? NullMask.allocate(rows) : nulls;
                NullMask.set(nulls, row);
            } else if (count > 0) {
                double value = function == AggregateFunction.AVG ? sums.value(0) / count : sums.value(0);
                values[row] = type.kind() == TypeKind.REAL ? (float) value : value;
            }
        }
        return new DoubleColumn(rows, values, nulls);
    }

    private static void addUnlessNull(DoubleSums sums, DoubleColumn argument, int row, long weight) {
        if (!argument.isNull(row)) {
            sums.add(0, argument.values()[row], weight);
        }
    }
}
