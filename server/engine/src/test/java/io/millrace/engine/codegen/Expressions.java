package io.millrace.engine.codegen;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.util.List;

/** Short ways to write expressions in tests. */
final class Expressions {

    private Expressions() {}

    static ColumnReference column(int index, Type type) {
        return new ColumnReference(index, type, true);
    }

    static Call call(Function function, Type type, Expression... arguments) {
        return new Call(function, List.of(arguments), type, true);
    }

    static Literal integer(int value) {
        return Literal.of(value, Type.INTEGER);
    }

    static Literal bigint(long value) {
        return Literal.of(value, Type.BIGINT);
    }

    static Literal floating(double value) {
        return Literal.of(value, Type.DOUBLE);
    }

    static Literal text(String value) {
        return Literal.of(value, Type.VARCHAR);
    }

    static Literal decimal(String value) {
        BigDecimal number = new BigDecimal(value);
        Type type = Type.decimal(Math.max(number.precision(), number.scale() + 1), number.scale());
        return Rows.literal(number, type);
    }

    static Literal nul(Type type) {
        return Literal.nullOf(type);
    }
}
