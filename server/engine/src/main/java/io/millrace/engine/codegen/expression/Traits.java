package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.ExpressionVisitor;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.List;

/** What can be said about an expression without running it: nulls, failures, cost. */
public final class Traits {

    /** From here on a computation is worth more than looking at a null bit. */
    public static final int CHEAP = 5;

    /** From here on an expression is not computed twice when that can be avoided. */
    public static final int EXPENSIVE = 30;

    private Traits() {}

    public static boolean nullable(Expression expression) {
        return expression.accept(Nullable.INSTANCE);
    }

    /**
     * Whether the value is null exactly when one of the referenced columns is, so that values and null masks can be computed
     * apart.
     */
    public static boolean strict(Expression expression) {
        return expression.accept(Strict.INSTANCE);
    }

    public static boolean mayFail(Expression expression) {
        if (expression instanceof SourceCall) {
            return true;
        }
        if (expression instanceof Call call) {
            return callMayFail(call) || call.arguments().stream().anyMatch(Traits::mayFail);
        }
        return false;
    }

    /** Whether a function has a value whatever its arguments are. */
    static boolean neverNull(Function function) {
        return function.nulls() == Function.Nulls.NEVER;
    }

    /** Whether the function itself can fail on arguments that have values. */
    static boolean callMayFail(Call call) {
        if (call.function() == Function.CAST) {
            return !safeCast(call.arguments().get(0).type(), call.type());
        }
        return switch (call.function().failure()) {
            case IMPOSSIBLE -> false;
            case WHEN_EXACT -> call.type().layout() != Layout.DOUBLE && !dividesSafely(call);
            case POSSIBLE -> true;
        };
    }

    /** Whether a whole number is divided by a constant that is neither 0 nor -1. */
    static boolean dividesSafely(Call call) {
        boolean division = call.function() == Function.DIVIDE || call.function() == Function.MODULO;
        return division
                && call.type().kind() != TypeKind.DECIMAL
                && ExpressionCode.constant(call, 1)
                        .filter(value ->
                                value instanceof Number number && number.longValue() != 0 && number.longValue() != -1)
                        .isPresent();
    }

    private static boolean safeCast(Type from, Type to) {
        if (from.equals(to)) {
            return true;
        }
        boolean fromInteger =
                from.layout() == Layout.INT && from.kind() != TypeKind.DATE && from.kind() != TypeKind.TIME;
        return switch (to.kind()) {
            case BIGINT, DOUBLE -> fromInteger || from.kind() == TypeKind.REAL;
            case INTEGER -> from.kind() == TypeKind.SMALLINT || from.kind() == TypeKind.TINYINT;
            case ROW, MAP -> from.kind() == to.kind();
            case VARIANT -> true;
            case VARCHAR -> from.kind() != TypeKind.BINARY && from.kind() != TypeKind.VARBINARY;
            default -> false;
        };
    }

    /** A rough number of nanoseconds per row. */
    public static int cost(Expression expression) {
        if (expression instanceof SourceCall call) {
            return 100 + sum(call.arguments());
        }
        if (expression instanceof Call call) {
            return callCost(call) + sum(call.arguments());
        }
        return 0;
    }

    private static int sum(List<Expression> arguments) {
        return arguments.stream().mapToInt(Traits::cost).sum();
    }

    static int callCost(Call call) {
        Type first = call.arguments().isEmpty()
                ? call.type()
                : call.arguments().get(0).type();
        boolean wide = call.type().layout() == Layout.DECIMAL || first.layout() == Layout.DECIMAL;
        int cost = call.function().cost();
        return switch (call.function().family()) {
            case ARITHMETIC, MATH -> wide ? 30 * cost : cost;
            case COMPARISON, MEMBERSHIP -> wide ? 15 : Java.sliced(first) ? CHEAP : cost;
            case CAST ->
                call.function() != Function.REINTERPRET
                                && (Java.sliced(first) || call.type().layout() == Layout.BYTES)
                        ? 20
                        : cost;
            case LOGIC, CONDITIONAL, TEXT, PATTERN, TIME, ARRAY, NESTED, VARIANT -> cost;
        };
    }

    private enum Nullable implements ExpressionVisitor<Boolean> {
        INSTANCE;

        @Override
        public Boolean visit(ColumnReference reference) {
            return reference.nullable();
        }

        @Override
        public Boolean visit(Literal literal) {
            return literal.nullable();
        }

        @Override
        public Boolean visit(Placeholder parameter) {
            return true;
        }

        @Override
        public Boolean visit(Call call) {
            List<Expression> arguments = call.arguments();
            if (neverNull(call.function())) {
                return false;
            }
            if (call.function().nulls() == Function.Nulls.GIVEN) {
                return true;
            }
            if (call.function() == Function.COALESCE) {
                return arguments.stream().allMatch(Traits::nullable);
            }
            if (call.function() == Function.CASE) {
                for (int i = 1; i < arguments.size(); i += 2) {
                    if (nullable(arguments.get(i))) {
                        return true;
                    }
                }
                return nullable(arguments.get(arguments.size() - 1));
            }
            if (call.function() == Function.CONCAT_WS) {
                return nullable(arguments.get(0));
            }
            return arguments.stream().anyMatch(Traits::nullable);
        }

        @Override
        public Boolean visit(SourceCall call) {
            return true;
        }
    }

    private enum Strict implements ExpressionVisitor<Boolean> {
        INSTANCE;

        @Override
        public Boolean visit(ColumnReference reference) {
            return true;
        }

        @Override
        public Boolean visit(Literal literal) {
            return !literal.nullable();
        }

        @Override
        public Boolean visit(Placeholder parameter) {
            return false;
        }

        @Override
        public Boolean visit(Call call) {
            Function function = call.function();
            if (function.nulls() == Function.Nulls.GIVEN
                    || !call.arguments().stream().allMatch(Traits::strict)) {
                return false;
            }
            boolean takesNulls = neverNull(function) || function.nulls() == Function.Nulls.TAKEN;
            return !takesNulls || call.arguments().stream().noneMatch(Traits::nullable);
        }

        @Override
        public Boolean visit(SourceCall call) {
            return false;
        }
    }
}
