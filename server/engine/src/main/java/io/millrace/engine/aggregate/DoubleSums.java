package io.millrace.engine.aggregate;

import java.util.Arrays;

/**
 * Sums of doubles by group with twice the precision (compensated by two-sums), so that they hardly depend on order and survive
 * retraction. Infinities and NaN are counted apart, so that they can be retracted too.
 */
final class DoubleSums {

    private static final int KINDS = 3;

    private double[] high = new double[0];
    private double[] low = new double[0];
    private long[] specials;

    void reserve(int groups) {
        if (groups > high.length) {
            high = Arrays.copyOf(high, groups);
            low = Arrays.copyOf(low, groups);
            specials = specials == null ? null : Arrays.copyOf(specials, groups * KINDS);
        }
    }

    /** Adds {@code value · weight}. */
    void add(int group, double value, long weight) {
        if (Math.abs(value) <= Double.MAX_VALUE) {
            double product = value * weight;
            add(group, product, Math.fma(value, weight, -product));
        } else {
            addSpecial(group, value, weight);
        }
    }

    /** Adds a number given as the sum of two doubles, the second much smaller. */
    void add(int group, double value, double rest) {
        double before = high[group];
        double sum = before + value;
        double shadow = sum - before;
        double error = before - (sum - shadow) + (value - shadow);
        double tail = error + low[group] + rest;
        double rounded = sum + tail;
        high[group] = rounded;
        low[group] = tail - (rounded - sum);
    }

    private void addSpecial(int group, double value, long weight) {
        if (specials == null) {
            specials = new long[high.length * KINDS];
        }
        int kind = Double.isNaN(value) ? 0 : value > 0 ? 1 : 2;
        specials[group * KINDS + kind] += weight;
    }

    void merge(DoubleSums other, int from, int into) {
        add(into, other.high[from], other.low[from]);
        for (int kind = 0; other.specials != null && kind < KINDS; kind++) {
            long weight = other.specials[from * KINDS + kind];
            if (weight != 0) {
                double value = kind == 0 ? Double.NaN : kind == 1 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
                addSpecial(into, value, weight);
            }
        }
    }

    /** The sum rounded to a double. */
    double value(int group) {
        if (specials != null) {
            boolean positive = specials[group * KINDS + 1] != 0;
            boolean negative = specials[group * KINDS + 2] != 0;
            if (specials[group * KINDS] != 0 || (positive && negative)) {
                return Double.NaN;
            }
            if (positive || negative) {
                return positive ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
            }
        }
        return high[group];
    }

    /** What {@link #value} leaves out. */
    double rest(int group) {
        return low[group];
    }

    void clear(int group) {
        high[group] = 0;
        low[group] = 0;
        if (specials != null) {
            Arrays.fill(specials, group * KINDS, (group + 1) * KINDS, 0);
        }
    }

    long bytes() {
        return high.length * (specials == null ? 16L : 16L + KINDS * 8L);
    }
}
