package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.ColumnBuilder;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.Arrays;

/**
 * SUM, SUM0 and AVG of integers and DECIMALs of up to 18 digits, exact in 128 bits: {@code low + high · 2^64} with both halves
 * signed. The upper halves exist only once a sum has left 64 bits.
 */
final class LongSumAccumulator extends Accumulator {

    private final AggregateFunction function;
    private final int scale;
    private final Type type;
    private long[] low = new long[0];
    private long[] high;
    private long[] counts = new long[0];

    LongSumAccumulator(AggregateFunction function, Type argument, Type type) {
        this.function = function;
        this.scale = ExactNumbers.scale(argument);
        this.type = type;
    }

    @Override
    void reserve(int groups) {
        if (groups > low.length) {
            low = Arrays.copyOf(low, groups);
            counts = Arrays.copyOf(counts, groups);
            high = high == null ? null : Arrays.copyOf(high, groups);
        }
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        if (arguments[0] instanceof LongColumn longs) {
            if (weights == null) {
                addAll(longs.values(), groups, rows);
            } else {
                addWeighted(longs.values(), groups, rows, weights);
            }
        } else {
            addInts(((IntColumn) arguments[0]).values(), groups, rows, weights);
        }
    }

    private void addAll(long[] values, int[] groups, int rows) {
        long[] sums = low;
        long[] rowCounts = counts;
        for (int row = 0; row < rows; row++) {
            int group = groups[row];
            long value = values[row];
            long before = sums[group];
            long after = before + value;
            sums[group] = after;
            rowCounts[group]++;
            if (((before ^ after) & (value ^ after)) < 0) {
                carry(group, value);
            }
        }
    }

    private void addWeighted(long[] values, int[] groups, int rows, long[] weights) {
        for (int row = 0; row < rows; row++) {
            if (weights[row] != 0) {
                add(groups[row], values[row], weights[row]);
            }
        }
    }

    private void addInts(int[] values, int[] groups, int rows, long[] weights) {
        for (int row = 0; row < rows; row++) {
            long weight = weights == null ? 1 : weights[row];
            if (weight != 0) {
                add(groups[row], values[row], weight);
            }
        }
    }

    private void add(int group, long value, long weight) {
        counts[group] += weight;
        long product = value * weight;
        long upper = Math.multiplyHigh(value, weight) + (product >>> 63);
        if (upper != 0) {
            addHigh(group, upper);
        }
        addLow(group, product);
    }

    private void addLow(int group, long value) {
        long before = low[group];
        long after = before + value;
        low[group] = after;
        if (((before ^ after) & (value ^ after)) < 0) {
            carry(group, value);
        }
    }

    private void carry(int group, long added) {
        addHigh(group, added < 0 ? -1 : 1);
    }

    private void addHigh(int group, long value) {
        if (high == null) {
            high = new long[low.length];
        }
        high[group] += value;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        LongSumAccumulator source = (LongSumAccumulator) other;
        for (int i = 0; i < count; i++) {
            counts[into[i]] += source.counts[from[i]];
            addLow(into[i], source.low[from[i]]);
            if (source.high != null && source.high[from[i]] != 0) {
                addHigh(into[i], source.high[from[i]]);
            }
        }
    }

    @Override
    Column results(int[] groups, int count) {
        boolean plainSum = function != AggregateFunction.AVG
                && type.layout() == Layout.LONG
                && high == null
                && (type.kind() != TypeKind.DECIMAL);
        return plainSum ? plainSums(groups, count) : exact(groups, count);
    }

    private LongColumn plainSums(int[] groups, int count) {
        long[] values = new long[count];
        long[] nulls = null;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            values[i] = low[group];
            if (counts[group] == 0 && function != AggregateFunction.SUM0) {
                nulls = nulls == null ? NullMask.allocate(count) : nulls;
                NullMask.set(nulls, i);
            }
        }
        return new LongColumn(count, values, nulls);
    }

    private Column exact(int[] groups, int count) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        boolean average = function == AggregateFunction.AVG;
        ScaledDivision division = new ScaledDivision(scale, type);
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            if (counts[group] == 0 && function != AggregateFunction.SUM0) {
                builder.appendNull();
                continue;
            }
            long upper = high == null ? 0 : high[group];
            if (upper == 0 && division.append(builder, low[group], average ? counts[group] : 1)) {
                continue;
            }
            var sum = ExactNumbers.of(upper, low[group], scale);
            ExactNumbers.append(
                    builder, average ? ExactNumbers.divide(sum, counts[group], type) : sum, type, function.name());
        }
        return builder.build();
    }

    @Override
    void clear(int group) {
        low[group] = 0;
        counts[group] = 0;
        if (high != null) {
            high[group] = 0;
        }
    }

    @Override
    long bytes() {
        return low.length * (high == null ? 16L : 24L);
    }
}
