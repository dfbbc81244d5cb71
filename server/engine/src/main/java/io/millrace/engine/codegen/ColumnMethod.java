package io.millrace.engine.codegen;

import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.expression.ExpressionCode;
import io.millrace.engine.codegen.expression.Outline;
import io.millrace.engine.codegen.expression.Traits;
import io.millrace.engine.codegen.expression.operand.Operand;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.engine.codegen.java.ClassText;
import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import java.util.List;

/**
 * Writes the method that computes one output column: a loop of its own, so that no method outgrows what the JIT compiles.
 *
 * <p>Strict expressions are computed without a look at nulls; the null mask is the union of the columns' masks. Where the
 * computation may fail or is worth saving, rows that are null are skipped.
 */
final class ColumnMethod {

    private static final String LOOP = "    for (int row = 0; row < count; row++) {\n";

    private final ClassText owner;
    private final Expression expression;
    private final Type type;
    private final Layout layout;
    private final boolean strict;
    private final RowCode code;
    private final Operand operand;

    ColumnMethod(ClassText owner, Expression output) {
        this.owner = owner;
        this.expression = Outline.nested(output);
        this.type = expression.type();
        this.layout = type.layout();
        this.strict = Traits.strict(expression);
        this.code = new RowCode(owner, strict);
        this.operand = new ExpressionCode(code, Outline.parts(expression)).translate(expression);
    }

    /** Adds the method to its class and returns its name. */
    String write() {
        String name = owner.fresh("column");
        String body = operand.alwaysNull()
                ? allNull()
                : layout == Layout.ARRAY ? arrays() : strict ? nullsApart() : nullsInline();
        String prologue = code.prologue();
        owner.method("  private Column " + name + "(Page in, int count, long now) {\n" + prologue + body + "  }\n");
        return name;
    }

    private String nullsApart() {
        String store = code + store();
        StringBuilder text = new StringBuilder(declarations());
        List<String> masks = code.masks();
        if (masks.isEmpty()) {
            return text.append(LOOP)
                    .append(store)
                    .append("    }\n")
                    .append(result("null"))
                    .toString();
        }
        text.append("    final long[] nulls = ").append(union(masks, "count")).append(";\n");
        boolean skipping = Traits.mayFail(expression)
                || Traits.cost(expression) >= Traits.CHEAP
                || layout == Layout.BYTES
                || layout == Layout.DECIMAL;
        if (!skipping) {
            text.append(LOOP).append(store).append("    }\n");
            text.append("    if (nulls != null) {\n      Nulls.zero(out, nulls, count);\n    }\n");
            return text.append(result("nulls")).toString();
        }
        text.append("    if (nulls == null) {\n")
                .append(LOOP)
                .append(store)
                .append("    }\n    } else {\n")
                .append(LOOP);
        text.append("      if ((nulls[row >>> 6] >>> row & 1L) == 0L) {\n")
                .append(store)
                .append("      }\n    }\n");
        if (layout == Layout.DECIMAL) {
            text.append("    Nulls.zero(out, count);\n");
        }
        return text.append("    }\n").append(result("nulls")).toString();
    }

    private String nullsInline() {
        StringBuilder text = new StringBuilder(declarations());
        if (operand.neverNull()) {
            text.append(LOOP).append(code).append(store()).append("    }\n");
            return text.append(result("null")).toString();
        }
        text.append("    long[] nulls = null;\n").append(LOOP).append(code);
        text.append("      if (").append(operand.isNull()).append(") {\n");
        text.append("      nulls = Nulls.mark(nulls, row, count);\n      } else {\n");
        text.append(store()).append("      }\n    }\n");
        if (layout == Layout.DECIMAL) {
            text.append("    Nulls.zero(out, count);\n");
        }
        return text.append(result("nulls")).toString();
    }

    static String union(List<String> masks, String count) {
        String union = masks.get(0);
        for (String mask : masks.subList(1, masks.size())) {
            union = "NullMask.or(" + union + ", " + mask + ", " + count + ")";
        }
        return union;
    }

    private String declarations() {
        if (layout == Layout.BYTES) {
            return "    final int[] starts = new int[count];\n    final int[] lengths = new int[count];\n";
        }
        String type = Java.valueType(layout);
        return "    final " + type + "[] out = new " + type + "[count];\n";
    }

    private String store() {
        if (layout != Layout.BYTES) {
            return "      out[row] = " + operand.value() + ";\n";
        }
        String start =
                RowCode.fixed(operand.value()) ? operand.start() : code.buffer() + ".append(" + operand.slice() + ")";
        return "      starts[row] = " + start + ";\n      lengths[row] = " + operand.length() + ";\n";
    }

    private String result(String nulls) {
        String values = "out";
        if (layout == Layout.BYTES) {
            values = (RowCode.fixed(operand.value()) ? operand.value() : "buffer.data()") + ", starts, lengths";
        }
        return "    return new " + Java.columnClass(layout) + "(count, " + values + ", " + nulls + ");\n";
    }

    private String allNull() {
        return "    return Nulls.column(" + owner.constant("io.millrace.spi.data.Type", type) + ", count);\n";
    }

    private String arrays() {
        String typeConstant = owner.constant("io.millrace.spi.data.Type", type);
        StringBuilder text = new StringBuilder(
                "    final ArrayColumnBuilder arrays = (ArrayColumnBuilder) ColumnBuilder.of(" + typeConstant + ");\n");
        String nulls = Operand.NEVER;
        if (strict && !code.masks().isEmpty()) {
            text.append("    final long[] nulls = ")
                    .append(union(code.masks(), "count"))
                    .append(";\n");
            nulls = "nulls != null && (nulls[row >>> 6] >>> row & 1L) != 0L";
        }
        text.append(LOOP)
                .append("      if (")
                .append(nulls)
                .append(") {\n      arrays.appendNull();\n      continue;\n      }\n");
        text.append(code);
        text.append("      if (").append(operand.isNull()).append(") {\n      arrays.appendNull();\n      } else {\n");
        text.append("      ArrayValues.append(").append(operand.slice()).append(", arrays.elements());\n");
        text.append("      arrays.endArray();\n      }\n    }\n    return arrays.build();\n");
        return text.toString();
    }
}
