package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.engine.aggregate.number.DoubleSums;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;

/** SUM, SUM0 and AVG of REAL and DOUBLE. */
final class DoubleSumAccumulator extends Accumulator {

    private final AggregateFunction function;
    private final boolean real;
    private final DoubleSums sums;
    private final LongCells counts;
    private final StateParts state = new StateParts();

    DoubleSumAccumulator(AggregateFunction function, Type type, Versions versions) {
        this.sums = new DoubleSums(versions);
        this.counts = new LongCells(versions);
        state.add("sums", sums.state()).add("counts", counts);
        this.function = function;
        this.real = type.kind() == TypeKind.REAL;
    }

    @Override
    void reserve(int groups) {
        counts.reserve(groups);
        sums.reserve(groups);
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        double[] values = ((DoubleColumn) arguments[0]).values();
        for (int row = 0; row < rows; row++) {
            long weight = weights == null ? 1 : weights[row];
            if (weight == 0) {
                continue;
            }
            int group = groups[row];
            sums.add(group, values[row], weight);
            counts.add(group, weight);
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        DoubleSumAccumulator source = (DoubleSumAccumulator) other;
        for (int i = 0; i < count; i++) {
            counts.add(into[i], source.counts.get(from[i]));
            sums.merge(source.sums, from[i], into[i]);
        }
    }

    @Override
    Column results(int[] groups, int count) {
        double[] values = new double[count];
        long[] nulls = null;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            if (counts.get(group) == 0) {
                sums.clear(group);
                if (function != AggregateFunction.SUM0) {
                    nulls = nulls == null ? NullMask.allocate(count) : nulls;
                    NullMask.set(nulls, i);
                }
                continue;
            }
            double sum = sums.value(group);
            double value = function == AggregateFunction.AVG ? sum / counts.get(group) : sum;
            values[i] = real ? (float) value : value;
        }
        return new DoubleColumn(count, values, nulls);
    }

    @Override
    void clear(int group) {
        counts.set(group, 0);
        sums.clear(group);
    }

    @Override
    StateContainer state() {
        return state;
    }
}
