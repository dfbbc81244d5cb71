package io.millrace.spi.data;

/**
 * A MAP: at most one value for each key, held as one {@linkplain io.millrace.spi.data.packed packed} value in the order of the keys, which
 * are never null.
 */
public record MapType(Type key, Type value, boolean valueNullable) implements Type {

    @Override
    public TypeKind kind() {
        return TypeKind.MAP;
    }

    @Override
    public Layout layout() {
        return Layout.BYTES;
    }

    @Override
    public String sql() {
        return "MAP<" + key.sql() + ", " + value.sql() + (valueNullable ? "" : " NOT NULL") + ">";
    }

    @Override
    public String toString() {
        return sql();
    }
}
