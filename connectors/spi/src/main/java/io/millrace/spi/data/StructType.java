package io.millrace.spi.data;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A ROW: named values of different types, held as one {@linkplain io.millrace.spi.data.packed packed} value. */
public record StructType(List<Field> fields) implements Type {

    private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_$]*");

    public StructType {
        fields = List.copyOf(fields);
    }

    @Override
    public TypeKind kind() {
        return TypeKind.ROW;
    }

    @Override
    public Layout layout() {
        return Layout.BYTES;
    }

    @Override
    public String sql() {
        return fields.stream()
                .map(field -> quoted(field.name()) + " " + field.type().sql() + (field.nullable() ? "" : " NOT NULL"))
                .collect(Collectors.joining(", ", "ROW(", ")"));
    }

    /** A name as it can be read again: in quotes when something else than letters, digits, _ and $ is in it. */
    private static String quoted(String name) {
        return PLAIN_NAME.matcher(name).matches() ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return sql();
    }
}
