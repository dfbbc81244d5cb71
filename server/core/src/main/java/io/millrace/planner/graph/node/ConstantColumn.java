package io.millrace.planner.graph.node;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Join;
import io.millrace.dstream.Negate;
import io.millrace.dstream.Over;
import io.millrace.dstream.Project;
import io.millrace.dstream.TopN;
import io.millrace.dstream.Union;
import io.millrace.dstream.Unnest;
import io.millrace.dstream.Values;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the constant that all rows of a stream have in a column, those of outer joins excepted that have null there. */
public final class ConstantColumn {

    private ConstantColumn() {}

    /** @param ofNoRow what a column of no rows is taken for, of which any constant is true */
    public static Optional<Literal> of(DStream stream, int column, Literal ofNoRow) {
        if (stream instanceof Project project) {
            Expression expression = project.expressions().get(column);
            if (expression instanceof Literal literal) {
                return Optional.of(literal);
            }
            return expression instanceof ColumnReference reference
                    ? of(project.input(), reference.index(), ofNoRow)
                    : Optional.empty();
        }
        if (stream instanceof Values values) {
            return values.rows().isEmpty()
                    ? Optional.of(ofNoRow)
                    : same(values.rows().stream().map(row -> Optional.of(row.get(column))));
        }
        if (stream instanceof Union union) {
            return same(union.inputs().stream()
                    .filter(input ->
                            !hasNoRows(input) || union.inputs().stream().allMatch(ConstantColumn::hasNoRows))
                    .map(input -> of(input, column, ofNoRow)));
        }
        if (stream instanceof Aggregate aggregate) {
            return column < aggregate.keys().size()
                    ? of(aggregate.input(), aggregate.keys().get(column), ofNoRow)
                    : Optional.empty();
        }
        if (stream instanceof Join join) {
            int left = join.left().rowType().size();
            return column < left ? of(join.left(), column, ofNoRow) : of(join.right(), column - left, ofNoRow);
        }
        return keepsColumns(stream) && column < stream.inputs().get(0).rowType().size()
                ? of(stream.inputs().get(0), column, ofNoRow)
                : Optional.empty();
    }

    private static boolean hasNoRows(DStream stream) {
        if (stream instanceof Values values) {
            return values.rows().isEmpty();
        }
        return (stream instanceof Project || keepsColumns(stream))
                && hasNoRows(stream.inputs().get(0));
    }

    /** Whether the columns of a node begin with those of its input. */
    private static boolean keepsColumns(DStream stream) {
        return stream instanceof Filter
                || stream instanceof Exchange
                || stream instanceof Negate
                || stream instanceof WindowAssign
                || stream instanceof Unnest
                || stream instanceof TopN
                || stream instanceof Over;
    }

    private static Optional<Literal> same(Stream<Optional<Literal>> constants) {
        return constants.distinct().reduce((one, other) -> Optional.empty()).flatMap(literal -> literal);
    }
}
