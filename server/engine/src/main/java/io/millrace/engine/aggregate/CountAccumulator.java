package io.millrace.engine.aggregate;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.LongColumn;
import java.util.Arrays;

/** COUNT: the sum of weights. */
final class CountAccumulator extends Accumulator {

    private long[] counts = new long[0];

    @Override
    void reserve(int groups) {
        if (groups > counts.length) {
            counts = Arrays.copyOf(counts, groups);
        }
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        long[] state = counts;
        if (weights == null) {
            for (int row = 0; row < rows; row++) {
                state[groups[row]]++;
            }
            return;
        }
        for (int row = 0; row < rows; row++) {
            state[groups[row]] += weights[row];
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        long[] source = ((CountAccumulator) other).counts;
        for (int i = 0; i < count; i++) {
            counts[into[i]] += source[from[i]];
        }
    }

    @Override
    Column results(int[] groups, int count) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = counts[groups[i]];
        }
        return new LongColumn(count, values, null);
    }

    @Override
    void clear(int group) {
        counts[group] = 0;
    }

    @Override
    long bytes() {
        return counts.length * 8L;
    }
}
