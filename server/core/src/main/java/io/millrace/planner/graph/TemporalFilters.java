package io.millrace.planner.graph;

import io.millrace.dstream.DStream;
import io.millrace.dstream.TemporalFilter;
import io.millrace.planner.graph.node.Lifetime;
import io.millrace.planner.graph.node.Node;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.PresentTime;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/** Translates conditions on the present time in queries that go on: rows appear and leave as time passes. */
final class TemporalFilters {

    private final GraphBuilder graph;

    TemporalFilters(GraphBuilder graph) {
        this.graph = graph;
    }

    /** The filter, when part of its condition is about the present time. */
    Optional<Node> translate(Filter filter) {
        List<RexNode> temporal = new ArrayList<>();
        List<RexNode> others = new ArrayList<>();
        for (RexNode part : RelOptUtil.conjunctions(filter.getCondition())) {
            (PresentTime.call(part).isPresent() ? temporal : others).add(part);
        }
        if (temporal.isEmpty() || !graph.planning().continuous()) {
            return Optional.empty();
        }
        Node input = graph.translate(
                others.isEmpty()
                        ? filter.getInput()
                        : filter.copy(
                                filter.getTraitSet(),
                                filter.getInput(),
                                RexUtil.composeConjunction(graph.planning().rex(), others)));
        return Optional.of(filtered(input, temporal));
    }

    private Node filtered(Node input, List<RexNode> conditions) {
        Lifetime lifetime = Lifetime.ALWAYS;
        for (RexNode condition : conditions) {
            Lifetime own = lifetime(input, condition);
            if (own.until().isPresent() && graph.planning().appendOnly()) {
                throw refused(
                        condition,
                        ErrorCode.INVALID_QUERY,
                        "lets rows leave as time passes, but here rows can only be added; create a MATERIALIZED VIEW"
                                + " instead, or add EMIT CHANGES to a SELECT STREAM");
            }
            lifetime = lifetime.and(own);
        }
        Node closed = lifetime.until().isPresent() ? WindowClosing.closed(input, graph.planning()) : input;
        Node placed = closed.stream().appendOnly() ? closed : closed.distributedBy(identity(closed));
        DStream stream = new TemporalFilter(placed.stream(), lifetime.from(), lifetime.until());
        return new Node(stream, placed.facts().withTimes(Map.of()));
    }

    private Lifetime lifetime(Node input, RexNode condition) {
        try {
            return Lifetime.of(graph.expressions(input).translate(condition));
        } catch (Lifetime.Unsolvable e) {
            throw refused(condition, ErrorCode.NOT_SUPPORTED, e.getMessage());
        }
    }

    private static UnplannableException refused(RexNode condition, ErrorCode code, String what) {
        RexCall clock = PresentTime.call(condition).orElseThrow();
        return new UnplannableException(
                code, Construct.call(clock), clock.getOperator().getName() + " " + what);
    }

    /** Columns by which a row meets its retraction again, so that neither is kept for long. */
    private static List<Integer> identity(Node node) {
        return node.facts()
                .key()
                .filter(key -> !key.isEmpty())
                .orElseGet(
                        () -> IntStream.range(0, node.rowType().size()).boxed().toList());
    }
}
