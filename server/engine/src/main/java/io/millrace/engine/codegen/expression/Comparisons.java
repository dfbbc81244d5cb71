package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Function;
import io.millrace.engine.codegen.expression.operand.Branches;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.ConstantOperands;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.LongOrBig;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Comparisons of two values, IS NOT DISTINCT FROM, GREATEST and LEAST. Text compares by bytes, NaN as the largest double. */
final class Comparisons implements CallTranslator {

    private final ExpressionCode translator;
    private final RowCode code;

    Comparisons(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        return switch (call.function()) {
            case IS_NOT_DISTINCT_FROM -> notDistinct(call);
            case GREATEST, LEAST -> translator.strict(call, arguments -> extreme(call, arguments));
            default ->
                translator.strict(
                        call,
                        arguments -> Operand.of(call.type(), code.define("boolean", "b", comparison(call, arguments))));
        };
    }

    private String comparison(Call call, List<Operand> arguments) {
        Operand left = arguments.get(0);
        Operand right = arguments.get(1);
        if (left.type().layout() == Layout.BYTES && equality(call.function())) {
            Optional<Object> leftConstant = ExpressionCode.constant(call, 0);
            Optional<Object> rightConstant = ExpressionCode.constant(call, 1);
            String equal = rightConstant.isPresent()
                    ? equalConstant(left, right, ConstantOperands.bytes(rightConstant.get()))
                    : leftConstant.isPresent()
                            ? equalConstant(right, left, ConstantOperands.bytes(leftConstant.get()))
                            : "Text.equal(" + left.slice() + ", " + right.slice() + ")";
            return call.function() == Function.EQUAL ? equal : "!" + equal;
        }
        return compare(left, right, operator(call.function()));
    }

    private static boolean equality(Function function) {
        return function == Function.EQUAL || function == Function.NOT_EQUAL;
    }

    private static String operator(Function function) {
        return switch (function) {
            case EQUAL -> "==";
            case NOT_EQUAL -> "!=";
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            default -> ">=";
        };
    }

    /** Equality with a constant; short ones are compared as one or two longs. */
    static String equalConstant(Operand operand, Operand constant, byte[] bytes) {
        int length = bytes.length;
        if (length > 16) {
            return "Text.equal(" + operand.slice() + ", " + constant.slice() + ")";
        }
        if (length <= 8) {
            return "Text.equalShort(" + operand.slice() + ", " + word(Arrays.copyOf(bytes, 8), 0) + ", " + length + ")";
        }
        return "Text.equalMedium(" + operand.slice() + ", " + word(bytes, 0) + ", " + word(bytes, length - 8) + ", "
                + length + ")";
    }

    private static String word(byte[] bytes, int at) {
        return Java.constant(
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong(at));
    }

    /** Two values that are not null, as a condition. */
    private String compare(Operand left, Operand right, String operator) {
        Type a = left.type();
        Type b = right.type();
        if (a.layout() == Layout.ARRAY) {
            return "ArrayValues.compare(" + left.slice() + ", " + right.slice() + ") " + operator + " 0";
        }
        if (a.layout() == Layout.BYTES) {
            return "Text.compare(" + left.slice() + ", " + right.slice() + ") " + operator + " 0";
        }
        if (a.layout() == Layout.BOOLEAN && !operator.equals("==") && !operator.equals("!=")) {
            return "Boolean.compare(" + left + ", " + right + ") " + operator + " 0";
        }
        if (a.layout() == Layout.DOUBLE || b.layout() == Layout.DOUBLE) {
            return doubles(
                    translator.conversions().convert(left, Type.DOUBLE),
                    translator.conversions().convert(right, Type.DOUBLE),
                    operator);
        }
        if (a.kind() == TypeKind.DECIMAL || b.kind() == TypeKind.DECIMAL) {
            return decimals(left, right, operator);
        }
        if (Ticks.isFine(a) || Ticks.isFine(b)) {
            long perMilli = Math.max(Ticks.perMilli(a), Ticks.perMilli(b));
            return inTicks(left, perMilli) + " " + operator + " " + inTicks(right, perMilli);
        }
        if (a.kind() == TypeKind.DATE && b.layout() == Layout.LONG) {
            return "(" + left + " * Times.DAY) " + operator + " " + right;
        }
        if (b.kind() == TypeKind.DATE && a.layout() == Layout.LONG) {
            return left + " " + operator + " (" + right + " * Times.DAY)";
        }
        return left + " " + operator + " " + right;
    }

    /** A date or timestamp in units of which there are so many to the millisecond. */
    private static String inTicks(Operand operand, long perMilli) {
        boolean date = operand.type().kind() == TypeKind.DATE;
        long factor = perMilli / Ticks.perMilli(operand.type());
        String value = date ? operand + " * Times.DAY" : operand.value();
        return factor == 1 ? value : "Times.compared(" + value + ", " + factor + "L)";
    }

    private static String doubles(Operand left, Operand right, String operator) {
        return switch (operator) {
            case "==" -> "Doubles.equal(" + left + ", " + right + ")";
            case "!=" -> "!Doubles.equal(" + left + ", " + right + ")";
            case "<" -> "Doubles.less(" + left + ", " + right + ")";
            case "<=" -> "!Doubles.less(" + right + ", " + left + ")";
            case ">" -> "Doubles.less(" + right + ", " + left + ")";
            default -> "!Doubles.less(" + left + ", " + right + ")";
        };
    }

    private static String decimals(Operand left, Operand right, String operator) {
        if (left.type().layout() == Layout.DECIMAL || right.type().layout() == Layout.DECIMAL) {
            return LongOrBig.compare(left, right, operator)
                    .orElseGet(() ->
                            Conversions.big(left) + ".compareTo(" + Conversions.big(right) + ") " + operator + " 0");
        }
        int leftScale = Conversions.scale(left.type());
        int rightScale = Conversions.scale(right.type());
        int up = Math.abs(leftScale - rightScale);
        int digits = Conversions.digits(leftScale < rightScale ? left.type() : right.type());
        if (up > 0 && digits + up > 18) {
            return "Decimals.compare(" + left + ", " + leftScale + ", " + right + ", " + rightScale + ") " + operator
                    + " 0";
        }
        String power = up == 0 ? "" : " * " + Java.power(up);
        return leftScale < rightScale
                ? left + power + " " + operator + " " + right
                : left + " " + operator + " " + right + power;
    }

    private Operand notDistinct(Call call) {
        Operand left = translator.translate(call.arguments().get(0));
        Operand right = translator.translate(call.arguments().get(1));
        if (left.alwaysNull() || right.alwaysNull()) {
            String same = left.alwaysNull() ? right.isNull() : left.isNull();
            return Operand.of(call.type(), code.define("boolean", "b", same));
        }
        String bothNull = left.isNull() + " && " + right.isNull();
        String result = code.declare("boolean", "b", bothNull);
        code.line("if (!" + left.isNull() + " && !" + right.isNull() + ") {");
        code.append(code.capture(() -> code.line(result + " = "
                + (left.type().layout() == Layout.BYTES
                        ? "Text.equal(" + left.slice() + ", " + right.slice() + ")"
                        : compare(left, right, "=="))
                + ";")));
        code.line("}");
        return Operand.of(call.type(), result);
    }

    private Operand extreme(Call call, List<Operand> arguments) {
        String operator = call.function() == Function.GREATEST ? ">" : "<";
        Operand best = converted(arguments.get(0), call.type());
        for (Operand argument : arguments.subList(1, arguments.size())) {
            Operand left = best;
            Operand right = converted(argument, call.type());
            String better = code.define("boolean", "b", compare(right, left, operator));
            Branches branches = new Branches(code, call.type());
            branches.add("      if (" + better + ") {\n", () -> right, "      }");
            branches.add(" else {\n", () -> left, "      }\n");
            best = branches.join("", "", false);
        }
        return best;
    }

    private Operand converted(Operand operand, Type type) {
        return Conversions.same(operand.type(), type)
                ? operand
                : translator.conversions().convert(operand, type);
    }
}
