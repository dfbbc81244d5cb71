package io.millrace.planner.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexCall;

/** Arithmetic on numbers; that on times is passed on to {@link DateTimes}. */
final class Arithmetic {

    private Arithmetic() {}

    static void register(Map<String, CallTranslation> byName) {
        byName.put("ABS", (call, operands) -> ofOwnType(Function.ABS, call, operands));
        byName.put("TRUNCATE", (call, operands) -> rounded(Function.TRUNCATE, call, operands));
        byName.put("TRUNC", (call, operands) -> rounded(Function.TRUNCATE, call, operands));
        byName.put("POWER", TextFunctions.with(Function.POWER, Argument.DOUBLE, Argument.DOUBLE));
        byName.put("POW", TextFunctions.with(Function.POWER, Argument.DOUBLE, Argument.DOUBLE));
        byName.put("SQRT", TextFunctions.with(Function.SQRT, Argument.DOUBLE));
        byName.put("EXP", TextFunctions.with(Function.EXP, Argument.DOUBLE));
        byName.put("LN", TextFunctions.with(Function.LN, Argument.DOUBLE));
        byName.put("LOG10", TextFunctions.with(Function.LOG10, Argument.DOUBLE));
        byName.put("MOD", Arithmetic::modulo);
        byName.put("BITXOR", Arithmetic::exclusiveOr);
        byName.put("^", Arithmetic::exclusiveOr);
    }

    static Expression plus(RexCall call, List<Expression> operands) {
        return isTemporal(operands) ? DateTimes.plus(call, operands) : numeric(Function.ADD, call, operands);
    }

    static Expression minus(RexCall call, List<Expression> operands) {
        return isTemporal(operands) ? DateTimes.minus(call, operands) : numeric(Function.SUBTRACT, call, operands);
    }

    static Expression times(RexCall call, List<Expression> operands) {
        return isTemporal(operands)
                ? Intervals.scaled(Function.MULTIPLY, call, operands)
                : numeric(Function.MULTIPLY, call, operands);
    }

    static Expression divide(RexCall call, List<Expression> operands) {
        return isTemporal(operands)
                ? Intervals.scaled(Function.DIVIDE, call, operands)
                : numeric(Function.DIVIDE, call, operands);
    }

    /** The remainder has the type of the second operand in Calcite; it is computed in a type that holds both. */
    static Expression modulo(RexCall call, List<Expression> operands) {
        List<Expression> aligned = Casts.align(operands);
        Type result = TypeConversion.fromCalcite(call.getType());
        Type common = Casts.common(operands.get(0).type(), operands.get(1).type());
        Expression remainder =
                new Call(Function.MODULO, aligned, common, call.getType().isNullable());
        return Casts.cast(remainder, result);
    }

    /** Calcite's own is computed in BIGINT, whatever its type is. */
    private static Expression exclusiveOr(RexCall call, List<Expression> operands) {
        return operands.stream().allMatch(operand -> Casts.isInteger(operand.type()) || isNull(operand))
                ? Casts.cast(
                        SourceCalls.exclusiveOr(
                                call,
                                operands.stream()
                                        .map(operand -> Casts.cast(operand, Type.BIGINT))
                                        .toList()),
                        TypeConversion.fromCalcite(call.getType()))
                : SourceCalls.notSupported(call);
    }

    private static boolean isNull(Expression operand) {
        return operand instanceof Literal literal && literal.value().isEmpty();
    }

    private static boolean isTemporal(List<Expression> operands) {
        return operands.stream().map(Expression::type).anyMatch(type -> switch (type.kind()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY, INTERVAL_MONTH -> true;
            case BOOLEAN,
                    TINYINT,
                    SMALLINT,
                    INTEGER,
                    BIGINT,
                    REAL,
                    DOUBLE,
                    DECIMAL,
                    CHAR,
                    VARCHAR,
                    BINARY,
                    VARBINARY,
                    UUID,
                    ARRAY,
                    MULTISET,
                    ROW,
                    MAP,
                    VARIANT -> false;
        });
    }

    private static Expression numeric(Function function, RexCall call, List<Expression> operands) {
        Type result = TypeConversion.fromCalcite(call.getType());
        return Functions.of(
                function,
                call,
                operands.stream().map(operand -> operand(operand, result)).toList());
    }

    /** The operand in the layout of the result; DECIMALs keep their scale. */
    private static Expression operand(Expression operand, Type result) {
        if (result.kind() != TypeKind.DECIMAL) {
            return operand.type().layout() == result.layout() && operand.type().kind() != TypeKind.DECIMAL
                    ? operand
                    : Casts.cast(operand, result);
        }
        if (Casts.isApproximate(operand.type())) {
            return Casts.cast(operand, result);
        }
        boolean wide = result.layout() == Layout.DECIMAL;
        return Casts.cast(
                operand, wide ? Casts.inLayout(Casts.decimal(operand.type()), result) : Casts.decimal(operand.type()));
    }

    /** A function whose result has the type of its one argument. */
    static Expression ofOwnType(Function function, RexCall call, List<Expression> operands) {
        Type type = TypeConversion.fromCalcite(call.getType());
        return Functions.of(function, call, List.of(Casts.cast(operands.get(0), type)));
    }

    static Expression rounded(Function function, RexCall call, List<Expression> operands) {
        Type type = TypeConversion.fromCalcite(call.getType());
        Expression value = Casts.cast(operands.get(0), type);
        return Functions.of(
                function,
                call,
                operands.size() == 1 ? List.of(value) : List.of(value, Argument.INTEGER.adapt(operands.get(1))));
    }
}
