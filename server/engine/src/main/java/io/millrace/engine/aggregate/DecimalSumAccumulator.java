package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.engine.aggregate.number.ExactNumbers;
import io.millrace.engine.state.cell.DecimalCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ColumnBuilder;
import java.math.BigDecimal;

/** SUM, SUM0 and AVG of DECIMALs of more than 18 digits. */
final class DecimalSumAccumulator extends Accumulator {

    private final AggregateFunction function;
    private final Type type;
    private final DecimalCells sums;
    private final LongCells counts;
    private final StateParts state = new StateParts();

    DecimalSumAccumulator(AggregateFunction function, Type type, Versions versions) {
        this.sums = new DecimalCells(versions);
        this.counts = new LongCells(versions);
        state.add("sums", sums).add("counts", counts);
        this.function = function;
        this.type = type;
    }

    @Override
    void reserve(int groups) {
        sums.reserve(groups);
        counts.reserve(groups);
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        BigDecimal[] values = ((DecimalColumn) arguments[0]).values();
        for (int row = 0; row < rows; row++) {
            long weight = weights == null ? 1 : weights[row];
            if (weight != 0) {
                int group = groups[row];
                BigDecimal added = weight == 1 ? values[row] : values[row].multiply(BigDecimal.valueOf(weight));
                sums.set(group, sums.get(group).add(added));
                counts.add(group, weight);
            }
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        DecimalSumAccumulator source = (DecimalSumAccumulator) other;
        for (int i = 0; i < count; i++) {
            counts.add(into[i], source.counts.get(from[i]));
            sums.set(into[i], sums.get(into[i]).add(source.sums.get(from[i])));
        }
    }

    @Override
    Column results(int[] groups, int count) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        boolean average = function == AggregateFunction.AVG;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            if (counts.get(group) == 0 && function != AggregateFunction.SUM0) {
                builder.appendNull();
                continue;
            }
            BigDecimal value =
                    average ? ExactNumbers.divide(sums.get(group), counts.get(group), type) : sums.get(group);
            ExactNumbers.append(builder, value, type, function.name());
        }
        return builder.build();
    }

    @Override
    void clear(int group) {
        sums.set(group, BigDecimal.ZERO);
        counts.set(group, 0);
    }

    @Override
    StateContainer state() {
        return state;
    }
}
