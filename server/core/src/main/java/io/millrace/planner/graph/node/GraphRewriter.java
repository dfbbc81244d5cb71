package io.millrace.planner.graph.node;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.AsofJoin;
import io.millrace.dstream.AwaitedJoin;
import io.millrace.dstream.DStream;
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
import java.util.List;

/** Puts other inputs under a node. */
public final class GraphRewriter implements DStreamVisitor<DStream> {

    private final List<DStream> inputs;

    private GraphRewriter(List<DStream> inputs) {
        this.inputs = inputs;
    }

    /** The node over other inputs of the same types; the node itself when they are the same. */
    public static DStream withInputs(DStream node, List<DStream> inputs) {
        return inputs.equals(node.inputs()) ? node : node.accept(new GraphRewriter(inputs));
    }

    private DStream input() {
        return inputs.get(0);
    }

    @Override
    public DStream visit(Source source) {
        return source;
    }

    @Override
    public DStream visit(Values values) {
        return values;
    }

    @Override
    public DStream visit(Filter filter) {
        return new Filter(input(), filter.predicate());
    }

    @Override
    public DStream visit(Project project) {
        return new Project(input(), project.expressions(), project.rowType());
    }

    @Override
    public DStream visit(WindowAssign assign) {
        return new WindowAssign(input(), assign.time(), assign.window(), assign.rowType(), assign.lateRows());
    }

    @Override
    public DStream visit(Unnest unnest) {
        return new Unnest(input(), unnest.array(), unnest.ordinality(), unnest.outer(), unnest.rowType());
    }

    @Override
    public DStream visit(Union union) {
        return new Union(inputs, union.rowType());
    }

    @Override
    public DStream visit(Negate negate) {
        return new Negate(input());
    }

    @Override
    public DStream visit(Exchange exchange) {
        return new Exchange(input(), exchange.distribution());
    }

    @Override
    public DStream visit(Join join) {
        return new Join(
                join.kind(),
                inputs.get(0),
                inputs.get(1),
                join.leftKeys(),
                join.rightKeys(),
                join.nullKeys(),
                join.residual(),
                join.leftExpiry(),
                join.rightExpiry(),
                join.leftLateness(),
                join.rightLateness(),
                join.settled(),
                join.rowType());
    }

    @Override
    public DStream visit(Aggregate aggregate) {
        return new Aggregate(input(), aggregate.keys(), aggregate.calls(), aggregate.windowEnd(), aggregate.rowType());
    }

    @Override
    public DStream visit(WindowClose close) {
        return new WindowClose(input(), close.windowEnd());
    }

    @Override
    public DStream visit(TopN topN) {
        return new TopN(
                input(),
                topN.partition(),
                topN.order(),
                topN.offset(),
                topN.limit(),
                topN.rowNumber(),
                topN.expiry(),
                topN.rowType());
    }

    @Override
    public DStream visit(Over over) {
        return new Over(input(), over.partition(), over.order(), over.calls(), over.release(), over.rowType());
    }

    @Override
    public DStream visit(SessionWindow window) {
        return over(window);
    }

    private SessionWindow over(SessionWindow window) {
        return new SessionWindow(
                input(),
                window.time(),
                window.keys(),
                window.gap(),
                window.emission(),
                window.closes(),
                window.rowType());
    }

    @Override
    public DStream visit(SessionAggregate aggregate) {
        return new SessionAggregate(
                over(aggregate.window()), aggregate.groups(), aggregate.calls(), aggregate.rowType());
    }

    @Override
    public DStream visit(AsofJoin join) {
        return new AsofJoin(
                join.outer(),
                inputs.get(0),
                inputs.get(1),
                join.leftKeys(),
                join.rightKeys(),
                join.leftTime(),
                join.rightTime(),
                join.nearest(),
                join.completion(),
                join.settled(),
                join.rowType());
    }

    @Override
    public DStream visit(TemporalFilter filter) {
        return new TemporalFilter(input(), filter.from(), filter.until());
    }

    @Override
    public DStream visit(MatchRecognize match) {
        return new MatchRecognize(
                input(),
                match.partition(),
                match.order(),
                match.time(),
                match.variables(),
                match.pattern(),
                match.definitions(),
                match.values(),
                match.outputs(),
                match.allRows(),
                match.after(),
                match.within(),
                match.rowType());
    }

    @Override
    public DStream visit(WindowFill fill) {
        return new WindowFill(
                input(), fill.windows(), fill.columns(), fill.windowEnd(), fill.empty(), fill.limit(), fill.rowType());
    }

    @Override
    public DStream visit(Recursion recursion) {
        return new Recursion(
                recursion.name(),
                inputs,
                recursion.body(),
                recursion.all(),
                recursion.rowType(),
                recursion.mostRounds(),
                recursion.line(),
                recursion.column());
    }

    @Override
    public DStream visit(AwaitedJoin join) {
        return new AwaitedJoin(
                join.table(),
                join.waits(),
                inputs.get(0),
                inputs.get(1),
                join.leftKeys(),
                join.answerKeys(),
                join.found(),
                join.number(),
                join.rowType());
    }

    @Override
    public DStream visit(LookupJoin join) {
        return new LookupJoin(
                join.outer(),
                inputs.get(0),
                inputs.get(1),
                join.leftKeys(),
                join.rightKeys(),
                join.residual(),
                join.rowType());
    }
}
