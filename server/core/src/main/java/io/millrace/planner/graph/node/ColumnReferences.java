package io.millrace.planner.graph.node;

import io.millrace.dstream.Values;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.ExpressionVisitor;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.planner.expression.Casts;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The columns in expressions: which there are, and what to put in their places. */
public final class ColumnReferences {

    private ColumnReferences() {}

    public static Set<Integer> usedBy(Expression expression) {
        Set<Integer> used = new TreeSet<>();
        collect(expression, used);
        return used;
    }

    private static void collect(Expression expression, Set<Integer> used) {
        if (expression instanceof ColumnReference reference) {
            used.add(reference.index());
        } else if (expression instanceof Call call) {
            call.arguments().forEach(argument -> collect(argument, used));
        } else if (expression instanceof SourceCall call) {
            call.arguments().forEach(argument -> collect(argument, used));
        }
    }

    /** The expression with each column replaced; casts of constants become constants. */
    public static Expression substitute(Expression expression, List<? extends Expression> replacements) {
        return expression.accept(new Substitution(replacements));
    }

    /** The rows that the expressions compute from constant rows, when they compute constants. */
    public static Optional<Values> constants(Values values, List<Expression> expressions, RowType rowType) {
        List<List<Literal>> rows = new ArrayList<>();
        for (List<Literal> row : values.rows()) {
            List<Literal> computed = new ArrayList<>();
            for (Expression expression : expressions) {
                if (!(substitute(expression, row) instanceof Literal literal)) {
                    return Optional.empty();
                }
                computed.add(literal);
            }
            rows.add(computed);
        }
        return Optional.of(new Values(rowType, rows));
    }

    private record Substitution(List<? extends Expression> replacements) implements ExpressionVisitor<Expression> {

        @Override
        public Expression visit(ColumnReference reference) {
            return replacements.get(reference.index());
        }

        @Override
        public Expression visit(Literal literal) {
            return literal;
        }

        @Override
        public Expression visit(Placeholder parameter) {
            return parameter;
        }

        @Override
        public Expression visit(Call call) {
            List<Expression> arguments = call.arguments().stream()
                    .map(argument -> argument.accept(this))
                    .toList();
            boolean cast = call.function() == Function.CAST || call.function() == Function.REINTERPRET;
            return cast && arguments.get(0) instanceof Literal literal
                    ? Casts.fold(literal, call.type())
                            .<Expression>map(folded -> folded)
                            .orElseGet(() -> call.withArguments(arguments))
                    : call.withArguments(arguments);
        }

        @Override
        public Expression visit(SourceCall call) {
            List<Expression> arguments = call.arguments().stream()
                    .map(argument -> argument.accept(this))
                    .toList();
            return call.withArguments(arguments);
        }
    }
}
