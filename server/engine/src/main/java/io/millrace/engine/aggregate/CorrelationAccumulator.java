package io.millrace.engine.aggregate;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.engine.aggregate.number.DoubleSums;
import io.millrace.engine.aggregate.number.ExactNumbers;
import io.millrace.engine.state.cell.LongCells;
import io.millrace.engine.state.cell.StateContainer;
import io.millrace.engine.state.cell.StateParts;
import io.millrace.engine.state.cell.Versions;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import java.util.List;

/**
 * COVAR, CORR and REGR of pairs of a dependent value y and an independent one x, from the sums of values and products in twice the
 * precision of a double.
 */
final class CorrelationAccumulator extends Accumulator {

    private final AggregateFunction function;
    private final double unitX;
    private final double unitY;
    private final LongCells counts;
    private final DoubleSums xs;
    private final DoubleSums ys;
    private final DoubleSums xx;
    private final DoubleSums xy;
    private final DoubleSums yy;
    private final StateParts state = new StateParts();

    /** @param y the type of the first argument */
    CorrelationAccumulator(AggregateFunction function, Type y, Type x, Versions versions) {
        this.function = function;
        this.unitX = Math.pow(10, ExactNumbers.scale(x));
        this.unitY = Math.pow(10, ExactNumbers.scale(y));
        this.counts = new LongCells(versions);
        this.xs = new DoubleSums(versions);
        this.ys = new DoubleSums(versions);
        this.xx = new DoubleSums(versions);
        this.xy = new DoubleSums(versions);
        this.yy = new DoubleSums(versions);
        state.add("counts", counts)
                .add("x", xs.state())
                .add("y", ys.state())
                .add("xx", xx.state())
                .add("xy", xy.state())
                .add("yy", yy.state());
    }

    private List<DoubleSums> sums() {
        return List.of(xs, ys, xx, xy, yy);
    }

    @Override
    void reserve(int groups) {
        counts.reserve(groups);
        xs.reserve(groups);
        ys.reserve(groups);
        xx.reserve(groups);
        xy.reserve(groups);
        yy.reserve(groups);
    }

    @Override
    void add(Column[] arguments, int[] groups, int rows, long[] weights) {
        for (int row = 0; row < rows; row++) {
            long weight = weights == null ? 1 : weights[row];
            if (weight != 0) {
                double y = ExactNumbers.unscaled(arguments[0], row, unitY);
                double x = ExactNumbers.unscaled(arguments[1], row, unitX);
                add(groups[row], x, y, weight);
            }
        }
    }

    private void add(int group, double x, double y, long weight) {
        counts.add(group, weight);
        xs.add(group, x, weight);
        ys.add(group, y, weight);
        xx.addProduct(group, x, x, weight);
        xy.addProduct(group, x, y, weight);
        yy.addProduct(group, y, y, weight);
    }

    @Override
    void merge(Accumulator other, int[] from, int[] into, int count) {
        CorrelationAccumulator source = (CorrelationAccumulator) other;
        List<DoubleSums> these = sums();
        List<DoubleSums> others = source.sums();
        for (int i = 0; i < count; i++) {
            counts.add(into[i], source.counts.get(from[i]));
            for (int sum = 0; sum < these.size(); sum++) {
                these.get(sum).merge(others.get(sum), from[i], into[i]);
            }
        }
    }

    @Override
    Column results(int[] groups, int count) {
        double[] values = new double[count];
        long[] nulls = null;
        for (int i = 0; i < count; i++) {
            long rows = counts.get(groups[i]);
            if (rows == 0) {
                clear(groups[i]);
            }
            if (rows < (function == AggregateFunction.COVAR_SAMP ? 2 : 1) || isUndefined(groups[i], rows)) {
                nulls = nulls == null ? NullMask.allocate(count) : nulls;
                NullMask.set(nulls, i);
            } else {
                values[i] = result(groups[i], rows) + 0.0;
            }
        }
        return new DoubleColumn(count, values, nulls);
    }

    /** Whether all values are the same that the result is divided by the spread of. */
    private boolean isUndefined(int group, long rows) {
        return switch (function) {
            case CORR -> sxx(group, rows) == 0 || syy(group, rows) == 0;
            case REGR_SLOPE, REGR_INTERCEPT, REGR_R2 -> sxx(group, rows) == 0;
            default -> false;
        };
    }

    private double result(int group, long rows) {
        return switch (function) {
            case COVAR_POP -> sxy(group, rows) / rows;
            case COVAR_SAMP -> sxy(group, rows) / (rows - 1);
            case CORR -> Math.max(-1, Math.min(1, correlation(group, rows)));
            case REGR_AVGX -> xs.value(group) / rows / unitX;
            case REGR_AVGY -> ys.value(group) / rows / unitY;
            case REGR_SXX -> sxx(group, rows);
            case REGR_SYY -> syy(group, rows);
            case REGR_SXY -> sxy(group, rows);
            case REGR_SLOPE -> slope(group, rows);
            case REGR_INTERCEPT -> (ys.value(group) / unitY - slope(group, rows) * (xs.value(group) / unitX)) / rows;
            case REGR_R2 -> determination(group, rows);
            default -> throw new IllegalStateException(function + " is not about pairs");
        };
    }

    private double correlation(int group, long rows) {
        double sxx = sxx(group, rows);
        double syy = syy(group, rows);
        double product = sxx * syy;
        boolean exact = product >= Double.MIN_NORMAL && product <= Double.MAX_VALUE;
        return sxy(group, rows) / (exact ? Math.sqrt(product) : Math.sqrt(sxx) * Math.sqrt(syy));
    }

    private double slope(int group, long rows) {
        return sxy(group, rows) / sxx(group, rows);
    }

    private double determination(int group, long rows) {
        double sxy = sxy(group, rows);
        double product = sxx(group, rows) * syy(group, rows);
        if (product >= Double.MIN_NORMAL && product <= Double.MAX_VALUE && sxy * sxy <= Double.MAX_VALUE) {
            return Math.min(1, sxy * sxy / product);
        }
        double correlation = correlation(group, rows);
        return syy(group, rows) == 0 ? 1 : Math.min(1, correlation * correlation);
    }

    private double sxx(int group, long rows) {
        return positive(xx.deviations(group, xs, xs, rows)) / (unitX * unitX);
    }

    private double syy(int group, long rows) {
        return positive(yy.deviations(group, ys, ys, rows)) / (unitY * unitY);
    }

    private double sxy(int group, long rows) {
        return xy.deviations(group, xs, ys, rows) / (unitX * unitY);
    }

    private static double positive(double squares) {
        return Double.isNaN(squares) ? squares : Math.max(0, squares);
    }

    @Override
    void clear(int group) {
        counts.set(group, 0);
        for (DoubleSums sum : sums()) {
            sum.clear(group);
        }
    }

    @Override
    StateContainer state() {
        return state;
    }
}
