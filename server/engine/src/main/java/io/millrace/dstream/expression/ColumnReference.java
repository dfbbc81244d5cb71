package io.millrace.dstream.expression;

import io.millrace.spi.data.Type;

/** The value of an input column. */
public record ColumnReference(int index, Type type, boolean nullable) implements Expression {

    @Override
    public <R> R accept(ExpressionVisitor<R> visitor) {
        return visitor.visit(this);
    }

    @Override
    public String toString() {
        return "$" + index;
    }
}
