package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.List;

/** Dates, times and timestamps plus and minus intervals, their differences, and intervals times numbers. */
final class TimeArithmetic {

    private final ExpressionCode translator;
    private final RowCode code;

    TimeArithmetic(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    static boolean concerns(Call call) {
        return temporal(call.type()) || call.arguments().stream().anyMatch(a -> temporal(a.type()));
    }

    private static boolean temporal(Type type) {
        return switch (type.kind()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_MONTH, INTERVAL_DAY -> true;
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
        };
    }

    Operand compute(Call call, List<Operand> arguments) {
        boolean sum = call.function() == Function.ADD || call.function() == Function.SUBTRACT;
        if (!sum) {
            return scaled(call, arguments);
        }
        boolean swap =
                interval(arguments.get(0).type()) && !interval(arguments.get(1).type());
        Operand left = arguments.get(swap ? 1 : 0);
        Operand right = arguments.get(swap ? 0 : 1);
        boolean minus = call.function() == Function.SUBTRACT;
        if (right.type().kind() == TypeKind.INTERVAL_MONTH && left.type().kind() != TypeKind.INTERVAL_MONTH) {
            String months = (minus ? "-(long) " : "(long) ") + right;
            return code.value(call.type(), addMonths(left, months, call.type()));
        }
        String sign = minus ? "minus" : "plus";
        return code.value(
                call.type(),
                switch (left.type().kind()) {
                    case DATE -> dateSum(left, right, minus, call.type());
                    case TIME -> timeSum(left, right, minus, call.type());
                    case TIMESTAMP, TIMESTAMP_LTZ, INTERVAL_DAY ->
                        Ticks.isFine(left.type())
                                ? fineSum(left, right, sign, call.type())
                                : result("Times." + sign + "(" + left + ", " + millis(right) + ")", call.type());
                    default -> "Exact." + (minus ? "subtract" : "add") + "(" + left + ", " + right + ")";
                });
    }

    private static boolean interval(Type type) {
        return type.kind() == TypeKind.INTERVAL_DAY || type.kind() == TypeKind.INTERVAL_MONTH;
    }

    private static String dateSum(Operand left, Operand right, boolean minus, Type type) {
        String operator = minus ? " - " : " + ";
        if (right.type().kind() == TypeKind.DATE) {
            String days = "((long) " + left + operator + right + ")";
            return type.layout() == Layout.INT ? "Times.date" + days : days + " * Times.DAY";
        }
        if (right.type().kind() == TypeKind.INTERVAL_DAY) {
            String millis = "Times." + (minus ? "minus" : "plus") + "(" + left + " * Times.DAY, " + right + ")";
            return type.kind() == TypeKind.DATE ? "Times.date(Times.days(" + millis + "))" : millis;
        }
        return "Times.date(" + (minus ? "Times.minus" : "Times.plus") + "((long) " + left + ", (long) " + right + "))";
    }

    private static String timeSum(Operand left, Operand right, boolean minus, Type type) {
        if (right.type().kind() == TypeKind.TIME) {
            return "(" + (type.layout() == Layout.INT ? "int" : "long") + ") (" + left + (minus ? " - " : " + ") + right
                    + ")";
        }
        return "Times.timePlus(" + left + ", " + (minus ? "-(long) " : "(long) ") + right + ")";
    }

    private static String fineSum(Operand left, Operand right, String sign, Type type) {
        long perMilli = Ticks.perMilli(left.type());
        String sum = "Times." + sign + "(" + left + ", Times.finer(" + millis(right) + ", " + perMilli + "L))";
        return fineResult(sum, left.type(), type);
    }

    /** What was computed in the ticks of a type, in those of a timestamp or as whatever else the result is. */
    private static String fineResult(String ticks, Type from, Type type) {
        return Ticks.isTimestamp(type)
                ? Conversions.inTicks(ticks, from, type)
                : result("Math.floorDiv(" + ticks + ", " + Ticks.perMilli(from) + "L)", type);
    }

    /** A timestamp, day-time interval or date in milliseconds. */
    private static String millis(Operand operand) {
        return operand.type().kind() == TypeKind.DATE ? "(" + operand + " * Times.DAY)" : "(long) " + operand;
    }

    private static String result(String millis, Type type) {
        return type.kind() == TypeKind.DATE ? "Times.date(Times.days(" + millis + "))" : millis;
    }

    /** ADD_MONTHS and the sum with a year-month interval. */
    static String addMonths(Operand left, String months, Type type) {
        long perMilli = Ticks.perMilli(left.type());
        if (perMilli > 1) {
            String moved = "Times.addMonthsToTicks(" + left + ", " + months + ", " + perMilli + "L)";
            return fineResult(moved, left.type(), type);
        }
        if (left.type().kind() != TypeKind.DATE) {
            return result("Times.addMonthsToMillis(" + left + ", " + months + ")", type);
        }
        String day = "Times.addMonths((long) " + left + ", " + months + ")";
        return type.layout() == Layout.LONG ? day + " * Times.DAY" : "Times.date(" + day + ")";
    }

    /** Intervals times, by and modulo numbers; negated; ABS. */
    private Operand scaled(Call call, List<Operand> arguments) {
        Type type = call.type();
        boolean fraction = arguments.stream()
                .anyMatch(a -> a.type().layout() == Layout.DOUBLE || a.type().kind() == TypeKind.DECIMAL);
        Type wide = fraction ? Type.DOUBLE : type.layout() == Layout.INT ? Type.INTEGER : Type.BIGINT;
        List<Operand> operands = arguments.stream()
                .map(a -> translator.conversions().convert(number(a), wide))
                .toList();
        String name = ArithmeticCalls.name(call.function());
        if (fraction) {
            String operator = call.function() == Function.MULTIPLY ? " * " : " / ";
            String millis = "Exact.bigint(" + operands.get(0) + operator + operands.get(1) + ")";
            return code.value(type, type.layout() == Layout.INT ? "Exact.integer(" + millis + ")" : millis);
        }
        String list = operands.size() == 1 ? operands.get(0).value() : operands.get(0) + ", " + operands.get(1);
        return code.value(type, "Exact." + name + "(" + list + ")");
    }

    private static Operand number(Operand operand) {
        return temporal(operand.type())
                ? operand.withType(operand.type().layout() == Layout.INT ? Type.INTEGER : Type.BIGINT)
                : operand;
    }
}
