package io.millrace.planner.graph.node;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Join;
import io.millrace.dstream.JoinKind;
import io.millrace.dstream.Project;
import io.millrace.dstream.Union;
import io.millrace.dstream.Values;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Literal;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the constant that all rows of a stream have in a column. */
public final class ConstantColumn {

    private ConstantColumn() {}

    public static Optional<Literal> of(DStream stream, int column) {
        if (stream instanceof Project project) {
            Expression expression = project.expressions().get(column);
            if (expression instanceof Literal literal) {
                return Optional.of(literal);
            }
            return expression instanceof ColumnReference reference
                    ? of(project.input(), reference.index())
                    : Optional.empty();
        }
        if (stream instanceof Values values) {
            return same(values.rows().stream().map(row -> Optional.of(row.get(column))));
        }
        if (stream instanceof Union union) {
            return same(union.inputs().stream().map(input -> of(input, column)));
        }
        if (stream instanceof Filter || stream instanceof Exchange || stream instanceof WindowAssign) {
            DStream input = stream.inputs().get(0);
            return column < input.rowType().size() ? of(input, column) : Optional.empty();
        }
        if (stream instanceof Join join && join.kind() != JoinKind.FULL) {
            int left = join.left().rowType().size();
            return column < left ? of(join.left(), column) : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<Literal> same(Stream<Optional<Literal>> constants) {
        return constants.distinct().reduce((one, other) -> Optional.empty()).flatMap(literal -> literal);
    }
}
