package io.millrace.planner.graph.node;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.List;
import java.util.Optional;

/** Arithmetic on times and distances, all of them milliseconds whatever their types. */
final class Moments {

    private static final long DAY = 86_400_000;

    private Moments() {}

    /** The sum, in the type of the first. */
    static Expression plus(Expression time, Expression distance) {
        return sum(Function.ADD, time, distance, time.type());
    }

    static Expression plus(Expression time, long millis) {
        if (time instanceof Call call
                && call.function() == Function.ADD
                && constant(call.arguments().get(1)).isPresent()) {
            long both = constant(call.arguments().get(1)).get() + millis;
            return both == 0 ? call.arguments().get(0) : plus(call.arguments().get(0), interval(both));
        }
        return plus(time, interval(millis));
    }

    private static Literal interval(long millis) {
        return Literal.of(millis, Type.INTERVAL_DAY);
    }

    private static Optional<Long> constant(Expression expression) {
        return expression instanceof Literal literal
                        && literal.type().kind() == TypeKind.INTERVAL_DAY
                        && literal.value().orElse(null) instanceof Long millis
                ? Optional.of(millis)
                : Optional.empty();
    }

    /** The difference, in the given type. */
    static Expression minus(Expression first, Expression second, Type type) {
        return sum(Function.SUBTRACT, first, second, type);
    }

    private static Expression sum(Function function, Expression first, Expression second, Type type) {
        Optional<Long> constant = constant(second);
        if (constant.isPresent() && first.type().equals(type) && function == Function.SUBTRACT) {
            return plus(first, -constant.get());
        }
        boolean nullable = first.nullable() || second.nullable();
        if (first.type().equals(type) && second.type().kind() == TypeKind.INTERVAL_DAY) {
            return new Call(function, List.of(first, second), type, nullable);
        }
        Expression millis =
                new Call(function, List.of(as(first, Type.BIGINT), as(second, Type.BIGINT)), Type.BIGINT, nullable);
        return as(millis, type);
    }

    /** The same milliseconds in another type. */
    static Expression as(Expression time, Type type) {
        if (time.type().equals(type)) {
            return time;
        }
        if (time instanceof Call call && call.function() == Function.REINTERPRET) {
            return as(call.arguments().get(0), type);
        }
        return new Call(Function.REINTERPRET, List.of(time), type, time.nullable());
    }

    /** The first beginning of a unit after a time, where {@code rounding} gives the one at or before it. */
    static Expression next(Function rounding, Expression time) {
        Expression stamp = as(time, Type.TIMESTAMP);
        Expression begin = new Call(rounding, List.of(stamp), stamp.type(), stamp.nullable());
        return switch (rounding) {
            case FLOOR_YEAR -> monthsLater(begin, 12);
            case FLOOR_QUARTER -> monthsLater(begin, 3);
            case FLOOR_MONTH -> monthsLater(begin, 1);
            case FLOOR_WEEK -> plus(begin, 7 * DAY);
            case FLOOR_DAY -> plus(begin, DAY);
            case FLOOR_HOUR -> plus(begin, 3_600_000);
            case FLOOR_MINUTE -> plus(begin, 60_000);
            case FLOOR_SECOND -> plus(begin, 1_000);
            default -> throw new IllegalArgumentException(rounding + " does not round times");
        };
    }

    /** The first beginning of a unit at or after a time. */
    static Expression ceiling(Function rounding, Expression time) {
        return next(rounding, plus(as(time, Type.TIMESTAMP), -1));
    }

    private static Expression monthsLater(Expression time, int months) {
        return new Call(
                Function.ADD_MONTHS, List.of(time, Literal.of(months, Type.INTEGER)), time.type(), time.nullable());
    }
}
