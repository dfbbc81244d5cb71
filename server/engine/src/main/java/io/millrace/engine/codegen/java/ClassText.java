package io.millrace.engine.codegen.java;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects the members of one generated class: constants, fields, methods. All constant text shares one byte array. */
public final class ClassText {

    private final StringBuilder fields = new StringBuilder();
    private final StringBuilder initializers = new StringBuilder();
    private final StringBuilder methods = new StringBuilder();
    private final List<Object> constants = new ArrayList<>();
    private final Map<Object, String> known = new HashMap<>();
    private final ByteArrayOutputStream pool = new ByteArrayOutputStream();
    private final Map<String, Integer> pooled = new HashMap<>();
    private final Optional<Trace> trace;
    private int names;

    public ClassText() {
        this(Optional.empty());
    }

    /** @param trace of a class that notes which call it computes */
    public ClassText(Optional<Trace> trace) {
        this.trace = trace;
        constants.add(null);
        declare("byte[]", "text", "(byte[]) constants[0]");
    }

    public Optional<Trace> trace() {
        return trace;
    }

    public String fresh(String prefix) {
        return prefix + '_' + names++;
    }

    /** A field that holds an object made at translation time; equal objects share one. */
    public String constant(String type, Object value) {
        return known.computeIfAbsent(value, v -> {
            constants.add(v);
            String name = fresh("constant");
            declare(type, name, "(" + type + ") constants[" + (constants.size() - 1) + "]");
            return name;
        });
    }

    /** A field that each instance makes for itself. */
    public String field(String type, String initializer) {
        String name = fresh("field");
        declare(type, name, initializer);
        return name;
    }

    private void declare(String type, String name, String initializer) {
        fields.append("  private final ").append(type).append(' ').append(name).append(";\n");
        initializers
                .append("    this.")
                .append(name)
                .append(" = ")
                .append(initializer)
                .append(";\n");
    }

    /** A field that methods write to. */
    public void variable(String type, String name) {
        fields.append("  private ").append(type).append(' ').append(name).append(";\n");
    }

    /** Where a constant text starts in the array {@code text}. */
    public int pooled(byte[] bytes) {
        return pooled.computeIfAbsent(new String(bytes, StandardCharsets.ISO_8859_1), key -> {
            int start = pool.size();
            pool.writeBytes(bytes);
            return start;
        });
    }

    public void method(String text) {
        methods.append('\n').append(text);
    }

    /** The body for {@link ClassCompiler}. */
    public String body() {
        return fields + "\n  public " + ClassCompiler.SELF + "(Object[] constants) {\n" + initializers + "  }\n"
                + methods;
    }

    public Object[] constants() {
        Object[] values = constants.toArray();
        values[0] = pool.toByteArray();
        return values;
    }
}
