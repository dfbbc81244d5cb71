package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.ColumnBuilder;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.util.Arrays;

/** SUM, SUM0 and AVG of DECIMALs of more than 18 digits. */
final class DecimalSumAccumulator extends Accumulator {

    private final AggregateFunction function;
    private final Type type;
    private BigDecimal[] sums = new BigDecimal[0];
    private long[] counts = new long[0];

    DecimalSumAccumulator(AggregateFunction function, Type type) {
        this.function = function;
        this.type = type;
    }

    @Override
    void reserve(int groups) {
        int before = sums.length;
        if (groups > before) {
            sums = Arrays.copyOf(sums, groups);
            Arrays.fill(sums, before, groups, BigDecimal.ZERO);
            counts = Arrays.copyOf(counts, groups);
        }
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        BigDecimal[] values = ((DecimalColumn) arguments[0]).values();
        for (int row = 0; row < rows; row++) {
            long weight = weights == null ? 1 : weights[row];
            if (weight != 0) {
                int group = groups[row];
                BigDecimal added = weight == 1 ? values[row] : values[row].multiply(BigDecimal.valueOf(weight));
                sums[group] = sums[group].add(added);
                counts[group] += weight;
            }
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        DecimalSumAccumulator source = (DecimalSumAccumulator) other;
        for (int i = 0; i < count; i++) {
            counts[into[i]] += source.counts[from[i]];
            sums[into[i]] = sums[into[i]].add(source.sums[from[i]]);
        }
    }

    @Override
    Column results(int[] groups, int count) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        boolean average = function == AggregateFunction.AVG;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            if (counts[group] == 0 && function != AggregateFunction.SUM0) {
                builder.appendNull();
                continue;
            }
            BigDecimal value = average ? ExactNumbers.divide(sums[group], counts[group], type) : sums[group];
            ExactNumbers.append(builder, value, type, function.name());
        }
        return builder.build();
    }

    @Override
    void clear(int group) {
        sums[group] = BigDecimal.ZERO;
        counts[group] = 0;
    }

    @Override
    long bytes() {
        return sums.length * 56L;
    }
}
