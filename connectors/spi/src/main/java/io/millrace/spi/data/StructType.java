package io.millrace.spi.data;

import java.util.List;
import java.util.stream.Collectors;

/** A ROW: named values of different types, held as one {@linkplain io.millrace.spi.data.packed packed} value. */
public record StructType(List<Field> fields) implements Type {

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
        return fields.stream().map(Field::toString).collect(Collectors.joining(", ", "ROW(", ")"));
    }

    @Override
    public String toString() {
        return sql();
    }
}
