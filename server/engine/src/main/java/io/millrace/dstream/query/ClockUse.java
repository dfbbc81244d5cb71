package io.millrace.dstream.query;

import io.millrace.dstream.DStream;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Join;
import io.millrace.dstream.Project;
import io.millrace.dstream.TemporalFilter;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.ExpressionVisitor;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.Placeholder;
import io.millrace.dstream.expression.SourceCall;
import java.util.List;

/** Finds out whether a result depends on the time at which it is computed. */
public final class ClockUse implements ExpressionVisitor<Boolean> {

    private static final ClockUse FINDER = new ClockUse();

    private ClockUse() {}

    /** Whether a node of the graph asks for the time. */
    public static boolean in(DStream node) {
        return node instanceof TemporalFilter
                || expressions(node).stream().anyMatch(ClockUse::in)
                || node.inputs().stream().anyMatch(ClockUse::in);
    }

    public static boolean in(Expression expression) {
        return expression.accept(FINDER);
    }

    private static List<Expression> expressions(DStream node) {
        if (node instanceof Filter filter) {
            return List.of(filter.predicate());
        }
        if (node instanceof Project project) {
            return project.expressions();
        }
        return node instanceof Join join ? join.residual().stream().toList() : List.of();
    }

    @Override
    public Boolean visit(ColumnReference reference) {
        return false;
    }

    @Override
    public Boolean visit(Literal literal) {
        return false;
    }

    @Override
    public Boolean visit(Placeholder parameter) {
        return false;
    }

    @Override
    public Boolean visit(Call call) {
        return switch (call.function()) {
            case CURRENT_TIMESTAMP, CURRENT_DATE, CURRENT_TIME -> true;
            default -> call.arguments().stream().anyMatch(ClockUse::in);
        };
    }

    @Override
    public Boolean visit(SourceCall call) {
        return call.arguments().stream().anyMatch(ClockUse::in);
    }
}
