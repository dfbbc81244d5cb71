package io.millrace.planner.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;

/** Arithmetic on intervals, which are counts of months or of milliseconds. */
final class Intervals {

    private Intervals() {}

    /** The number type that holds what an interval counts. */
    static Type count(Type interval) {
        return interval.kind() == TypeKind.INTERVAL_MONTH ? Type.INTEGER : Type.BIGINT;
    }

    static Expression asCount(Expression interval) {
        return reinterpret(interval, count(interval.type()));
    }

    private static Expression reinterpret(Expression expression, Type type) {
        return new Call(Function.REINTERPRET, List.of(expression), type, expression.nullable());
    }

    /** Interval × number, number × interval, interval / number. */
    static Expression scaled(Function function, RexCall call, List<Expression> operands) {
        Type interval = TypeConversion.fromCalcite(call.getType());
        if (!Literals.isInterval(interval)) {
            return SourceCalls.notSupported(call);
        }
        boolean approximate = operands.stream()
                .anyMatch(operand -> !Literals.isInterval(operand.type()) && !Casts.isInteger(operand.type()));
        Type computed = approximate ? Type.DOUBLE : count(interval);
        List<Expression> numbers = operands.stream()
                .map(operand -> Literals.isInterval(operand.type()) ? asCount(operand) : operand)
                .map(operand -> Casts.cast(operand, computed))
                .toList();
        Expression product =
                new Call(function, numbers, computed, call.getType().isNullable());
        return reinterpret(Casts.cast(product, count(interval)), interval);
    }

    /** Between intervals nothing changes but the name of the unit; to and from numbers the interval's own unit counts. */
    static Expression cast(RexCall call, Expression operand, Type type) {
        if (operand.type().kind() == type.kind()) {
            return operand;
        }
        if (isWhole(operand.type(), type)) {
            return Casts.cast(units(call, operand), type);
        }
        if (Casts.isInteger(operand.type())) {
            Expression number = Casts.cast(operand, count(type));
            Expression unit = Casts.cast(Literals.bigint(multiplier(call.getType())), count(type));
            Expression product = new Call(Function.MULTIPLY, List.of(number, unit), count(type), operand.nullable());
            return reinterpret(product, type);
        }
        return SourceCalls.notSupported(call);
    }

    /** Whether an interval becomes a whole number. */
    static boolean isWhole(Type from, Type to) {
        return Literals.isInterval(from) && Casts.isInteger(to);
    }

    /** How many of its own unit an interval has. */
    static Expression units(RexCall call, Expression interval) {
        Type count = count(interval.type());
        Expression unit =
                Casts.cast(Literals.bigint(multiplier(call.getOperands().get(0).getType())), count);
        return new Call(Function.DIVIDE, List.of(asCount(interval), unit), count, interval.nullable());
    }

    private static long multiplier(RelDataType interval) {
        BigDecimal multiplier = interval.getIntervalQualifier().getUnit().multiplier;
        return multiplier.longValue();
    }
}
