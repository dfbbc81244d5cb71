package io.millrace.dstream.expression;

import io.millrace.spi.data.Type;

/** A scalar expression over the columns of one row. Immutable, compared by value. */
public sealed interface Expression permits ColumnReference, Literal, Placeholder, Call, SourceCall {

    Type type();

    /** Whether the value can be null. */
    boolean nullable();

    <R> R accept(ExpressionVisitor<R> visitor);
}
