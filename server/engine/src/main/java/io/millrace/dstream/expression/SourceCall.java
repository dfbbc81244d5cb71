package io.millrace.dstream.expression;

import io.millrace.spi.data.Type;
import io.millrace.spi.error.Position;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A function of the long tail, carried by the plan as Java source and called once per row.
 *
 * @param name the SQL name, for EXPLAIN and errors
 * @param body statements of a static method with parameters {@code a0, a1 …} that ends by returning a boxed value or null.
 *     Parameters and result are boxed by layout: Boolean, Integer, Long (DECIMALs as BigDecimal instead), Double, String for text,
 *     byte[] for binary, a List of elements for arrays, which are not of binary
 * @param position where it is in the text of its statement; no part of the value by which calls are compared
 */
public record SourceCall(
        String name, String body, List<Expression> arguments, Type type, boolean nullable, Optional<Position> position)
        implements Expression {

    public SourceCall {
        arguments = List.copyOf(arguments);
    }

    /** A call that is in no text. */
    public SourceCall(String name, String body, List<Expression> arguments, Type type, boolean nullable) {
        this(name, body, arguments, type, nullable, Optional.empty());
    }

    /** The same call of other arguments. */
    public SourceCall withArguments(List<Expression> others) {
        return new SourceCall(name, body, others, type, nullable, position);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof SourceCall that
                        && nullable == that.nullable
                        && name.equals(that.name)
                        && body.equals(that.body)
                        && type.equals(that.type)
                        && arguments.equals(that.arguments));
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, body, arguments, type, nullable);
    }

    @Override
    public <R> R accept(ExpressionVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
