package io.millrace.engine.codegen.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.ExpressionVisitor;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.dstream.expression.SourceCall;
import io.millrace.spi.data.RowType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Looks into expressions and rebuilds them with parts replaced. */
public final class Rewriting {

    private Rewriting() {}

    /** References to all columns of a row type. */
    public static List<Expression> references(RowType rowType) {
        List<Expression> references = new ArrayList<>();
        for (int i = 0; i < rowType.size(); i++) {
            references.add(
                    new ColumnReference(i, rowType.type(i), rowType.field(i).nullable()));
        }
        return references;
    }

    /** The indexes of the columns that an expression reads, with repetition. */
    public static Stream<Integer> columns(Expression expression) {
        return parts(expression)
                .filter(ColumnReference.class::isInstance)
                .map(part -> ((ColumnReference) part).index());
    }

    /** The expression and all expressions within it. */
    public static Stream<Expression> parts(Expression expression) {
        return Stream.concat(
                Stream.of(expression), arguments(expression).stream().flatMap(Rewriting::parts));
    }

    public static List<Expression> arguments(Expression expression) {
        return expression.accept(Arguments.INSTANCE);
    }

    /** The column that is passed on as another type without a change. */
    public static OptionalInt reinterpretedColumn(Expression expression) {
        return expression instanceof Call call
                        && call.function() == Function.REINTERPRET
                        && call.arguments().get(0) instanceof ColumnReference reference
                        && reference.type().layout() == call.type().layout()
                ? OptionalInt.of(reference.index())
                : OptionalInt.empty();
    }

    /** Replaces column references by the expressions of those columns. */
    public static Expression inline(Expression expression, List<Expression> columns) {
        return replace(
                expression, part -> part instanceof ColumnReference reference ? columns.get(reference.index()) : part);
    }

    /** Replaces parts from the outside in; a part that was replaced is not looked into. */
    public static Expression replace(Expression expression, UnaryOperator<Expression> replacement) {
        Expression replaced = replacement.apply(expression);
        return replaced == expression
                ? expression.accept(new Rebuilding(argument -> replace(argument, replacement)))
                : replaced;
    }

    /** Rebuilds an expression from the inside out. */
    public static Expression rebuild(Expression expression, UnaryOperator<Expression> change) {
        return change.apply(expression.accept(new Rebuilding(argument -> rebuild(argument, change))));
    }

    /** The conjuncts of a predicate. */
    public static Stream<Expression> conjuncts(Expression predicate) {
        return predicate instanceof Call call && call.function() == Function.AND
                ? call.arguments().stream().flatMap(Rewriting::conjuncts)
                : Stream.of(predicate);
    }

    private enum Arguments implements ExpressionVisitor<List<Expression>> {
        INSTANCE;

        @Override
        public List<Expression> visit(ColumnReference reference) {
            return List.of();
        }

        @Override
        public List<Expression> visit(Literal literal) {
            return List.of();
        }

        @Override
        public List<Expression> visit(Placeholder parameter) {
            return List.of();
        }

        @Override
        public List<Expression> visit(Call call) {
            return call.arguments();
        }

        @Override
        public List<Expression> visit(SourceCall call) {
            return call.arguments();
        }
    }

    private record Rebuilding(UnaryOperator<Expression> replacement) implements ExpressionVisitor<Expression> {

        private List<Expression> rebuilt(List<Expression> arguments) {
            return arguments.stream().map(replacement).toList();
        }

        @Override
        public Expression visit(ColumnReference reference) {
            return reference;
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
            return call.withArguments(rebuilt(call.arguments()));
        }

        @Override
        public Expression visit(SourceCall call) {
            return call.withArguments(rebuilt(call.arguments()));
        }
    }
}
