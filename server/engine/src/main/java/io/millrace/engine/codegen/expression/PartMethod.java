package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.engine.codegen.java.ClassText;
import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import java.util.Set;

/**
 * Writes the method that computes one part of a large expression for one row, and the call of it. The value travels in fields of
 * the instance.
 */
public final class PartMethod {

    private PartMethod() {}

    /** Emits the call and returns the part's value. */
    public static Operand call(Expression part, Set<Expression> parts, RowCode caller) {
        ClassText owner = caller.owner();
        RowCode code = caller.part();
        Operand operand = new ExpressionCode(code, parts).translateHere(part);
        caller.absorb(code);
        if (operand.alwaysNull()) {
            return operand;
        }
        String name = owner.fresh("part");
        Type type = operand.type();
        Layout layout = type.layout();
        boolean shared =
                operand.value().equals("buffer.data()") || operand.value().equals("text");
        StringBuilder stores = new StringBuilder();
        Operand result = Operand.of(type, shared ? operand.value() : name + "_value");
        if (!shared) {
            owner.variable(Java.valueType(layout), name + "_value");
            stores.append("      ")
                    .append(name)
                    .append("_value = ")
                    .append(operand.value())
                    .append(";\n");
        }
        if (Java.sliced(type)) {
            owner.variable("int", name + "_start");
            owner.variable("int", name + "_length");
            stores.append("      ")
                    .append(name)
                    .append("_start = ")
                    .append(operand.start())
                    .append(";\n");
            stores.append("      ")
                    .append(name)
                    .append("_length = ")
                    .append(operand.length())
                    .append(";\n");
        }
        if (!operand.neverNull()) {
            owner.variable("boolean", name + "_null");
            stores.append("      ")
                    .append(name)
                    .append("_null = ")
                    .append(operand.isNull())
                    .append(";\n");
        }
        owner.method("  private void " + name + "(Page in, int row, int count, long now, TextBuffer buffer) {\n"
                + code.columnLocals() + code + stores + "  }\n");
        caller.line(name + "(in, row, count, now, " + caller.buffer() + ");");
        return read(caller, name, result, operand.neverNull());
    }

    /** Copies the fields to variables, since the next row or another call of the method changes them. */
    private static Operand read(RowCode caller, String name, Operand result, boolean neverNull) {
        Type type = result.type();
        String isNull = neverNull ? Operand.NEVER : caller.define("boolean", "n", name + "_null");
        String field = name + "_value";
        String valueType = Java.valueType(type.layout());
        if (!Java.sliced(type)) {
            return Operand.of(type, caller.define(valueType, "v", field)).withNull(isNull);
        }
        String data = result.value().equals(field) ? caller.define(valueType, "any", field) : result.value();
        return Operand.slice(
                        type,
                        data,
                        caller.define("int", "s", name + "_start"),
                        caller.define("int", "l", name + "_length"))
                .withNull(isNull);
    }
}
