package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateFunction;
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

/** BIT_AND, BIT_OR and BIT_XOR of whole numbers, from the number of values that have each bit. */
final class BitAccumulator extends Accumulator {

    private final AggregateFunction function;
    private final boolean wide;
    private final int bits;
    private final LongCells counts;
    /** By group and bit. */
    private final LongCells ones;

    private final StateParts state = new StateParts();

    BitAccumulator(AggregateFunction function, Type type, Versions versions) {
        this.function = function;
        this.wide = type.layout() == Layout.LONG;
        this.bits = wide ? Long.SIZE : Integer.SIZE;
        this.counts = new LongCells(versions);
        this.ones = new LongCells(versions);
        state.add("counts", counts).add("ones", ones);
    }

    @Override
    void reserve(int groups) {
        counts.reserve(groups);
        ones.reserve(groups * bits);
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        for (int row = 0; row < rows; row++) {
            long weight = weights == null ? 1 : weights[row];
            if (weight != 0) {
                long value = wide
                        ? ((LongColumn) arguments[0]).values()[row]
                        : Integer.toUnsignedLong(((IntColumn) arguments[0]).values()[row]);
                add(groups[row], value, weight);
            }
        }
    }

    private void add(int group, long value, long weight) {
        counts.add(group, weight);
        for (long rest = value; rest != 0; rest &= rest - 1) {
            ones.add(group * bits + Long.numberOfTrailingZeros(rest), weight);
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        BitAccumulator source = (BitAccumulator) other;
        for (int i = 0; i < count; i++) {
            counts.add(into[i], source.counts.get(from[i]));
            for (int bit = 0; bit < bits; bit++) {
                ones.add(into[i] * bits + bit, source.ones.get(from[i] * bits + bit));
            }
        }
    }

    @Override
    Column results(int[] groups, int count) {
        long[] values = new long[count];
        long[] nulls = null;
        for (int i = 0; i < count; i++) {
            if (counts.get(groups[i]) > 0) {
                values[i] = result(groups[i]);
            } else {
                nulls = nulls == null ? NullMask.allocate(count) : nulls;
                NullMask.set(nulls, i);
            }
        }
        if (wide) {
            return new LongColumn(count, values, nulls);
        }
        int[] narrow = new int[count];
        for (int i = 0; i < count; i++) {
            narrow[i] = (int) values[i];
        }
        return new IntColumn(count, narrow, nulls);
    }

    private long result(int group) {
        long result = 0;
        for (int bit = 0; bit < bits; bit++) {
            long having = ones.get(group * bits + bit);
            boolean set = switch (function) {
                case BIT_AND -> having == counts.get(group);
                case BIT_OR -> having > 0;
                default -> (having & 1) != 0;
            };
            result |= set ? 1L << bit : 0;
        }
        return result;
    }

    @Override
    void clear(int group) {
        counts.set(group, 0);
        for (int bit = 0; bit < bits; bit++) {
            ones.set(group * bits + bit, 0);
        }
    }

    @Override
    StateContainer state() {
        return state;
    }
}
