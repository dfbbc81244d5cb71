package io.millrace.engine.codegen.expression.operand;

import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.engine.codegen.java.ClassText;
import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Collects the statements that compute expressions for the row {@code row} of the page {@code in}, and what must be declared
 * before the loop.
 *
 * <p>What was computed is remembered for as long as its variables are in scope, so that common subexpressions are computed
 * once.
 */
public final class RowCode {

    private final ClassText owner;
    private final boolean nullsApart;
    private final Map<Integer, Type> columns = new TreeMap<>();
    private final Set<Integer> nullable = new HashSet<>();
    private final Deque<Map<Expression, Operand>> scopes = new ArrayDeque<>();
    private StringBuilder text = new StringBuilder();
    private boolean buffered;

    /** @param nullsApart whether null masks are dealt with outside, so that columns are read as never null */
    public RowCode(ClassText owner, boolean nullsApart) {
        this.owner = owner;
        this.nullsApart = nullsApart;
        scopes.push(new HashMap<>());
    }

    public ClassText owner() {
        return owner;
    }

    public void line(String statement) {
        text.append("      ").append(statement).append('\n');
    }

    public void append(String statements) {
        text.append(statements);
    }

    /** The statements that the action emits, in a scope of their own. */
    public String capture(Runnable action) {
        return divert(() -> inScope(action));
    }

    /** Runs the action; what it computes is forgotten afterwards. */
    public void inScope(Runnable action) {
        scopes.push(new HashMap<>());
        action.run();
        scopes.pop();
    }

    /** The statements that the action emits, in the current scope. */
    public String divert(Runnable action) {
        StringBuilder outer = text;
        text = new StringBuilder();
        action.run();
        String captured = text.toString();
        text = outer;
        return captured;
    }

    /** Declares a variable that is not assigned again, and returns its name. */
    public String define(String type, String prefix, String value) {
        String name = owner.fresh(prefix);
        line("final " + type + " " + name + " = " + value + ";");
        return name;
    }

    /** Declares a variable. */
    public String declare(String type, String prefix, String initial) {
        String name = owner.fresh(prefix);
        line(type + " " + name + " = " + initial + ";");
        return name;
    }

    /** A value of a layout without slices in a variable of its own. */
    public Operand value(Type type, String expression) {
        return Operand.of(type, define(Java.valueType(type.layout()), "v", expression));
    }

    /** A slice of {@code data} that a runtime method returns in one long. */
    public Operand packed(Type type, String data, String expression) {
        String slice = define("long", "p", expression);
        return unpacked(type, data, slice);
    }

    public Operand unpacked(Type type, String data, String slice) {
        return Operand.slice(
                type, data, define("int", "s", "(int) (" + slice + " >>> 32)"), define("int", "l", "(int) " + slice));
    }

    /** The text that a statement appends to the buffer. */
    public Operand made(Type type, String statement) {
        String start = define("int", "s", buffer() + ".size()");
        line(statement);
        return madeFrom(type, start);
    }

    /** The text that was appended to the buffer since it had the size {@code start}. */
    public Operand madeFrom(Type type, String start) {
        return Operand.slice(
                type, buffer() + ".data()", start, define("int", "l", buffer() + ".lengthFrom(" + start + ")"));
    }

    /** The name of the buffer for text that is made. */
    public String buffer() {
        buffered = true;
        return "buffer";
    }

    /** Whether a text is known to lie in one array for all rows: a column's, the constants' or the buffer's. */
    public static boolean fixed(String data) {
        return !data.startsWith("any_") && !data.startsWith("Text.");
    }

    public Optional<Operand> known(Expression expression) {
        for (Map<Expression, Operand> scope : scopes) {
            Operand operand = scope.get(expression);
            if (operand != null) {
                return Optional.of(operand);
            }
        }
        return Optional.empty();
    }

    public void remember(Expression expression, Operand operand) {
        scopes.peek().put(expression, operand);
    }

    public Operand column(ColumnReference reference) {
        int index = reference.index();
        Type type = reference.type();
        columns.put(index, type);
        if (reference.nullable()) {
            nullable.add(index);
        }
        String isNull = Operand.NEVER;
        if (reference.nullable() && !nullsApart) {
            isNull = define("boolean", "n", "m" + index + " != null && (m" + index + "[row >>> 6] >>> row & 1L) != 0L");
        }
        if (!Java.sliced(type)) {
            return value(type, "v" + index + "[row]").withNull(isNull);
        }
        String start = define("int", "s", "s" + index + "[row]");
        String length = define("int", "l", "l" + index + "[row]");
        return Operand.slice(type, "d" + index, start, length).withNull(isNull);
    }

    /** The null masks of the columns that were read. */
    public List<String> masks() {
        return columns.keySet().stream()
                .filter(nullable::contains)
                .map(index -> "m" + index)
                .toList();
    }

    /** Code for a part of the expression in a method of its own. */
    public RowCode part() {
        return new RowCode(owner, nullsApart);
    }

    /** Takes over what a part needs. */
    public void absorb(RowCode part) {
        columns.putAll(part.columns);
        nullable.addAll(part.nullable);
    }

    /** The declarations that must stand before the loop. */
    public String prologue() {
        String locals = columnLocals();
        return buffered ? locals + "    final TextBuffer buffer = new TextBuffer(count * 16);\n" : locals;
    }

    /** The declarations of the columns that were read. */
    public String columnLocals() {
        StringBuilder declarations = new StringBuilder();
        columns.forEach((index, type) -> declarations.append(columnLocals(index, type.layout())));
        return declarations.append("    final byte[] text = this.text;\n").toString();
    }

    private static String columnLocals(int index, Layout layout) {
        String name = Java.columnClass(layout);
        StringBuilder locals = new StringBuilder();
        locals.append(String.format("    final %s c%d = (%s) in.column(%d);%n", name, index, name, index));
        locals.append(String.format("    final long[] m%d = c%d.nulls();%n", index, index));
        switch (layout) {
            case BYTES, ARRAY -> {
                String values = layout == Layout.BYTES ? "data" : "elements";
                locals.append(
                        String.format("    final %s d%d = c%d.%s();%n", Java.valueType(layout), index, index, values));
                locals.append(String.format("    final int[] s%d = c%d.starts();%n", index, index));
                locals.append(String.format("    final int[] l%d = c%d.lengths();%n", index, index));
            }
            case BOOLEAN, INT, LONG, DOUBLE, DECIMAL ->
                locals.append(
                        String.format("    final %s[] v%d = c%d.values();%n", Java.valueType(layout), index, index));
        }
        return locals.toString();
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
