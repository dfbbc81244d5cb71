package io.millrace.engine.aggregate.number;

import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;

/**
 * Sums of doubles by group with twice the precision (compensated by two-sums), so that they hardly depend on order and survive
 * retraction. Infinities and NaN are counted apart, so that they can be retracted too.
 */
public final class DoubleSums {

    private static final int KINDS = 3;

    /** The bits of doubles. */
    private final LongCells high;

    private final LongCells low;
    /** Without cells until there is a special value. */
    private final LongCells specials;

    private final StateParts state = new StateParts();
    private int limit;

    public DoubleSums(Versions versions) {
        high = new LongCells(versions);
        low = new LongCells(versions);
        specials = new LongCells(versions);
        state.add("high", high).add("low", low).add("specials", specials);
    }

    public void reserve(int groups) {
        limit = Math.max(limit, groups);
        high.reserve(groups);
        low.reserve(groups);
        if (specials.capacity() > 0) {
            specials.reserve(groups * KINDS);
        }
    }

    /** Adds {@code value · weight}. */
    public void add(int group, double value, long weight) {
        if (Math.abs(value) <= Double.MAX_VALUE) {
            double product = value * weight;
            add(group, product, Math.fma(value, weight, -product));
        } else {
            addSpecial(group, value, weight);
        }
    }

    /** Adds a number given as the sum of two doubles, the second much smaller. */
    public void add(int group, double value, double rest) {
        long[] highBlock = high.writable(group);
        long[] lowBlock = low.writable(group);
        int at = group & LongCells.MASK;
        double before = Double.longBitsToDouble(highBlock[at]);
        double sum = before + value;
        double shadow = sum - before;
        double error = before - (sum - shadow) + (value - shadow);
        double tail = error + Double.longBitsToDouble(lowBlock[at]) + rest;
        double rounded = sum + tail;
        highBlock[at] = Double.doubleToRawLongBits(rounded);
        lowBlock[at] = Double.doubleToRawLongBits(tail - (rounded - sum));
    }

    /** Adds {@code x · y · weight}. */
    public void addProduct(int group, double x, double y, long weight) {
        double product = x * y;
        if (Math.abs(product) <= Double.MAX_VALUE) {
            add(group, product * weight, Math.fma(x, y, -product) * weight);
        } else {
            add(group, product, weight);
        }
    }

    private void addSpecial(int group, double value, long weight) {
        specials.reserve(limit * KINDS);
        int kind = Double.isNaN(value) ? 0 : value > 0 ? 1 : 2;
        specials.add(group * KINDS + kind, weight);
    }

    public void merge(DoubleSums other, int from, int into) {
        add(into, other.high(from), other.rest(from));
        for (int kind = 0; other.hasSpecials(from) && kind < KINDS; kind++) {
            long weight = other.specials.get(from * KINDS + kind);
            if (weight != 0) {
                double value = kind == 0 ? Double.NaN : kind == 1 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
                addSpecial(into, value, weight);
            }
        }
    }

    /** The sum rounded to a double. */
    public double value(int group) {
        if (hasSpecials(group)) {
            boolean positive = specials.get(group * KINDS + 1) != 0;
            boolean negative = specials.get(group * KINDS + 2) != 0;
            if (specials.get(group * KINDS) != 0 || (positive && negative)) {
                return Double.NaN;
            }
            if (positive || negative) {
                return positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            }
        }
        return high(group);
    }

    private double high(int group) {
        return Double.longBitsToDouble(high.get(group));
    }

    private boolean hasSpecials(int group) {
        return (group + 1) * KINDS <= specials.capacity();
    }

    /** What {@link #value} leaves out. */
    public double rest(int group) {
        return Double.longBitsToDouble(low.get(group));
    }

    /**
     * Of sums of products: the sum of the products of deviations, {@code Σxy − Σx · Σy / n}, in twice the precision until the
     * subtraction is done; NaN when it is not finite.
     *
     * @param xs the sums of the first factors
     * @param ys the sums of the second factors
     */
    public double deviations(int group, DoubleSums xs, DoubleSums ys, long rows) {
        double x = xs.value(group);
        double y = ys.value(group);
        double product = x * y;
        double total = value(group);
        if (!(Math.abs(product) <= Double.MAX_VALUE && Math.abs(total) <= Double.MAX_VALUE)) {
            return Double.NaN;
        }
        double productRest = Math.fma(x, y, -product) + (x * ys.rest(group) + y * xs.rest(group));
        double mean = product / rows;
        double meanRest = (Math.fma(-mean, rows, product) + productRest) / rows;
        return total - mean + (rest(group) - meanRest);
    }

    public void clear(int group) {
        high.set(group, 0);
        low.set(group, 0);
        for (int kind = 0; hasSpecials(group) && kind < KINDS; kind++) {
            specials.set(group * KINDS + kind, 0);
        }
    }

    public StateContainer state() {
        return state;
    }
}
