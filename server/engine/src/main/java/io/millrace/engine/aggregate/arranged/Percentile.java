package io.millrace.engine.aggregate.arranged;

import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.Literal;
import io.millrace.engine.aggregate.number.ExactNumbers;
import io.millrace.engine.state.OrderedRows;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.NullMask;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** PERCENTILE_CONT and PERCENTILE_DISC: the value at a fraction of the way through a group, with or without what is in between. */
final class Percentile implements ArrangedResult {

    private final BigDecimal fraction;
    private final boolean continuous;
    private final Type type;
    private final double unit;

    Percentile(AggregateCall call, Type argument) {
        fraction = number(call.arrangement().orElseThrow().constants().get(0));
        continuous = call.function() == AggregateFunction.PERCENTILE_CONT;
        type = call.type();
        unit = Math.pow(10, ExactNumbers.scale(argument));
    }

    private static BigDecimal number(Literal literal) {
        Object value = literal.value().orElseThrow();
        return value instanceof Long scaled
                ? BigDecimal.valueOf(scaled, ExactNumbers.scale(literal.type()))
                : new BigDecimal(value.toString());
    }

    @Override
    public Column of(OrderedRows rows, int[] groups, int count) {
        return continuous ? interpolated(rows, groups, count) : chosen(rows, groups, count);
    }

    private Column chosen(OrderedRows rows, int[] groups, int count) {
        ChosenRows chosen = new ChosenRows(count);
        for (int i = 0; i < count; i++) {
            long total = rows.total(groups[i]);
            long reached = fraction.multiply(BigDecimal.valueOf(total))
                    .setScale(0, RoundingMode.CEILING)
                    .longValue();
            chosen.choose(i, total == 0 ? OrderedRows.NONE : rows.at(groups[i], Math.max(0, reached - 1)));
        }
        return chosen.values(rows, type);
    }

    private Column interpolated(OrderedRows rows, int[] groups, int count) {
        double[] values = new double[count];
        long[] nulls = null;
        for (int i = 0; i < count; i++) {
            long total = rows.total(groups[i]);
            if (total == 0) {
                nulls = nulls == null ? NullMask.allocate(count) : nulls;
                NullMask.set(nulls, i);
            } else {
                values[i] = interpolated(rows, groups[i], total);
            }
        }
        return new DoubleColumn(count, values, nulls);
    }

    private double interpolated(OrderedRows rows, int group, long total) {
        BigDecimal place = fraction.multiply(BigDecimal.valueOf(total - 1));
        long below = place.longValue();
        double share = place.subtract(BigDecimal.valueOf(below)).doubleValue();
        int[] around = {rows.at(group, below), rows.at(group, Math.min(total - 1, below + 1))};
        Column values = rows.gather(0, around, 2);
        double one = ExactNumbers.unscaled(values, 0, unit) / unit;
        double other = ExactNumbers.unscaled(values, 1, unit) / unit;
        return share == 0 || one == other ? one : one + (other - one) * share;
    }
}
