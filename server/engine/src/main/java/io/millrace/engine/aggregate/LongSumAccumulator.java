package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.engine.aggregate.number.ExactNumbers;
import io.millrace.engine.aggregate.number.ScaledDivision;
import io.millrace.engine.state.cell.Cells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.ColumnBuilder;

/**
 * SUM, SUM0 and AVG of integers and DECIMALs of up to 18 digits, exact in 128 bits: {@code low + high · 2^64} with both halves
 * signed. The upper halves exist only once a sum has left 64 bits.
 */
final class LongSumAccumulator extends Accumulator {

    private final AggregateFunction function;
    private final int scale;
    private final Type type;
    private final LongCells low;
    private final LongCells high;
    private final LongCells counts;
    private final StateParts state = new StateParts();
    private int limit;

    LongSumAccumulator(AggregateFunction function, Type argument, Type type, Versions versions) {
        this.low = new LongCells(versions);
        this.high = new LongCells(versions);
        this.counts = new LongCells(versions);
        state.add("low", low).add("high", high).add("counts", counts);
        this.function = function;
        this.scale = ExactNumbers.scale(argument);
        this.type = type;
    }

    @Override
    void reserve(int groups) {
        limit = Math.max(limit, groups);
        low.reserve(groups);
        counts.reserve(groups);
        if (high.capacity() > 0) {
            high.reserve(groups);
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
        long[][] sums = low.writable();
        long[][] rowCounts = counts.writable();
        for (int row = 0; row < rows; row++) {
            int group = groups[row];
            long value = values[row];
            int block = group >>> Cells.SHIFT;
            int at = group & Cells.MASK;
            long[] sum = sums[block] == null ? low.open(group) : sums[block];
            long[] rowCount = rowCounts[block] == null ? counts.open(group) : rowCounts[block];
            long before = sum[at];
            long after = before + value;
            sum[at] = after;
            rowCount[at]++;
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
        counts.add(group, weight);
        long product = value * weight;
        long upper = Math.multiplyHigh(value, weight) + (product >>> 63);
        if (upper != 0) {
            addHigh(group, upper);
        }
        addLow(group, product);
    }

    private void addLow(int group, long value) {
        long before = low.get(group);
        long after = before + value;
        low.set(group, after);
        if (((before ^ after) & (value ^ after)) < 0) {
            carry(group, value);
        }
    }

    private void carry(int group, long added) {
        addHigh(group, added < 0 ? -1 : 1);
    }

    private void addHigh(int group, long value) {
        high.reserve(limit);
        high.add(group, value);
    }

    private long high(int group) {
        return group < high.capacity() ? high.get(group) : 0;
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        LongSumAccumulator source = (LongSumAccumulator) other;
        for (int i = 0; i < count; i++) {
            counts.add(into[i], source.counts.get(from[i]));
            addLow(into[i], source.low.get(from[i]));
            if (source.high(from[i]) != 0) {
                addHigh(into[i], source.high(from[i]));
            }
        }
    }

    @Override
    void unmerge(Accumulator other, int[] from, int[] into, int count) {
        LongSumAccumulator source = (LongSumAccumulator) other;
        for (int i = 0; i < count; i++) {
            counts.add(into[i], -source.counts.get(from[i]));
            takeLow(into[i], source.low.get(from[i]));
            if (source.high(from[i]) != 0) {
                addHigh(into[i], -source.high(from[i]));
            }
        }
    }

    private void takeLow(int group, long value) {
        long before = low.get(group);
        long after = before - value;
        low.set(group, after);
        if (((before ^ value) & (before ^ after)) < 0) {
            addHigh(group, value < 0 ? 1 : -1);
        }
    }

    @Override
    boolean reversible() {
        return true;
    }

    @Override
    Column results(int[] groups, int count) {
        boolean plainSum = function != AggregateFunction.AVG
                && type.layout() == Layout.LONG
                && high.capacity() == 0
                && (type.kind() != TypeKind.DECIMAL);
        return plainSum ? plainSums(groups, count) : exact(groups, count);
    }

    private LongColumn plainSums(int[] groups, int count) {
        long[][] sums = low.blocks();
        long[][] rowCounts = counts.blocks();
        long[] values = new long[count];
        long[] nulls = null;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            values[i] = sums[group >>> Cells.SHIFT][group & Cells.MASK];
            if (rowCounts[group >>> Cells.SHIFT][group & Cells.MASK] == 0 && function != AggregateFunction.SUM0) {
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
            if (counts.get(group) == 0 && function != AggregateFunction.SUM0) {
                builder.appendNull();
                continue;
            }
            long upper = high(group);
            if (upper == 0 && division.append(builder, low.get(group), average ? counts.get(group) : 1)) {
                continue;
            }
            var sum = ExactNumbers.of(upper, low.get(group), scale);
            ExactNumbers.append(
                    builder, average ? ExactNumbers.divide(sum, counts.get(group), type) : sum, type, function.name());
        }
        return builder.build();
    }

    @Override
    void clear(int group) {
        low.set(group, 0);
        counts.set(group, 0);
        if (high(group) != 0) {
            high.set(group, 0);
        }
    }

    @Override
    StateContainer state() {
        return state;
    }
}
