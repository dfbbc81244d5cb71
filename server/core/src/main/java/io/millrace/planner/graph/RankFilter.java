package io.millrace.planner.graph;

import io.millrace.dstream.Filter;
import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.ColumnReference;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.SortKey;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.graph.node.TimeFact;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Window;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;

/** Recognizes {@code ROW_NUMBER() OVER (…) <= n}: the first rows of each partition, for which not all rows need numbers. */
final class RankFilter {

    private final GraphBuilder graph;
    private final SortTranslation sorts;

    RankFilter(GraphBuilder graph, SortTranslation sorts) {
        this.graph = graph;
        this.sorts = sorts;
    }

    /** The filter translated as a TopN; empty when it is no such filter. */
    Optional<Node> translate(org.apache.calcite.rel.core.Filter filter) {
        Optional<Project> between =
                filter.getInput() instanceof Project project ? Optional.of(project) : Optional.empty();
        RelNode below = between.map(Project::getInput).orElse(filter.getInput());
        if (!(below instanceof Window window) || !numbersRows(window)) {
            return Optional.empty();
        }
        RexNode condition = between.map(project -> RelOptUtil.pushPastProject(filter.getCondition(), project))
                .orElse(filter.getCondition());
        int rank = window.getInput().getRowType().getFieldCount();
        OptionalLong limit = OptionalLong.empty();
        List<Expression> others = new ArrayList<>();
        for (Expression part : conditions(condition, window)) {
            Optional<Bound> bound = Bound.of(part, rank);
            if (bound.isPresent()) {
                long last = bound.get().last();
                limit = OptionalLong.of(limit.isPresent() ? Math.min(limit.getAsLong(), last) : last);
            }
            if (bound.isEmpty() || !bound.get().exact()) {
                others.add(part);
            }
        }
        if (limit.isEmpty() || limit.getAsLong() < 1) {
            return Optional.empty();
        }
        Window.Group group = window.groups.get(0);
        List<SortKey> order = SortTranslation.keys(group.orderKeys);
        Node input = graph.translate(window.getInput());
        if (comesInOrder(input, group.keys.asList(), order)) {
            return Optional.empty();
        }
        Node ranked = filtered(sorts.ranked(input, group.keys.asList(), order, limit.getAsLong()), others);
        return Optional.of(between.map(project -> ProjectTranslation.closing(
                        ranked,
                        graph.expressions(ranked).translate(project.getProjects()),
                        TypeConversion.rowType(project.getRowType()),
                        graph.planning()))
                .orElse(ranked));
    }

    /** Whether rows can be numbered once and for all as the watermark passes them, as a derived stream needs it. */
    private boolean comesInOrder(Node input, List<Integer> partition, List<SortKey> order) {
        boolean ofWindow = partition.stream()
                .anyMatch(column ->
                        input.facts().time(column).filter(TimeFact::ofWindow).isPresent());
        return graph.planning().appendOnly() && !ofWindow && OverTranslation.isInOrderOfTime(input, order);
    }

    private static boolean numbersRows(Window window) {
        return window.groups.size() == 1
                && window.groups.get(0).aggCalls.size() == 1
                && window.groups.get(0).aggCalls.get(0).getOperator().getKind() == SqlKind.ROW_NUMBER;
    }

    private List<Expression> conditions(RexNode condition, Window window) {
        Expression predicate = new ExpressionTranslator(
                        TypeConversion.rowType(window.getRowType()),
                        graph.planning().rex())
                .translate(condition);
        return predicate instanceof Call call && call.function() == Function.AND
                ? call.arguments()
                : List.of(predicate);
    }

    private static Node filtered(Node node, List<Expression> conditions) {
        if (conditions.isEmpty()) {
            return node;
        }
        Expression predicate = conditions.size() == 1
                ? conditions.get(0)
                : new Call(
                        Function.AND,
                        conditions,
                        Type.BOOLEAN,
                        conditions.stream().anyMatch(Expression::nullable));
        return new Node(new Filter(node.stream(), predicate), node.facts());
    }

    /**
     * The greatest row number that a condition lets pass.
     *
     * @param exact whether it lets pass all smaller ones too
     */
    private record Bound(long last, boolean exact) {

        static Optional<Bound> of(Expression condition, int rank) {
            if (!(condition instanceof Call call) || call.arguments().size() != 2) {
                return Optional.empty();
            }
            Expression first = call.arguments().get(0);
            Expression second = call.arguments().get(1);
            if (isRank(first, rank)
                    && second instanceof Literal literal
                    && literal.value().orElse(null) instanceof Long n) {
                return of(call.function(), n);
            }
            if (isRank(second, rank)
                    && first instanceof Literal literal
                    && literal.value().orElse(null) instanceof Long n) {
                return switch (call.function()) {
                    case GREATER_OR_EQUAL -> of(Function.LESS_OR_EQUAL, n);
                    case GREATER -> of(Function.LESS, n);
                    case EQUAL -> of(Function.EQUAL, n);
                    default -> Optional.empty();
                };
            }
            return Optional.empty();
        }

        private static boolean isRank(Expression expression, int rank) {
            return expression instanceof ColumnReference reference && reference.index() == rank;
        }

        private static Optional<Bound> of(Function comparison, long n) {
            return switch (comparison) {
                case LESS_OR_EQUAL -> Optional.of(new Bound(n, true));
                case LESS -> Optional.of(new Bound(n - 1, true));
                case EQUAL -> Optional.of(new Bound(n, n == 1));
                default -> Optional.empty();
            };
        }
    }
}
