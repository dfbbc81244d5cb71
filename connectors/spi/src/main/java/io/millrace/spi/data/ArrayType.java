package io.millrace.spi.data;

/**
 * An array whose elements all have one type, or a MULTISET: an array of its elements in an order that is the same for equal multisets.
 *
 * @param multiset whether the places of the elements mean nothing
 */
public record ArrayType(Type element, boolean elementNullable, boolean multiset) implements Type {

    /** An ARRAY. */
    public ArrayType(Type element, boolean elementNullable) {
        this(element, elementNullable, false);
    }

    @Override
    public TypeKind kind() {
        return multiset ? TypeKind.MULTISET : TypeKind.ARRAY;
    }

    @Override
    public Layout layout() {
        return Layout.ARRAY;
    }

    @Override
    public String sql() {
        return element.sql() + " " + kind().sqlName();
    }

    @Override
    public String toString() {
        return sql();
    }
}
