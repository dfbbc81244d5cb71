package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.NullMask;
import java.util.Arrays;

/** BOOL_AND and BOOL_OR, also MIN and MAX of BOOLEANs, from the numbers of true and false values. */
final class BooleanAccumulator extends Accumulator {

    private final boolean conjunction;
    private long[] trues = new long[0];
    private long[] falses = new long[0];

    BooleanAccumulator(AggregateFunction function) {
        this.conjunction = function != AggregateFunction.BOOL_OR && function != AggregateFunction.MAX;
    }

    @Override
    void reserve(int groups) {
        if (groups > trues.length) {
            trues = Arrays.copyOf(trues, groups);
            falses = Arrays.copyOf(falses, groups);
        }
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        boolean[] values = ((BooleanColumn) arguments[0]).values();
        for (int row = 0; row < rows; row++) {
            long[] state = values[row] ? trues : falses;
            state[groups[row]] += weights == null ? 1 : weights[row];
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        BooleanAccumulator source = (BooleanAccumulator) other;
        for (int i = 0; i < count; i++) {
            trues[into[i]] += source.trues[from[i]];
            falses[into[i]] += source.falses[from[i]];
        }
    }

    @Override
    Column results(int[] groups, int count) {
        boolean[] values = new boolean[count];
        long[] nulls = null;
        for (int i = 0; i < count; i++) {
            boolean anyTrue = trues[groups[i]] > 0;
            boolean anyFalse = falses[groups[i]] > 0;
            if (!anyTrue && !anyFalse) {
                nulls = nulls == null ? NullMask.allocate(count) : nulls;
                NullMask.set(nulls, i);
            } else {
                values[i] = conjunction ? !anyFalse : anyTrue;
            }
        }
        return new BooleanColumn(count, values, nulls);
    }

    @Override
    void clear(int group) {
        trues[group] = 0;
        falses[group] = 0;
    }

    @Override
    long bytes() {
        return trues.length * 16L;
    }
}
