package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.Arrays;

/** SUM, SUM0 and AVG of REAL and DOUBLE. */
final class DoubleSumAccumulator extends Accumulator {

    private final AggregateFunction function;
    private final boolean real;
    private final DoubleSums sums = new DoubleSums();
    private long[] counts = new long[0];

    DoubleSumAccumulator(AggregateFunction function, Type type) {
        this.function = function;
        this.real = type.kind() == TypeKind.REAL;
    }

    @Override
    void reserve(int groups) {
        if (groups > counts.length) {
            counts = Arrays.copyOf(counts, groups);
            sums.reserve(groups);
        }
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
            counts[group] += weight;
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        DoubleSumAccumulator source = (DoubleSumAccumulator) other;
        for (int i = 0; i < count; i++) {
            counts[into[i]] += source.counts[from[i]];
            sums.merge(source.sums, from[i], into[i]);
        }
    }

    @Override
    Column results(int[] groups, int count) {
        double[] values = new double[count];
        long[] nulls = null;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            if (counts[group] == 0) {
                sums.clear(group);
                if (function != AggregateFunction.SUM0) {
                    nulls = nulls == null ? NullMask.allocate(count) : nulls;
                    NullMask.set(nulls, i);
                }
                continue;
            }
            double sum = sums.value(group);
            double value = function == AggregateFunction.AVG ? sum / counts[group] : sum;
            values[i] = real ? (float) value : value;
        }
        return new DoubleColumn(count, values, nulls);
    }

    @Override
    void clear(int group) {
        counts[group] = 0;
        sums.clear(group);
    }

    @Override
    long bytes() {
        return counts.length * 8L + sums.bytes();
    }
}
