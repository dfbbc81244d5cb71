package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.LongBacked;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * Arithmetic with a DECIMAL result. Scaled longs are used, without any check, wherever the operands' digits say that nothing can
 * overflow; otherwise checked, or through BigDecimal.
 */
final class DecimalArithmetic {

    private static final int LONG_DIGITS = 18;

    private final ExpressionCode translator;
    private final RowCode code;

    DecimalArithmetic(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    Operand compute(Call call, List<Operand> arguments) {
        List<Operand> operands = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            operands.add(shortened(call, i, exact(arguments.get(i))));
        }
        Type type = call.type();
        boolean small = type.layout() == Layout.LONG
                && operands.stream().allMatch(o -> Conversions.digits(o.type()) <= LONG_DIGITS);
        if (!small) {
            return big(call, operands);
        }
        return switch (call.function()) {
            case ADD, SUBTRACT, MODULO -> sum(call, operands);
            case MULTIPLY -> product(type, operands.get(0), operands.get(1));
            case DIVIDE -> quotient(type, operands.get(0), operands.get(1));
            case NEGATE -> rescaled("(-" + operands.get(0) + ")", digits(operands, 0), scale(operands, 0), type);
            default -> rescaled("Math.abs(" + operands.get(0) + ")", digits(operands, 0), scale(operands, 0), type);
        };
    }

    /** Doubles among the operands (a planner would have cast them) enter with 15 digits. */
    private Operand exact(Operand operand) {
        return operand.type().layout() == Layout.DOUBLE
                ? translator.conversions().convert(operand, Type.decimal(38, 15))
                : operand;
    }

    /** A constant has only the digits that it shows. */
    private static Operand shortened(Call call, int argument, Operand operand) {
        return operand.type().layout() == Layout.DECIMAL
                ? operand
                : ExpressionCode.constant(call, argument)
                        .filter(value ->
                                value instanceof Number && operand.type().layout() != Layout.DOUBLE)
                        .map(value ->
                                BigDecimal.valueOf(((Number) value).longValue(), Conversions.scale(operand.type())))
                        .filter(value -> value.precision() <= LONG_DIGITS)
                        .map(value -> operand.withType(Type.decimal(Math.max(value.precision(), 1), value.scale())))
                        .orElse(operand);
    }

    private static int digits(List<Operand> operands, int index) {
        return Conversions.digits(operands.get(index).type());
    }

    private static int scale(List<Operand> operands, int index) {
        return Conversions.scale(operands.get(index).type());
    }

    private Operand sum(Call call, List<Operand> operands) {
        int common = Math.max(scale(operands, 0), scale(operands, 1));
        int up0 = common - scale(operands, 0);
        int up1 = common - scale(operands, 1);
        int digits = Math.max(digits(operands, 0) + up0, digits(operands, 1) + up1);
        if (digits > LONG_DIGITS) {
            return big(call, operands);
        }
        String left = operands.get(0) + (up0 == 0 ? "" : " * " + Java.power(up0));
        String right = "(" + operands.get(1) + (up1 == 0 ? "" : " * " + Java.power(up1)) + ")";
        if (call.function() == Function.MODULO) {
            return rescaled("Exact.modulo(" + left + ", " + right + ")", digits, common, call.type());
        }
        String operator = call.function() == Function.ADD ? " + " : " - ";
        return rescaled("(" + left + operator + right + ")", digits + 1, common, call.type());
    }

    private Operand product(Type type, Operand left, Operand right) {
        int digits = Conversions.digits(left.type()) + Conversions.digits(right.type());
        int scale = Conversions.scale(left.type()) + Conversions.scale(right.type());
        if (digits <= LONG_DIGITS) {
            return rescaled("(" + left + " * " + right + ")", digits, scale, type);
        }
        int drop = scale - Conversions.scale(type);
        if (drop < 0) {
            return code.value(
                    type,
                    "Decimals.scaled(" + Conversions.big(left) + ".multiply(" + Conversions.big(right) + "), "
                            + shape(type) + ")");
        }
        return code.value(
                type,
                "Decimals.multiply((long) " + left + ", (long) " + right + ", " + drop + ", " + shape(type) + ")");
    }

    private Operand quotient(Type type, Operand left, Operand right) {
        return code.value(
                type,
                "Decimals.divide((long) " + left + ", " + Conversions.scale(left.type()) + ", (long) " + right + ", "
                        + Conversions.scale(right.type()) + ", " + shape(type) + ")");
    }

    private static String shape(Type type) {
        return Conversions.precision(type) + ", " + Conversions.scale(type);
    }

    /** A scaled long of at most {@code digits} digits (19 for a sum) in the scale of the result, checked when it may not fit. */
    private Operand rescaled(String value, int digits, int scale, Type type) {
        int drop = scale - Conversions.scale(type);
        int precision = Conversions.precision(type);
        if (drop < 0) {
            return code.value(type, "Decimals.rescale(" + value + ", " + scale + ", " + shape(type) + ")");
        }
        String rounded = drop == 0 ? value : "Decimals.roundDown(" + value + ", " + Java.power(drop) + ")";
        int needed = digits - drop + (drop == 0 ? 0 : 1);
        return code.value(
                type,
                needed <= precision
                        ? rounded
                        : "Decimals.fit(" + rounded + ", " + Java.power(precision) + ", " + shape(type) + ")");
    }

    private Operand big(Call call, List<Operand> operands) {
        Type type = call.type();
        if (beginsWithLongs(call, operands)) {
            return longOrBig(call, operands);
        }
        String left = Conversions.big(operands.get(0));
        String right = operands.size() > 1 ? Conversions.big(operands.get(1)) : "";
        String value = switch (call.function()) {
            case ADD -> left + ".add(" + right + ")";
            case SUBTRACT -> left + ".subtract(" + right + ")";
            case MULTIPLY -> left + ".multiply(" + right + ")";
            case DIVIDE -> "Decimals.divide(" + left + ", " + right + ", " + Conversions.scale(type) + ")";
            case MODULO -> "Decimals.modulo(" + left + ", " + right + ")";
            case NEGATE -> left + ".negate()";
            default -> left + ".abs()";
        };
        return checked(value, type);
    }

    /** The long that the result is wherever that is enough, and the BigDecimal that is made where it is not. */
    private Operand longOrBig(Call call, List<Operand> operands) {
        Type type = call.type();
        int scale = Conversions.scale(type);
        String left = operand(operands, 0);
        String right = operand(operands, 1);
        String small = switch (call.function()) {
            case ADD -> left + up(operands, 0, scale) + " + " + right + up(operands, 1, scale);
            case SUBTRACT -> left + up(operands, 0, scale) + " - " + right + up(operands, 1, scale);
            default -> left + " * " + right;
        };
        String method = switch (call.function()) {
            case ADD -> "sum";
            case SUBTRACT -> "difference";
            default -> "product";
        };
        return Operand.longOrBig(
                type,
                code.define("long", "p", small),
                code.define(
                        "java.math.BigDecimal",
                        "w",
                        "Decimals." + method + "BeyondLong(" + left + ", " + scale(operands, 0) + ", " + right + ", "
                                + scale(operands, 1) + ", " + shape(type) + ")"));
    }

    private static String operand(List<Operand> operands, int index) {
        return "(long) " + operands.get(index);
    }

    private static String up(List<Operand> operands, int index, int scale) {
        int up = scale - scale(operands, index);
        return up == 0 ? "" : " * " + Java.power(up);
    }

    /** Whether a large result is that of two longs in its own scale: a BigDecimal is made only where a long is not enough, or one is wanted. */
    private static boolean beginsWithLongs(Call call, List<Operand> operands) {
        if (call.type().layout() != Layout.DECIMAL
                || operands.size() != 2
                || !operands.stream().allMatch(operand -> LongBacked.isLong(operand.type()))) {
            return false;
        }
        int scale = Conversions.scale(call.type());
        return switch (call.function()) {
            case ADD, SUBTRACT ->
                scale >= Math.max(scale(operands, 0), scale(operands, 1))
                        && scale - Math.min(scale(operands, 0), scale(operands, 1)) <= LONG_DIGITS;
            case MULTIPLY -> scale == scale(operands, 0) + scale(operands, 1);
            default -> false;
        };
    }

    /** A BigDecimal expression in the layout of the result. */
    Operand checked(String value, Type type) {
        if (type.kind() != TypeKind.DECIMAL) {
            return translator.conversions().convert(Operand.of(Type.decimal(38, 19), value), type);
        }
        String method = type.layout() == Layout.DECIMAL ? "Decimals.fit(" : "Decimals.scaled(";
        return code.value(type, method + value + ", " + shape(type) + ")");
    }
}
