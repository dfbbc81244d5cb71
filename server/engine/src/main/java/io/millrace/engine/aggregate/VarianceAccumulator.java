package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.engine.aggregate.number.DoubleSums;
import io.millrace.engine.aggregate.number.ExactNumbers;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import java.math.BigDecimal;

/** VAR and STDDEV, of the population or a sample, from the sums of values and squares in twice the precision of a double. */
final class VarianceAccumulator extends Accumulator {

    private final AggregateFunction function;
    private final double unit;
    private final Type type;
    private final DoubleSums sums;
    private final DoubleSums squares;
    private final LongCells counts;
    private final StateParts state = new StateParts();

    VarianceAccumulator(AggregateFunction function, Type argument, Type type, Versions versions) {
        this.sums = new DoubleSums(versions);
        this.squares = new DoubleSums(versions);
        this.counts = new LongCells(versions);
        state.add("sums", sums.state()).add("squares", squares.state()).add("counts", counts);
        this.function = function;
        this.unit = Math.pow(10, ExactNumbers.scale(argument));
        this.type = type;
    }

    @Override
    void reserve(int groups) {
        counts.reserve(groups);
        sums.reserve(groups);
        squares.reserve(groups);
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        for (int row = 0; row < rows; row++) {
            long weight = weights == null ? 1 : weights[row];
            if (weight != 0) {
                add(groups[row], ExactNumbers.unscaled(arguments[0], row, unit), weight);
            }
        }
    }

    private void add(int group, double value, long weight) {
        counts.add(group, weight);
        sums.add(group, value, weight);
        squares.addProduct(group, value, value, weight);
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        VarianceAccumulator source = (VarianceAccumulator) other;
        for (int i = 0; i < count; i++) {
            counts.add(into[i], source.counts.get(from[i]));
            sums.merge(source.sums, from[i], into[i]);
            squares.merge(source.squares, from[i], into[i]);
        }
    }

    @Override
    Column results(int[] groups, int count) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        boolean sample = function == AggregateFunction.VAR_SAMP || function == AggregateFunction.STDDEV_SAMP;
        boolean root = function == AggregateFunction.STDDEV_POP || function == AggregateFunction.STDDEV_SAMP;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            long rows = counts.get(group);
            if (rows == 0) {
                sums.clear(group);
                squares.clear(group);
            }
            if (rows < (sample ? 2 : 1)) {
                builder.appendNull();
                continue;
            }
            double variance = deviations(group) / (sample ? rows - 1 : rows) / (unit * unit);
            append(builder, root ? Math.sqrt(variance) : variance);
        }
        return builder.build();
    }

    private double deviations(int group) {
        double sum = squares.deviations(group, sums, sums, counts.get(group));
        return Double.isNaN(sum) ? sum : Math.max(0, sum);
    }

    private void append(ColumnBuilder builder, double value) {
        if (builder instanceof DoubleColumnBuilder doubles) {
            doubles.append(value);
        } else if (Double.isFinite(value)) {
            ExactNumbers.append(builder, BigDecimal.valueOf(value), type, function.name());
        } else {
            throw ExactNumbers.outOfRange(function.name(), type);
        }
    }

    @Override
    void clear(int group) {
        counts.set(group, 0);
        sums.clear(group);
        squares.clear(group);
    }

    @Override
    StateContainer state() {
        return state;
    }
}
