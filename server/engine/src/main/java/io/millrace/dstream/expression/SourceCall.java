package io.millrace.dstream.expression;

import io.millrace.spi.data.Type;
import java.util.List;

/**
 * A function of the long tail, carried by the plan as Java source and called once per row.
 *
 * @param name the SQL name, for EXPLAIN and errors
 * @param body statements of a static method with parameters {@code a0, a1 …} that ends by returning a boxed value or null.
 *     Parameters and result are boxed by layout: Boolean, Integer, Long (DECIMALs as BigDecimal instead), Double, String for text,
 *     byte[] for binary, a List of elements for arrays, which are not of binary
 */
public record SourceCall(String name, String body, List<Expression> arguments, Type type, boolean nullable)
        implements Expression {

    public SourceCall {
        arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(ExpressionVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
