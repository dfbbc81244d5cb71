package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.engine.codegen.expression.operand.Branches;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.NestedTypes;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Functions that the plan brings as Java text: static methods with boxed parameters, called once per row. */
final class SourceCallCode {

    private final ExpressionCode translator;
    private final RowCode code;

    SourceCallCode(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    Operand translate(SourceCall call) {
        List<String> arguments = new ArrayList<>();
        List<String> parameters = new ArrayList<>();
        for (Expression argument : call.arguments()) {
            Operand operand = translator.translate(argument);
            parameters.add(boxedType(argument.type()) + " a" + parameters.size());
            arguments.add(boxed(operand));
        }
        Type type = call.type();
        String result = boxedType(type);
        String method = method(call, result, String.join(", ", parameters));
        String value = code.define(result, "boxed", method + "(" + String.join(", ", arguments) + ")");
        Branches branches = new Branches(code, type);
        branches.add("      if (" + value + " != null) {\n", () -> unboxed(value, type), "      }\n");
        return branches.join("", "", true);
    }

    /** The method with the body, and one around it that turns what it throws into failures of the row. */
    private String method(SourceCall call, String result, String parameters) {
        String name = code.owner().fresh("function");
        String names = parameters.isEmpty() ? "" : parameters.replaceAll("[\\w.\\[\\]]+ (a\\d+)", "$1");
        String label = code.owner().constant("String", call.name());
        // final, because the body may have classes within
        code.owner()
                .method("  private static " + result + " " + name + "_body("
                        + (parameters.isEmpty() ? "" : "final " + parameters.replace(", ", ", final ")) + ") {\n"
                        + call.body()
                        + "\n  }\n");
        code.owner()
                .method("  private " + result + " " + name + "(" + parameters + ") {\n    try {\n      return " + name
                        + "_body(" + names + ");\n    } catch (RuntimeException failure) {\n      throw Boxed.failed("
                        + label
                        + ", failure);\n    }\n  }\n");
        return name;
    }

    private static String boxedType(Type type) {
        if (type.kind() == TypeKind.DECIMAL) {
            return "java.math.BigDecimal";
        }
        return switch (type.layout()) {
            case BOOLEAN -> "Boolean";
            case INT -> "Integer";
            case LONG -> "Long";
            case DOUBLE -> "Double";
            case DECIMAL -> "java.math.BigDecimal";
            case BYTES ->
                !(type instanceof ScalarType)
                        ? "Object"
                        : type.kind() == TypeKind.UUID ? "java.util.UUID" : binary(type) ? "byte[]" : "String";
            case ARRAY -> "java.util.List";
        };
    }

    private String elementType(Type array) {
        return constant(((ArrayType) array).element());
    }

    private String constant(Type type) {
        return code.owner().constant("io.millrace.spi.data.Type", type);
    }

    private static String bytesMethod(Type type) {
        return type.kind() == TypeKind.UUID ? "Boxed.uuid" : binary(type) ? "Boxed.bytes" : "Text.string";
    }

    private static boolean binary(Type type) {
        return type.kind() == TypeKind.BINARY || type.kind() == TypeKind.VARBINARY;
    }

    private String boxed(Operand operand) {
        Type type = operand.type();
        String boxed;
        if (type.kind() == TypeKind.DECIMAL) {
            boxed = Conversions.big(operand);
        } else {
            boxed = switch (type.layout()) {
                case BOOLEAN -> "Boolean.valueOf(" + operand + ")";
                case INT -> "Integer.valueOf(" + operand + ")";
                case LONG -> "Long.valueOf(" + operand + ")";
                case DOUBLE -> "Double.valueOf(" + operand + ")";
                case BYTES ->
                    NestedTypes.isPacked(type)
                            ? "Boxed.packed(" + constant(type) + ", " + operand.slice() + ")"
                            : bytesMethod(type) + "(" + operand.slice() + ")";
                case DECIMAL -> operand.value();
                case ARRAY -> "Boxed.list(" + elementType(type) + ", " + operand.slice() + ")";
            };
        }
        return operand.neverNull()
                ? boxed
                : operand.alwaysNull() ? "null" : "(" + operand.isNull() + " ? null : " + boxed + ")";
    }

    private Operand unboxed(String value, Type type) {
        if (type.kind() == TypeKind.DECIMAL) {
            return new DecimalArithmetic(translator).checked(value, type);
        }
        return switch (type.layout()) {
            case BOOLEAN -> code.value(type, value + ".booleanValue()");
            case INT -> code.value(type, value + ".intValue()");
            case LONG -> code.value(type, value + ".longValue()");
            case DOUBLE -> code.value(type, value + ".doubleValue()");
            case DECIMAL -> Operand.of(type, value);
            case ARRAY -> {
                String column = code.define("Column", "any", "Boxed.column(" + elementType(type) + ", " + value + ")");
                yield Operand.slice(type, column, "0", code.define("int", "l", column + ".size()"));
            }
            case BYTES ->
                NestedTypes.isPacked(type)
                        ? code.made(type, "Boxed.pack(" + constant(type) + ", " + value + ", " + code.buffer() + ");")
                        : type.kind() == TypeKind.UUID
                                ? code.made(type, "Boxed.append(" + value + ", " + code.buffer() + ");")
                                : binary(type)
                                        ? code.made(
                                                type,
                                                code.buffer() + ".append(" + value + ", 0, " + value + ".length);")
                                        : code.made(type, code.buffer() + ".append(" + value + ");");
        };
    }
}
