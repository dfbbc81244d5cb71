package io.millrace.dstream.expression;

import io.millrace.spi.data.Type;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A built-in function applied to arguments; the arguments have the types that {@link Function} asks for, casts are explicit.
 */
public record Call(Function function, List<Expression> arguments, Type type, boolean nullable) implements Expression {

    public Call {
        arguments = List.copyOf(arguments);
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
