package io.millrace.engine.codegen;

import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.expression.ExpressionCode;
import io.millrace.engine.codegen.expression.Outline;
import io.millrace.engine.codegen.expression.Traits;
import io.millrace.engine.codegen.expression.operand.RowCode;
import io.millrace.engine.codegen.java.ClassText;
import java.util.List;

/** Writes the method that shrinks a selection to the rows for which one condition is true. */
final class FilterMethod {

    private FilterMethod() {}

    /**
     * Adds the method to its class and returns its name.
     *
     * @param first whether all rows of the page are looked at, not a selection
     */
    static String write(ClassText owner, Expression conjunct, boolean first) {
        Expression predicate = Outline.nested(conjunct);
        boolean strict = Traits.strict(predicate);
        RowCode code = new RowCode(owner, strict);
        String condition =
                new ExpressionCode(code, Outline.parts(predicate)).truth().isTrue(predicate);
        String name = owner.fresh("filter");
        StringBuilder text = new StringBuilder();
        text.append("  private int ").append(name).append("(Page in, int[] rows, int count, long now) {\n");
        text.append(code.prologue());
        List<String> masks = strict ? code.masks() : List.of();
        if (!masks.isEmpty()) {
            text.append("    final long[] nulls = ")
                    .append(ColumnMethod.union(masks, "in.size()"))
                    .append(";\n");
        }
        text.append("    int kept = 0;\n");
        if (first) {
            text.append("    for (int row = 0; row < count; row++) {\n");
        } else {
            text.append("    for (int i = 0; i < count; i++) {\n      final int row = rows[i];\n");
        }
        if (!masks.isEmpty()) {
            text.append(
                    "      if (nulls != null && (nulls[row >>> 6] >>> row & 1L) != 0L) {\n      continue;\n      }\n");
        }
        text.append(code).append("      if (").append(condition).append(") {\n");
        text.append("      rows[kept] = row;\n      kept++;\n      }\n    }\n    return kept;\n  }\n");
        owner.method(text.toString());
        return name;
    }
}
