package io.millrace.dstream.expression;

import io.millrace.spi.data.Type;
import io.millrace.spi.error.Position;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A built-in function applied to arguments; the arguments have the types that {@link Function} asks for, casts are explicit.
 *
 * @param position where it is in the text of its statement; no part of the value by which calls are compared
 */
public record Call(
        Function function, List<Expression> arguments, Type type, boolean nullable, Optional<Position> position)
        implements Expression {

    public Call {
        arguments = List.copyOf(arguments);
    }

    /** A call that is in no text. */
    public Call(Function function, List<Expression> arguments, Type type, boolean nullable) {
        this(function, arguments, type, nullable, Optional.empty());
    }

    /** The same call of other arguments. */
    public Call withArguments(List<Expression> others) {
        return new Call(function, others, type, nullable, position);
    }

    /** The same call of another type. */
    public Call withType(Type other) {
        return new Call(function, arguments, other, nullable, position);
    }

    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof Call that
                        && function == that.function
                        && nullable == that.nullable
                        && type.equals(that.type)
                        && arguments.equals(that.arguments));
    }

    @Override
    public int hashCode() {
        return Objects.hash(function, arguments, type, nullable);
    }

    @Override
    public <R> R accept(ExpressionVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String toString() {
        return function + arguments.stream().map(Expression::toString).collect(Collectors.joining(", ", "(", ")"));
    }
}
