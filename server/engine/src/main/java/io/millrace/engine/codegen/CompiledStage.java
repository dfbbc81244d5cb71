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
import java.util.stream.Stream;

/**
 * The class of one {@link Stage}.
 *
 * @param filtering whether rows can be dropped
 * @param needed input columns that the outputs and checks read
 * @param made how many columns are computed, also if only to see whether they fail
 * @param places where it fails
 */
record CompiledStage(
        GeneratedClass<PageStage> generated,
        Object[] constants,
        boolean filtering,
        int[] needed,
        int made,
        FailurePlaces places) {

    /** Methods stay small, as the compiler of generated code takes more than linear time and memory for long ones. */
    private static final int COLUMNS_PER_METHOD = 250;

    static CompiledStage compile(Stage stage, ClassCompiler compiler) {
        ClassText text = new ClassText();
        write(stage, text);
        GeneratedClass<PageStage> generated = compiler.compile(PageStage.class, "Stage", text.body());
        int[] needed = Stream.concat(stage.outputs().stream(), stage.checks().stream())
                .flatMap(Rewriting::columns)
                .mapToInt(i -> i)
                .distinct()
                .sorted()
                .toArray();
        int made = stage.checks().size()
                + (int) stage.outputs().stream()
                        .filter(output -> !(output instanceof ColumnReference))
                        .count();
        return new CompiledStage(
                generated,
                text.constants(),
                !stage.conjuncts().isEmpty(),
                needed,
                made,
                new FailurePlaces(stage, compiler));
    }

    static void write(Stage stage, ClassText text) {
        text.method(select(stage, text));
        text.method(columns(stage, text));
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
        StringBuilder calls = new StringBuilder();
        List<String> values = values(stage, text);
        for (int from = 0; from < values.size(); from += COLUMNS_PER_METHOD) {
            int to = Math.min(values.size(), from + COLUMNS_PER_METHOD);
            String name = text.fresh("columns");
            text.method(columns(name, values.subList(from, to), from));
            calls.append("    ").append(name).append("(in, count, now, out);\n");
        }
        for (Expression check : stage.checks()) {
            String name = new ColumnMethod(text, check).write();
            calls.append("    ").append(name).append("(in, count, now);\n");
        }
        return "  public Column[] columns(Page in, int count, long now) {\n    final Column[] out = new Column["
                + values.size() + "];\n" + calls + "    return out;\n  }\n";
    }

    /** Fills some of the output columns, few enough for the limits of a method. */
    private static String columns(String name, List<String> values, int from) {
        StringBuilder text =
                new StringBuilder("  private void " + name + "(Page in, int count, long now, Column[] out) {\n");
        for (int i = 0; i < values.size(); i++) {
            text.append("    out[")
                    .append(from + i)
                    .append("] = ")
                    .append(values.get(i))
                    .append(";\n");
        }
        return text.append("  }\n").toString();
    }

    /** Where each output column comes from: an input column, a method that computes it, or an output column before it. */
    private static List<String> values(Stage stage, ClassText text) {
        List<String> values = new ArrayList<>();
        Map<Expression, Integer> known = new HashMap<>();
        for (Expression output : stage.outputs()) {
            if (output instanceof ColumnReference reference) {
                values.add("in.column(" + reference.index() + ")");
            } else if (Rewriting.reinterpretedColumn(output).isPresent()) {
                values.add("in.column(" + Rewriting.reinterpretedColumn(output).getAsInt() + ")");
            } else if (known.containsKey(output)) {
                values.add("out[" + known.get(output) + "]");
            } else {
                known.put(output, values.size());
                values.add(new ColumnMethod(text, output).write() + "(in, count, now)");
            }
        }
        return values;
    }

    PageStage newInstance() {
        return generated.newInstance(constants);
    }
}
