package io.millrace.spi.data;

/**
 * A VARIANT, of which there is one, {@link Type#VARIANT}: a value that says itself of which type it is, such as any JSON value, held as one {@linkplain io.millrace.spi.data.variant run
 * of bytes}.
 */
public record VariantType() implements Type {

    @Override
    public TypeKind kind() {
        return TypeKind.VARIANT;
    }

    @Override
    public Layout layout() {
        return Layout.BYTES;
    }

    @Override
    public String sql() {
        return TypeKind.VARIANT.sqlName();
    }

    @Override
    public String toString() {
        return sql();
    }
}
