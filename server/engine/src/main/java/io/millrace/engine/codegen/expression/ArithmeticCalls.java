package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.LongBacked;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.List;

/** The four operations, MODULO, NEGATE and ABS on integers and doubles; DECIMALs and times have families of their own. */
final class ArithmeticCalls implements CallTranslator {

    private final ExpressionCode translator;
    private final RowCode code;
    private final DecimalArithmetic decimals;
    private final TimeArithmetic times;

    ArithmeticCalls(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
        this.decimals = new DecimalArithmetic(translator);
        this.times = new TimeArithmetic(translator);
    }

    @Override
    public Operand translate(Call call) {
        Call narrow = LongBacked.narrowed(call);
        return translator.strict(narrow, arguments -> compute(narrow, arguments));
    }

    private Operand compute(Call call, List<Operand> arguments) {
        Type type = call.type();
        if (TimeArithmetic.concerns(call)) {
            return times.compute(call, arguments);
        }
        if (type.kind() == TypeKind.DECIMAL) {
            return decimals.compute(call, arguments);
        }
        boolean decimal = arguments.stream().anyMatch(a -> a.type().kind() == TypeKind.DECIMAL);
        if (decimal && type.layout() != Layout.DOUBLE) {
            Type wide = Type.decimal(
                    38,
                    arguments.stream()
                            .mapToInt(a -> Conversions.scale(a.type()))
                            .max()
                            .orElse(0));
            Call asDecimal = new Call(call.function(), call.arguments(), wide, call.nullable());
            return translator.conversions().convert(decimals.compute(asDecimal, arguments), type);
        }
        Type operandType = type.layout() == Layout.INT ? Type.INTEGER : type;
        List<Operand> operands = arguments.stream()
                .map(a -> translator.conversions().convert(a, operandType))
                .toList();
        return type.layout() == Layout.DOUBLE ? floating(call, operands) : exact(call, operands);
    }

    private Operand exact(Call call, List<Operand> operands) {
        String arguments = operands.size() == 1 ? operands.get(0).value() : operands.get(0) + ", " + operands.get(1);
        Function function = call.function();
        if (Traits.dividesSafely(call)) { // becomes a multiplication
            String operator = function == Function.DIVIDE ? " / " : " % ";
            return narrowed(call.type(), operands.get(0) + operator + operands.get(1));
        }
        return narrowed(call.type(), "Exact." + name(function) + "(" + arguments + ")");
    }

    private Operand narrowed(Type type, String value) {
        return switch (type.kind()) {
            case TINYINT -> code.value(type, "Exact.tinyint(" + value + ")");
            case SMALLINT -> code.value(type, "Exact.smallint(" + value + ")");
            default -> code.value(type, value);
        };
    }

    private Operand floating(Call call, List<Operand> operands) {
        Operand a = operands.get(0);
        String value = switch (call.function()) {
            case ADD -> a + " + " + operands.get(1);
            case SUBTRACT -> a + " - " + operands.get(1);
            case MULTIPLY -> a + " * " + operands.get(1);
            case DIVIDE -> a + " / " + operands.get(1);
            case MODULO -> a + " % " + operands.get(1);
            case NEGATE -> "-" + a;
            default -> "Math.abs(" + a + ")";
        };
        return code.value(
                call.type(), call.type().kind() == TypeKind.REAL ? "(double) (float) (" + value + ")" : value);
    }

    static String name(Function function) {
        return switch (function) {
            case ADD -> "add";
            case SUBTRACT -> "subtract";
            case MULTIPLY -> "multiply";
            case DIVIDE -> "divide";
            case MODULO -> "modulo";
            case NEGATE -> "negate";
            default -> "abs";
        };
    }
}
