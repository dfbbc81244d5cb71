package io.millrace.engine.codegen;

import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.expression.Rewriting;
import io.millrace.engine.codegen.java.ClassCompiler;
import io.millrace.engine.codegen.java.ClassText;
import io.millrace.engine.codegen.java.GeneratedClass;
import io.millrace.engine.codegen.runtime.PageStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The class of one {@link Stage}.
 *
 * @param filtering whether rows can be dropped
 * @param needed input columns that the outputs read
 */
record CompiledStage(GeneratedClass<PageStage> generated, Object[] constants, boolean filtering, int[] needed) {

    static CompiledStage compile(Stage stage, ClassCompiler compiler) {
        ClassText text = new ClassText();
        text.method(select(stage, text));
        text.method(columns(stage, text));
        GeneratedClass<PageStage> generated = compiler.compile(PageStage.class, "Stage", text.body());
        int[] needed = stage.outputs().stream()
                .flatMap(Rewriting::columns)
                .mapToInt(i -> i)
                .distinct()
                .sorted()
                .toArray();
        return new CompiledStage(generated, text.constants(), !stage.conjuncts().isEmpty(), needed);
    }

    private static String select(Stage stage, ClassText text) {
        StringBuilder calls =
                new StringBuilder("  public int select(Page in, int[] rows, long now) {\n    int count = in.size();\n");
        boolean first = true;
        for (Expression conjunct : stage.conjuncts()) {
            String name = FilterMethod.write(text, conjunct, first);
            calls.append("    count = ").append(name).append("(in, rows, count, now);\n");
            first = false;
        }
        return calls.append("    return count;\n  }\n").toString();
    }

    private static String columns(Stage stage, ClassText text) {
        List<String> values = new ArrayList<>();
        Map<Expression, String> known = new HashMap<>();
        StringBuilder calls = new StringBuilder();
        for (Expression output : stage.outputs()) {
            if (output instanceof ColumnReference reference) {
                values.add("in.column(" + reference.index() + ")");
            } else if (Rewriting.reinterpretedColumn(output).isPresent()) {
                values.add("in.column(" + Rewriting.reinterpretedColumn(output).getAsInt() + ")");
            } else {
                String name = known.get(output);
                if (name == null) {
                    name = new ColumnMethod(text, output).write();
                    known.put(output, name);
                    calls.append("    final Column of_")
                            .append(name)
                            .append(" = ")
                            .append(name)
                            .append("(in, count, now);\n");
                }
                values.add("of_" + name);
            }
        }
        return "  public Column[] columns(Page in, int count, long now) {\n" + calls + "    return new Column[] {"
                + String.join(", ", values) + "};\n  }\n";
    }

    PageStage newInstance() {
        return generated.newInstance(constants);
    }
}
