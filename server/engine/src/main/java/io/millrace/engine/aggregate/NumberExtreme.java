package io.millrace.engine.aggregate;

import io.millrace.engine.state.cell.ByteCells;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.NullMask;

/**
 * MIN and MAX over inputs that only grow, of what fits a long. Smallest and greatest are one loop: for MIN the state and the
 * values are turned around by complement.
 */
final class NumberExtreme extends Accumulator {

    private final long flip;
    private final Layout layout;
    private final LongCells greatest;
    private final ByteCells present;
    private final StateParts state = new StateParts();

    /**
     * @param greatest MAX rather than MIN
     * @param layout INT, LONG or DOUBLE
     */
    NumberExtreme(boolean greatest, Layout layout, Versions versions) {
        this.greatest = new LongCells(versions, Long.MIN_VALUE);
        this.present = new ByteCells(versions);
        state.add("greatest", this.greatest).add("present", present);
        this.flip = greatest ? 0 : -1;
        this.layout = layout;
    }

    @Override
    void reserve(int groups) {
        greatest.reserve(groups);
        present.reserve(groups);
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        if (arguments[0] instanceof LongColumn longs) {
            addLongs(longs.values(), groups, rows, weights);
        } else if (arguments[0] instanceof IntColumn ints) {
            addInts(ints.values(), groups, rows, weights);
        } else {
            addDoubles(((DoubleColumn) arguments[0]).values(), groups, rows, weights);
        }
    }

    private void addLongs(long[] values, int[] groups, int rows, long[] weights) {
        for (int row = 0; row < rows; row++) {
            if (weights == null || weights[row] != 0) {
                add(groups[row], values[row] ^ flip);
            }
        }
    }

    private void addInts(int[] values, int[] groups, int rows, long[] weights) {
        for (int row = 0; row < rows; row++) {
            if (weights == null || weights[row] != 0) {
                add(groups[row], values[row] ^ flip);
            }
        }
    }

    private void addDoubles(double[] values, int[] groups, int rows, long[] weights) {
        for (int row = 0; row < rows; row++) {
            if (weights == null || weights[row] != 0) {
                add(groups[row], ordered(values[row]) ^ flip);
            }
        }
    }

    private static long ordered(double value) {
        long bits = Double.doubleToLongBits(value + 0.0);
        return bits < 0 ? bits ^ Long.MAX_VALUE : bits;
    }

    private void add(int group, long value) {
        if (value > greatest.get(group)) {
            greatest.set(group, value);
            present.set(group, true);
        } else if (value == Long.MIN_VALUE) {
            present.set(group, true);
        }
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        NumberExtreme source = (NumberExtreme) other;
        for (int i = 0; i < count; i++) {
            if (source.present.is(from[i])) {
                add(into[i], source.greatest.get(from[i]));
            }
        }
    }

    @Override
    Column results(int[] groups, int count) {
        long[] nulls = null;
        for (int i = 0; i < count; i++) {
            if (!present.is(groups[i])) {
                nulls = nulls == null ? NullMask.allocate(count) : nulls;
                NullMask.set(nulls, i);
            }
        }
        return switch (layout) {
            case INT -> new IntColumn(count, ints(groups, count), nulls);
            case LONG -> new LongColumn(count, longs(groups, count), nulls);
            case DOUBLE -> new DoubleColumn(count, doubles(groups, count), nulls);
            case BOOLEAN, BYTES, DECIMAL, ARRAY -> throw new IllegalStateException(layout + " does not fit a long");
        };
    }

    private long[] longs(int[] groups, int count) {
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = present.is(groups[i]) ? greatest.get(groups[i]) ^ flip : 0;
        }
        return values;
    }

    private int[] ints(int[] groups, int count) {
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = present.is(groups[i]) ? (int) (greatest.get(groups[i]) ^ flip) : 0;
        }
        return values;
    }

    private double[] doubles(int[] groups, int count) {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            long bits = greatest.get(groups[i]) ^ flip;
            values[i] = present.is(groups[i]) ? Double.longBitsToDouble(bits < 0 ? bits ^ Long.MAX_VALUE : bits) : 0;
        }
        return values;
    }

    @Override
    void clear(int group) {
        greatest.set(group, Long.MIN_VALUE);
        present.set(group, false);
    }

    @Override
    StateContainer state() {
        return state;
    }
}
