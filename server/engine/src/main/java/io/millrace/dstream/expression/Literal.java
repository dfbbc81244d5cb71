package io.millrace.dstream.expression;

import io.millrace.spi.data.Type;
import java.util.Optional;

/**
 * A constant.
 *
 * @param value by the layout of the type: Boolean, Integer, Long (DECIMALs scaled), Double, String for text,
 *     {@link java.nio.ByteBuffer} for binary, BigDecimal, {@link java.util.List} of such values for arrays; empty for NULL
 */
public record Literal(Optional<Object> value, Type type) implements Expression {

    public static Literal of(Object value, Type type) {
        return new Literal(Optional.of(value), type);
    }

    public static Literal nullOf(Type type) {
        return new Literal(Optional.empty(), type);
    }

    @Override
    public boolean nullable() {
        return value.isEmpty();
    }

    @Override
    public <R> R accept(ExpressionVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String toString() {
        return value.map(String::valueOf).orElse("NULL");
    }
}
