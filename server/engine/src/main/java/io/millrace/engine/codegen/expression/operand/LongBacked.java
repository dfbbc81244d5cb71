package io.millrace.engine.codegen.expression.operand;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.util.List;

/** Finds the longs behind operands that were widened to large DECIMALs, so that arithmetic can begin with the longs. */
public final class LongBacked {

    private LongBacked() {}

    /** The call on operands without widening casts, where it is of a kind that profits from them. */
    public static Call narrowed(Call call) {
        boolean profits = call.function() == Function.ADD
                || call.function() == Function.SUBTRACT
                || call.function() == Function.MULTIPLY;
        if (!profits || call.type().layout() != Layout.DECIMAL) {
            return call;
        }
        List<Expression> operands =
                call.arguments().stream().map(LongBacked::source).toList();
        return operands.stream().allMatch(operand -> isLong(operand.type())) ? call.withArguments(operands) : call;
    }

    /** Whether values of the type are exact numbers of at most 64 bits. */
    public static boolean isLong(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            case DECIMAL -> type.layout() == Layout.LONG;
            case BOOLEAN,
                    REAL,
                    DOUBLE,
                    CHAR,
                    VARCHAR,
                    BINARY,
                    VARBINARY,
                    UUID,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LTZ,
                    INTERVAL_MONTH,
                    INTERVAL_DAY,
                    ARRAY,
                    MULTISET,
                    ROW,
                    MAP,
                    VARIANT -> false;
        };
    }

    private static Expression source(Expression operand) {
        if (operand instanceof Literal literal && operand.type().layout() == Layout.DECIMAL) {
            return constant(literal);
        }
        boolean cast = operand instanceof Call call
                && (call.function() == Function.CAST || call.function() == Function.REINTERPRET)
                && operand.type().kind() == TypeKind.DECIMAL
                && operand.type().layout() == Layout.DECIMAL;
        if (!cast) {
            return operand;
        }
        Expression source = ((Call) operand).arguments().get(0);
        ScalarType target = (ScalarType) operand.type();
        boolean kept = isLong(source.type())
                && Conversions.scale(source.type()) == target.scale()
                && Conversions.digits(source.type()) <= target.precision();
        return kept ? source : operand;
    }

    private static Expression constant(Literal literal) {
        if (literal.value().orElse(null) instanceof BigDecimal value
                && value.scale() <= Conversions.scale(literal.type())) {
            BigDecimal scaled = value.setScale(Conversions.scale(literal.type()));
            if (scaled.precision() <= ScalarType.MAX_LONG_DIGITS && scaled.scale() <= ScalarType.MAX_LONG_DIGITS) {
                return Literal.of(
                        scaled.unscaledValue().longValue(), Type.decimal(ScalarType.MAX_LONG_DIGITS, scaled.scale()));
            }
        }
        return literal;
    }
}
