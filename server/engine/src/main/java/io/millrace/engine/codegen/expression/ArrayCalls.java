package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.expression.operand.Branches;
import io.millrace.engine.codegen.expression.operand.CallTranslator;
import io.millrace.engine.codegen.expression.operand.Conversions;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import java.util.List;

/** SPLIT, SEQUENCE, ARRAY_OF, CARDINALITY and ITEM. Arrays that are made here allocate per row. */
final class ArrayCalls implements CallTranslator {

    private final ExpressionCode translator;
    private final RowCode code;

    ArrayCalls(ExpressionCode translator) {
        this.translator = translator;
        this.code = translator.code();
    }

    @Override
    public Operand translate(Call call) {
        return switch (call.function()) {
            case ARRAY_OF -> arrayOf(call);
            case SPLIT -> translator.strict(call, a -> split(call, a));
            case SEQUENCE -> translator.strict(call, a -> sequence(call, a));
            case ITEM -> translator.strict(call, a -> item(call, a));
            default ->
                translator.strict(
                        call,
                        a -> translator
                                .conversions()
                                .convert(Operand.of(Type.INTEGER, a.get(0).length()), call.type()));
        };
    }

    private Operand split(Call call, List<Operand> arguments) {
        String column = code.define(
                "Column",
                "any",
                "Splitting.all(" + arguments.get(0).slice() + ", "
                        + arguments.get(1).slice() + ")");
        return Operand.slice(call.type(), column, "0", code.define("int", "l", column + ".size()"));
    }

    private Operand sequence(Call call, List<Operand> arguments) {
        String column = code.define(
                "Column",
                "any",
                "ArrayValues.sequence(" + arguments.get(0) + ", " + arguments.get(1) + ", " + arguments.get(2) + ")");
        return Operand.slice(call.type(), column, "0", code.define("int", "l", column + ".size()"));
    }

    private Operand arrayOf(Call call) {
        Type element = ((ArrayType) call.type()).element();
        String type = code.owner().constant("io.millrace.spi.data.Type", element);
        String builder = code.define("ColumnBuilder", "builder", "ColumnBuilder.of(" + type + ")");
        for (Expression argument : call.arguments()) {
            Operand operand = translator.translate(argument);
            if (operand.alwaysNull()) {
                code.line(builder + ".appendNull();");
                continue;
            }
            code.line("if (" + operand.isNull() + ") {");
            code.line(builder + ".appendNull();");
            code.line("} else {");
            code.append(code.capture(() -> {
                Operand value = operand.withNull(Operand.NEVER);
                appendTo(
                        builder,
                        Conversions.same(value.type(), element)
                                ? value.withType(element)
                                : translator.conversions().convert(value, element));
            }));
            code.line("}");
        }
        String column = code.define("Column", "any", builder + ".build()");
        return Operand.slice(
                call.type(), column, "0", String.valueOf(call.arguments().size()));
    }

    private void appendTo(String builder, Operand value) {
        Layout layout = value.type().layout();
        String cast = "((" + Java.columnClass(layout) + "Builder) " + builder + ")";
        if (layout == Layout.ARRAY) {
            code.line("ArrayValues.append(" + value.slice() + ", " + cast + ".elements());");
            code.line(cast + ".endArray();");
        } else {
            code.line(cast + ".append(" + (layout == Layout.BYTES ? value.slice() : value.value()) + ");");
        }
    }

    private Operand item(Call call, List<Operand> arguments) {
        Operand array = arguments.get(0);
        Type element = ((ArrayType) array.type()).element();
        Layout layout = element.layout();
        String column =
                code.define(Java.columnClass(layout), "c", "(" + Java.columnClass(layout) + ") " + array.value());
        Branches branches = new Branches(code, call.type());
        branches.add(
                "      if (ArrayValues.has(" + array.slice() + ", (long) " + arguments.get(1) + ")) {\n",
                () -> element(
                        column,
                        code.define("int", "i", array.start() + " + (int) " + arguments.get(1) + " - 1"),
                        element),
                "      }\n");
        return branches.join("", "", true);
    }

    private Operand element(String column, String index, Type type) {
        if (!Java.sliced(type)) {
            return code.value(type, column + ".values()[" + index + "]");
        }
        String values = type.layout() == Layout.BYTES ? ".data()" : ".elements()";
        String data = code.define(Java.valueType(type.layout()), "any", column + values);
        return Operand.slice(
                type,
                data,
                code.define("int", "s", column + ".starts()[" + index + "]"),
                code.define("int", "l", column + ".lengths()[" + index + "]"));
    }
}
