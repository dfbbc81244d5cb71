package io.millrace.engine.codegen;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.ExpressionVisitor;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Computes expressions on boxed values in the plainest way: the second opinion about generated code. */
final class NaiveInterpreter implements ExpressionVisitor<Object> {

    /** The row fails. */
    static final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** One argument fails after another was null: null and failure are both right. */
    static final class Ambiguous extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final Object[] row;

    NaiveInterpreter(Object[] row) {
        this.row = row;
    }

    Object evaluate(Expression expression) {
        return expression.accept(this);
    }

    @Override
    public Object visit(ColumnReference reference) {
        return row[reference.index()];
    }

    @Override
    public Object visit(Literal literal) {
        Object value = literal.value().orElse(null);
        return value instanceof Long number && literal.type().kind() == TypeKind.DECIMAL
                ? BigDecimal.valueOf(number, ((ScalarType) literal.type()).scale())
                : value;
    }

    @Override
    public Object visit(Placeholder parameter) {
        throw new IllegalStateException("parameter " + parameter + " has no value");
    }

    @Override
    public Object visit(SourceCall call) {
        throw new IllegalStateException("not generated");
    }

    @Override
    public Object visit(Call call) {
        List<Expression> arguments = call.arguments();
        return switch (call.function()) {
            case AND, OR -> junction(call);
            case CASE -> choice(call);
            case COALESCE ->
                arguments.stream()
                        .map(this::evaluate)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null);
            case IS_NULL -> evaluate(arguments.get(0)) == null;
            case IS_NOT_NULL -> evaluate(arguments.get(0)) != null;
            case IS_TRUE -> Boolean.TRUE.equals(evaluate(arguments.get(0)));
            case IS_NOT_TRUE -> !Boolean.TRUE.equals(evaluate(arguments.get(0)));
            case IS_FALSE -> Boolean.FALSE.equals(evaluate(arguments.get(0)));
            case IS_NOT_FALSE -> !Boolean.FALSE.equals(evaluate(arguments.get(0)));
            case IS_NOT_DISTINCT_FROM -> same(evaluate(arguments.get(0)), evaluate(arguments.get(1)));
            case IN -> membership(arguments);
            default -> strict(call);
        };
    }

    private Object junction(Call call) {
        boolean decisive = call.function() == Function.OR;
        boolean unknown = false;
        for (Expression argument : call.arguments()) {
            Object value;
            try {
                value = evaluate(argument);
            } catch (Failure e) {
                throw unknown ? new Ambiguous() : e;
            }
            if (value != null && (Boolean) value == decisive) {
                return decisive;
            }
            unknown |= value == null;
        }
        return unknown ? null : !decisive;
    }

    private Object choice(Call call) {
        List<Expression> arguments = call.arguments();
        for (int i = 0; i + 1 < arguments.size(); i += 2) {
            if (Boolean.TRUE.equals(evaluate(arguments.get(i)))) {
                return typed(evaluate(arguments.get(i + 1)), call.type());
            }
        }
        return typed(evaluate(arguments.get(arguments.size() - 1)), call.type());
    }

    private Object membership(List<Expression> arguments) {
        Object value = evaluate(arguments.get(0));
        if (value == null) {
            return null;
        }
        boolean unknown = false;
        for (Expression argument : arguments.subList(1, arguments.size())) {
            Object member = evaluate(argument);
            if (member != null && same(value, member)) {
                return true;
            }
            unknown |= member == null;
        }
        return unknown ? null : false;
    }

    private static boolean same(Object a, Object b) {
        return a == null || b == null ? a == b : compare(a, b) == 0;
    }

    private Object strict(Call call) {
        List<Object> values = new ArrayList<>();
        boolean failed = false;
        for (Expression argument : call.arguments()) {
            try {
                values.add(evaluate(argument));
            } catch (Failure e) {
                failed = true;
            }
        }
        boolean anyNull = values.contains(null);
        if (failed) {
            throw anyNull ? new Ambiguous() : new Failure();
        }
        return anyNull ? null : compute(call, values);
    }

    private static Object compute(Call call, List<Object> values) {
        Object a = values.get(0);
        Object b = values.size() > 1 ? values.get(1) : null;
        return switch (call.function()) {
            case NOT -> !(Boolean) a;
            case EQUAL -> compare(a, b) == 0;
            case NOT_EQUAL -> compare(a, b) != 0;
            case LESS -> compare(a, b) < 0;
            case LESS_OR_EQUAL -> compare(a, b) <= 0;
            case GREATER -> compare(a, b) > 0;
            case GREATER_OR_EQUAL -> compare(a, b) >= 0;
            case GREATEST -> typed(compare(a, b) >= 0 ? a : b, call.type());
            case LEAST -> typed(compare(a, b) <= 0 ? a : b, call.type());
            case CAST -> typed(a, call.type());
            case UPPER -> ((String) a).toUpperCase(Locale.ROOT);
            case CONCAT -> (String) a + b;
            case CHAR_LENGTH -> (long) ((String) a).length();
            case SUBSTRING ->
                ((String) a).substring(Math.min(((String) a).length(), Math.max(0, ((Long) b).intValue() - 1)));
            case POSITION -> (long) ((String) b).indexOf((String) a) + 1;
            default -> arithmetic(call, a, b);
        };
    }

    private static Object arithmetic(Call call, Object a, Object b) {
        if (a instanceof Double x) {
            double y = b == null ? 0 : (Double) b;
            return switch (call.function()) {
                case ADD -> x + y;
                case SUBTRACT -> x - y;
                case MULTIPLY -> x * y;
                case DIVIDE -> x / y;
                case MODULO -> x % y;
                case NEGATE -> -x;
                default -> Math.abs(x);
            };
        }
        BigDecimal x = decimal(a);
        BigDecimal y = b == null ? null : decimal(b);
        boolean division = call.function().name().equals("DIVIDE")
                || call.function().name().equals("MODULO");
        if (division && y.signum() == 0) {
            throw new Failure();
        }
        boolean fraction = call.type().kind() == TypeKind.DECIMAL;
        return typed(
                switch (call.function()) {
                    case ADD -> x.add(y);
                    case SUBTRACT -> x.subtract(y);
                    case MULTIPLY -> x.multiply(y);
                    case DIVIDE ->
                        fraction
                                ? x.divide(y, ((ScalarType) call.type()).scale(), RoundingMode.HALF_UP)
                                : x.divideToIntegralValue(y);
                    case MODULO -> x.remainder(y);
                    case NEGATE -> x.negate();
                    default -> x.abs();
                },
                call.type());
    }

    private static BigDecimal decimal(Object value) {
        return value instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(((Number) value).longValue());
    }

    /** The value in a type, with the failure that a CAST would have. */
    private static Object typed(Object value, Type type) {
        if (value == null || type.kind() == TypeKind.BOOLEAN) {
            return value;
        }
        return switch (type.kind()) {
            case INTEGER -> (int) whole(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT -> whole(value, Long.MIN_VALUE, Long.MAX_VALUE);
            case DOUBLE -> value instanceof String text ? parsed(text).doubleValue() : ((Number) value).doubleValue();
            case DECIMAL -> fitted(value instanceof String text ? parsed(text) : decimal(value), (ScalarType) type);
            case VARCHAR -> value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
            default -> throw new IllegalStateException(type.sql());
        };
    }

    private static BigDecimal parsed(String text) {
        try {
            return new BigDecimal(text.trim());
        } catch (NumberFormatException e) {
            throw new Failure();
        }
    }

    private static long whole(Object value, long least, long most) {
        if (value instanceof String text && !text.trim().matches("[+-]?\\d+")) {
            throw new Failure();
        }
        if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
            throw new Failure();
        }
        BigInteger whole = value instanceof String text
                ? new BigInteger(text.trim())
                : value instanceof Double number
                        ? new BigDecimal(number).toBigInteger()
                        : decimal(value).toBigInteger();
        if (whole.compareTo(BigInteger.valueOf(least)) < 0 || whole.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new Failure();
        }
        return whole.longValue();
    }

    private static BigDecimal fitted(BigDecimal value, ScalarType type) {
        BigDecimal rounded = value.setScale(type.scale(), RoundingMode.HALF_UP);
        if (rounded.signum() != 0 && rounded.precision() > type.precision()) {
            throw new Failure();
        }
        return rounded;
    }

    private static int compare(Object a, Object b) {
        if (a instanceof Boolean x) {
            return x.compareTo((Boolean) b);
        }
        if (a instanceof String x) {
            return x.compareTo((String) b);
        }
        if (a instanceof Double x) {
            return Double.compare(x + 0.0, (Double) b + 0.0);
        }
        return decimal(a).compareTo(decimal(b));
    }
}
