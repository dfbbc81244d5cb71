package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.List;

/** SIGN, FLOOR, CEIL, ROUND, TRUNCATE and the functions of doubles, which follow IEEE 754 and never fail. */
final class MathCalls implements CallTranslator {

    private final ExpressionCode translator;
    private final RowCode code;

    MathCalls(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        return translator.strict(call, arguments -> compute(call, arguments));
    }

    private Operand compute(Call call, List<Operand> arguments) {
        Operand operand = arguments.get(0);
        return switch (call.function()) {
            case SIGN -> sign(operand, call.type());
            case FLOOR, CEIL -> whole(operand, call.type(), call.function() == Function.FLOOR);
            case ROUND, TRUNCATE -> rounded(call, arguments);
            case POWER ->
                code.value(call.type(), "Math.pow(" + floating(operand) + ", " + floating(arguments.get(1)) + ")");
            case SQRT, EXP ->
                code.value(
                        call.type(),
                        "Math." + (call.function() == Function.SQRT ? "sqrt(" : "exp(") + floating(operand) + ")");
            default ->
                code.value(
                        call.type(),
                        "Math." + (call.function() == Function.LN ? "log(" : "log10(") + floating(operand) + ")");
        };
    }

    private Operand floating(Operand operand) {
        return translator.conversions().convert(operand, Type.DOUBLE);
    }

    private Operand sign(Operand operand, Type type) {
        Operand sign = switch (operand.type().layout()) {
            case INT -> code.value(Type.INTEGER, "Integer.signum(" + operand + ")");
            case LONG -> code.value(Type.INTEGER, "Long.signum(" + operand + ")");
            case DECIMAL -> code.value(Type.INTEGER, operand + ".signum()");
            default -> code.value(Type.DOUBLE, "Math.signum(" + operand + ")");
        };
        return translator.conversions().convert(sign, type);
    }

    private Operand whole(Operand operand, Type type, boolean floor) {
        String name = floor ? "floor" : "ceil";
        if (operand.type().layout() == Layout.DOUBLE) {
            return translator
                    .conversions()
                    .convert(code.value(Type.DOUBLE, "Math." + name + "(" + operand + ")"), type);
        }
        int scale = Conversions.scale(operand.type());
        if (operand.type().layout() == Layout.DECIMAL) {
            Type exact = Type.decimal(38, 0);
            return translator.conversions().convert(code.value(exact, "Decimals." + name + "(" + operand + ")"), type);
        }
        if (scale == 0) {
            return translator.conversions().convert(operand, type);
        }
        String unit = Java.power(scale);
        String value = floor
                ? "Math.floorDiv(" + operand + ", " + unit + ")"
                : "-Math.floorDiv(-" + operand + ", " + unit + ")";
        return translator.conversions().convert(code.value(Type.decimal(18, 0), value), type);
    }

    private Operand rounded(Call call, List<Operand> arguments) {
        Operand operand = arguments.get(0);
        boolean down = call.function() == Function.TRUNCATE;
        String digits = arguments.size() > 1 ? "(int) " + arguments.get(1) : "0";
        Type type = operand.type();
        if (type.layout() == Layout.DOUBLE) {
            Operand value = code.value(Type.DOUBLE, "Decimals.round(" + operand + ", " + digits + ", " + down + ")");
            return translator.conversions().convert(value, call.type());
        }
        if (type.kind() == TypeKind.DECIMAL) {
            String value = "Decimals.round(" + Conversions.big(operand) + ", " + digits + ", " + down + ")";
            if (type.layout() == Layout.LONG) {
                String name = down ? "Exact.truncate(" : "Exact.round(";
                int scale = Conversions.scale(type);
                String scaled = code.define("long", "v", name + operand + ", " + digits + " - " + scale + ")");
                Type exact = Type.decimal(19, scale);
                value = Conversions.big(
                        Operand.of(exact, "java.math.BigDecimal.valueOf(" + scaled + ", " + scale + ")"));
                if (call.type().layout() == Layout.LONG) {
                    return code.value(
                            call.type(),
                            "Decimals.rescale(" + scaled + ", " + scale + ", " + Conversions.precision(call.type())
                                    + ", " + Conversions.scale(call.type()) + ")");
                }
            }
            return new DecimalArithmetic(translator).checked(value, call.type());
        }
        String name = down ? "Exact.truncate(" : "Exact.round(";
        Operand value = code.value(Type.BIGINT, name + "(long) " + operand + ", " + digits + ")");
        return translator.conversions().convert(value, call.type());
    }
}
