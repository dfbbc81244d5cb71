package io.millrace.spi.data;

/** An array whose elements all have one type. */
public record ArrayType(Type element, boolean elementNullable) implements Type {

    @Override
    public TypeKind kind() {
        return TypeKind.ARRAY;
    }

    @Override
    public Layout layout() {
        return Layout.ARRAY;
    }

    @Override
    public String sql() {
        return element.sql() + " ARRAY";
    }

    @Override
    public String toString() {
        return sql();
    }
}
