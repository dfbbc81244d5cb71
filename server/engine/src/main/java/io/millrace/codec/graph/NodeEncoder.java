package io.millrace.codec.graph;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.AsofJoin;
import io.millrace.dstream.AwaitedJoin;
import io.millrace.dstream.DStreamVisitor;
import io.millrace.dstream.Exchange;
import io.millrace.dstream.Filter;
import io.millrace.dstream.Join;
import io.millrace.dstream.LookupJoin;
import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.Negate;
import io.millrace.dstream.Over;
import io.millrace.dstream.Project;
import io.millrace.dstream.Recursion;
import io.millrace.dstream.SessionAggregate;
import io.millrace.dstream.SessionWindow;
import io.millrace.dstream.Source;
import io.millrace.dstream.TemporalFilter;
import io.millrace.dstream.TopN;
import io.millrace.dstream.Union;
import io.millrace.dstream.Unnest;
import io.millrace.dstream.Values;
import io.millrace.dstream.WindowAssign;
import io.millrace.dstream.WindowClose;
import io.millrace.dstream.WindowFill;

/** Writes one node: its kind, then its components in their order. */
record NodeEncoder(GraphOutput out, ComponentEncoder components) implements DStreamVisitor<GraphOutput> {

    NodeEncoder(GraphOutput out) {
        this(out, new ComponentEncoder(out));
    }

    @Override
    public GraphOutput visit(Source source) {
        return out.kind(NodeKind.SOURCE)
                .text(source.relation())
                .numbers(source.columns())
                .rowType(source.rowType())
                .flag(source.appendOnly());
    }

    @Override
    public GraphOutput visit(Values values) {
        return out.kind(NodeKind.VALUES).rowType(values.rowType()).list(values.rows(), out::expressions);
    }

    @Override
    public GraphOutput visit(Filter filter) {
        return out.kind(NodeKind.FILTER).node(filter.input()).expression(filter.predicate());
    }

    @Override
    public GraphOutput visit(Project project) {
        return out.kind(NodeKind.PROJECT)
                .node(project.input())
                .expressions(project.expressions())
                .rowType(project.rowType());
    }

    @Override
    public GraphOutput visit(WindowAssign assign) {
        out.kind(NodeKind.WINDOW_ASSIGN).node(assign.input()).number(assign.time());
        components.window(assign.window());
        return out.rowType(assign.rowType()).flag(assign.lateRows());
    }

    @Override
    public GraphOutput visit(Unnest unnest) {
        return out.kind(NodeKind.UNNEST)
                .node(unnest.input())
                .number(unnest.array())
                .flag(unnest.ordinality())
                .flag(unnest.outer())
                .rowType(unnest.rowType());
    }

    @Override
    public GraphOutput visit(Union union) {
        return out.kind(NodeKind.UNION).list(union.inputs(), out::node).rowType(union.rowType());
    }

    @Override
    public GraphOutput visit(Negate negate) {
        return out.kind(NodeKind.NEGATE).node(negate.input());
    }

    @Override
    public GraphOutput visit(Exchange exchange) {
        return out.kind(NodeKind.EXCHANGE)
                .node(exchange.input())
                .kind(exchange.distribution().kind())
                .numbers(exchange.distribution().keys());
    }

    @Override
    public GraphOutput visit(Join join) {
        return out.kind(NodeKind.JOIN)
                .kind(join.kind())
                .node(join.left())
                .node(join.right())
                .numbers(join.leftKeys())
                .numbers(join.rightKeys())
                .numbers(join.nullKeys())
                .optional(join.residual(), out::expression)
                .optional(join.leftExpiry(), components::expiry)
                .optional(join.rightExpiry(), components::expiry)
                .optional(join.leftLateness(), components::expiry)
                .optional(join.rightLateness(), components::expiry)
                .flag(join.settled())
                .rowType(join.rowType());
    }

    @Override
    public GraphOutput visit(Aggregate aggregate) {
        return out.kind(NodeKind.AGGREGATE)
                .node(aggregate.input())
                .numbers(aggregate.keys())
                .list(aggregate.calls(), components::aggregateCall)
                .optional(aggregate.windowEnd())
                .rowType(aggregate.rowType());
    }

    @Override
    public GraphOutput visit(WindowClose close) {
        return out.kind(NodeKind.WINDOW_CLOSE).node(close.input()).number(close.windowEnd());
    }

    @Override
    public GraphOutput visit(TopN topN) {
        return out.kind(NodeKind.TOP_N)
                .node(topN.input())
                .numbers(topN.partition())
                .list(topN.order(), components::sortKey)
                .number(topN.offset())
                .number(topN.limit())
                .flag(topN.rowNumber())
                .optional(topN.expiry(), components::expiry)
                .rowType(topN.rowType());
    }

    @Override
    public GraphOutput visit(Over over) {
        return out.kind(NodeKind.OVER)
                .node(over.input())
                .numbers(over.partition())
                .list(over.order(), components::sortKey)
                .list(over.calls(), components::overCall)
                .optional(over.release())
                .rowType(over.rowType());
    }

    @Override
    public GraphOutput visit(SessionWindow window) {
        return out.kind(NodeKind.SESSION_WINDOW)
                .node(window.input())
                .number(window.time())
                .numbers(window.keys())
                .number(window.gap())
                .kind(window.emission())
                .flag(window.closes())
                .rowType(window.rowType());
    }

    @Override
    public GraphOutput visit(SessionAggregate aggregate) {
        return out.kind(NodeKind.SESSION_AGGREGATE)
                .node(aggregate.window())
                .numbers(aggregate.groups())
                .list(aggregate.calls(), components::aggregateCall)
                .rowType(aggregate.rowType());
    }

    @Override
    public GraphOutput visit(AsofJoin join) {
        return out.kind(NodeKind.ASOF_JOIN)
                .flag(join.outer())
                .node(join.left())
                .node(join.right())
                .numbers(join.leftKeys())
                .numbers(join.rightKeys())
                .number(join.leftTime())
                .number(join.rightTime())
                .kind(join.nearest())
                .optional(join.completion())
                .flag(join.settled())
                .rowType(join.rowType());
    }

    @Override
    public GraphOutput visit(TemporalFilter filter) {
        return out.kind(NodeKind.TEMPORAL_FILTER)
                .node(filter.input())
                .optional(filter.from(), out::expression)
                .optional(filter.until(), out::expression);
    }

    @Override
    public GraphOutput visit(MatchRecognize match) {
        return out.kind(NodeKind.MATCH_RECOGNIZE)
                .node(match.input())
                .numbers(match.partition())
                .list(match.order(), components::sortKey)
                .optional(match.time())
                .texts(match.variables())
                .pattern(match.pattern())
                .list(match.definitions(), components::definition)
                .list(match.values(), components::matchValue)
                .expressions(match.outputs())
                .flag(match.allRows())
                .kind(match.after().skip())
                .numbers(match.after().variables())
                .optional(match.within())
                .rowType(match.rowType());
    }

    @Override
    public GraphOutput visit(WindowFill fill) {
        out.kind(NodeKind.WINDOW_FILL).node(fill.input());
        components.window(fill.windows());
        return out.list(fill.columns(), out::kind)
                .number(fill.windowEnd())
                .expressions(fill.empty())
                .number(fill.limit())
                .rowType(fill.rowType());
    }

    @Override
    public GraphOutput visit(LookupJoin join) {
        return out.kind(NodeKind.LOOKUP_JOIN)
                .flag(join.outer())
                .node(join.left())
                .node(join.right())
                .numbers(join.leftKeys())
                .numbers(join.rightKeys())
                .optional(join.residual(), out::expression)
                .rowType(join.rowType());
    }

    @Override
    public GraphOutput visit(AwaitedJoin join) {
        return out.kind(NodeKind.AWAITED_JOIN)
                .text(join.table())
                .flag(join.waits())
                .node(join.left())
                .node(join.answers())
                .numbers(join.leftKeys())
                .numbers(join.answerKeys())
                .number(join.found())
                .number(join.number())
                .rowType(join.rowType());
    }

    @Override
    public GraphOutput visit(Recursion recursion) {
        return out.kind(NodeKind.RECURSION)
                .text(recursion.name())
                .list(recursion.inputs(), out::node)
                .node(recursion.body())
                .flag(recursion.all())
                .rowType(recursion.rowType())
                .number(recursion.mostRounds())
                .number(recursion.line())
                .number(recursion.column());
    }
}
