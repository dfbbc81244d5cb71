package io.millrace.engine.codegen.expression.operand;

import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Joins the values that different branches compute into one set of variables.
 *
 * <p>Text whose branches all lie in the same array stays in it without copying; otherwise the array becomes a variable too.
 */
public final class Branches {

    /** Stands for the assignment until all branches are known. */
    private record Branch(String before, Operand operand, String after) {}

    private final RowCode code;
    private final Type type;
    private final List<Branch> branches = new ArrayList<>();

    public Branches(RowCode code, Type type) {
        this.code = code;
        this.type = type;
    }

    /**
     * Adds a piece of code that leads to a value.
     *
     * @param before statements that open the branch and stand before its value
     * @param value emits the statements of the value
     * @param after statements that close the branch
     */
    public void add(String before, Supplier<Operand> value, String after) {
        Operand[] operand = new Operand[1];
        String statements = code.capture(() -> operand[0] = value.get());
        branches.add(new Branch(before + statements, operand[0], after));
    }

    /** Emits the variables, then all branches within {@code opening} and {@code closing}; initially the value is null. */
    public Operand join(String opening, String closing, boolean initiallyNull) {
        boolean nullable = initiallyNull || branches.stream().anyMatch(b -> !b.operand.neverNull());
        String isNull = nullable ? code.declare("boolean", "n", String.valueOf(initiallyNull)) : Operand.NEVER;
        Operand result = variables().withNull(isNull);
        code.append(opening);
        for (Branch branch : branches) {
            code.append(branch.before);
            assign(result, branch.operand, initiallyNull);
            code.append(branch.after);
        }
        code.append(closing);
        return result;
    }

    private Operand variables() {
        Layout layout = type.layout();
        if (areLongOrBig()) {
            return Operand.longOrBig(
                    type, code.declare("long", "p", "0L"), code.declare("java.math.BigDecimal", "w", "null"));
        }
        if (!Java.sliced(type)) {
            return Operand.of(type, code.declare(Java.valueType(layout), "v", Java.zero(layout)));
        }
        List<String> arrays = branches.stream()
                .filter(b -> !b.operand.alwaysNull())
                .map(b -> b.operand.value())
                .distinct()
                .toList();
        boolean shared = arrays.size() == 1 && RowCode.fixed(arrays.get(0)) && layout == Layout.BYTES;
        String data = shared ? arrays.get(0) : code.declare(Java.valueType(layout), "any", Java.zero(layout));
        return Operand.slice(type, data, code.declare("int", "s", "0"), code.declare("int", "l", "0"));
    }

    /** Whether all values are longs where these are enough, some not always. */
    private boolean areLongOrBig() {
        List<Optional<LongOrBig>> parts = branches.stream()
                .filter(branch -> !branch.operand.alwaysNull())
                .map(branch -> branch.operand.longOrBig())
                .toList();
        return parts.stream()
                        .allMatch(part -> part.filter(p -> p.scale() == Conversions.scale(type))
                                .isPresent())
                && parts.stream().anyMatch(part -> part.get().big().isPresent());
    }

    private void assign(Operand target, Operand source, boolean initiallyNull) {
        if (source.alwaysNull()) {
            if (!initiallyNull) {
                code.line(target.isNull() + " = true;");
            }
            return;
        }
        if (!target.neverNull() && (initiallyNull || !source.neverNull())) {
            code.line(target.isNull() + " = " + source.isNull() + ";");
        }
        if (target.longOrBig().isPresent()) {
            LongOrBig parts = source.longOrBig().orElseThrow();
            code.line(target.longOrBig().get().small() + " = " + parts.small() + ";");
            code.line(target.longOrBig().get().big().orElseThrow() + " = "
                    + parts.big().orElse("null") + ";");
            return;
        }
        if (!Java.sliced(type)) {
            code.line(target.value() + " = " + source.value() + ";");
            return;
        }
        if (!target.value().equals(source.value())) {
            code.line(target.value() + " = " + source.value() + ";");
        }
        code.line(target.start() + " = " + source.start() + ";");
        code.line(target.length() + " = " + source.length() + ";");
    }
}
