package io.millrace.dstream.expression;

import io.millrace.spi.data.Type;

/**
 * A value that is given when a query is run which was planned before; graphs that run have none.
 *
 * @param index counted from 0
 */
public record Placeholder(int index, Type type) implements Expression {

    @Override
    public boolean nullable() {
        return true;
    }

    @Override
    public <R> R accept(ExpressionVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String toString() {
        return "?" + (index + 1);
    }
}
