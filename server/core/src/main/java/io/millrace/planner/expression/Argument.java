package io.millrace.planner.expression;

import io.millrace.dstream.expression.Expression;
import io.millrace.spi.data.Type;

/** What a function asks of one of its arguments. */
public enum Argument {
    /** Text of any length. */
    TEXT,
    INTEGER,
    DOUBLE,
    /** Taken as it is. */
    SAME;

    public Expression adapt(Expression expression) {
        return switch (this) {
            case TEXT -> Casts.isText(expression.type()) ? expression : Casts.cast(expression, Type.VARCHAR);
            case INTEGER -> Casts.cast(expression, Type.INTEGER);
            case DOUBLE -> Casts.cast(expression, Type.DOUBLE);
            case SAME -> expression;
        };
    }
}
