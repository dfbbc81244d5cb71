package io.millrace.session.lookup;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.dstream.expression.SourceCall;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Makes columns of the parameters of expressions, and of their constants as far as the same is computed of a column: then the class that is
 * generated for them serves all other values too.
 */
final class ConstantsAsColumns {

    /** Functions that do the same with a constant as with a column. */
    private static final Set<Function> PLAIN = EnumSet.of(
            Function.ADD,
            Function.SUBTRACT,
            Function.MULTIPLY,
            Function.EQUAL,
            Function.NOT_EQUAL,
            Function.LESS,
            Function.LESS_OR_EQUAL,
            Function.GREATER,
            Function.GREATER_OR_EQUAL,
            Function.COALESCE);

    private final int offset;
    private final List<Expression> constants = new ArrayList<>();
    private boolean possible = true;

    /** @param offset how many columns are before them */
    ConstantsAsColumns(int offset) {
        this.offset = offset;
    }

    /** What became columns, in their order. */
    List<Expression> constants() {
        return constants;
    }

    /** Whether there is a column for each parameter that was met. */
    boolean isPossible() {
        return possible;
    }

    /** @param whole whether the expression is the value of a column */
    Expression of(Expression expression, boolean whole) {
        return replaced(expression, whole, true);
    }

    private Expression replaced(Expression expression, boolean literals, boolean parameters) {
        if (expression instanceof Literal literal) {
            return literals && literal.value().isPresent() ? column(literal) : literal;
        }
        if (expression instanceof Placeholder parameter) {
            possible &= parameters;
            return column(parameter);
        }
        if (expression instanceof Call call) {
            boolean plain = PLAIN.contains(call.function());
            boolean any = takesColumns(call.function());
            return call.withArguments(call.arguments().stream()
                    .map(argument -> replaced(argument, plain, any))
                    .toList());
        }
        if (expression instanceof SourceCall call) {
            return call.withArguments(call.arguments().stream()
                    .map(argument -> replaced(argument, false, true))
                    .toList());
        }
        return expression;
    }

    /** Whether a function takes all its arguments row by row. */
    private static boolean takesColumns(Function function) {
        return switch (function.family()) {
            case ARITHMETIC, MATH, COMPARISON, LOGIC, CONDITIONAL, CAST, TEXT -> true;
            case MEMBERSHIP, PATTERN, TIME, ARRAY, NESTED, VARIANT -> false;
        };
    }

    private Expression column(Expression constant) {
        constants.add(constant);
        return new ColumnReference(offset + constants.size() - 1, constant.type(), constant.nullable());
    }
}
