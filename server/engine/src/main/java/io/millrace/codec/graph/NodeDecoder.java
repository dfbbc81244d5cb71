package io.millrace.codec.graph;

import io.millrace.dstream.Aggregate;
import io.millrace.dstream.AsofJoin;
import io.millrace.dstream.AwaitedJoin;
import io.millrace.dstream.DStream;
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
import io.millrace.dstream.join.Distribution;
import io.millrace.dstream.join.JoinKind;

/** Reads one node: its kind, then its components in their order. */
record NodeDecoder(GraphInput in, ComponentDecoder components) {

    NodeDecoder(GraphInput in) {
        this(in, new ComponentDecoder(in));
    }

    DStream take() {
        return switch (in.kind(NodeKind.class)) {
            case SOURCE -> new Source(in.text(), in.numbers(), in.rowType(), in.flag());
            case VALUES -> new Values(in.rowType(), in.list(components::literals));
            case FILTER -> new Filter(in.node(), in.expression());
            case PROJECT -> new Project(in.node(), in.expressions(), in.rowType());
            case WINDOW_ASSIGN ->
                new WindowAssign(in.node(), in.smallNumber(), components.window(), in.rowType(), in.flag());
            case UNNEST -> new Unnest(in.node(), in.smallNumber(), in.flag(), in.flag(), in.rowType());
            case UNION -> new Union(in.list(in::node), in.rowType());
            case NEGATE -> new Negate(in.node());
            case EXCHANGE -> new Exchange(in.node(), new Distribution(in.kind(Distribution.Kind.class), in.numbers()));
            case JOIN -> join();
            case AGGREGATE ->
                new Aggregate(
                        in.node(), in.numbers(), in.list(components::aggregateCall), in.optionalInt(), in.rowType());
            case WINDOW_CLOSE -> new WindowClose(in.node(), in.smallNumber());
            case TOP_N -> topN();
            case OVER ->
                new Over(
                        in.node(),
                        in.numbers(),
                        in.list(components::sortKey),
                        in.list(components::overCall),
                        in.optionalInt(),
                        in.rowType());
            case SESSION_WINDOW -> sessionWindow();
            case SESSION_AGGREGATE ->
                new SessionAggregate(
                        in.as(SessionWindow.class, in.node()),
                        in.numbers(),
                        in.list(components::aggregateCall),
                        in.rowType());
            case ASOF_JOIN -> asofJoin();
            case TEMPORAL_FILTER ->
                new TemporalFilter(in.node(), in.optional(in::expression), in.optional(in::expression));
            case MATCH_RECOGNIZE -> matchRecognize();
            case WINDOW_FILL -> windowFill();
            case LOOKUP_JOIN -> lookupJoin();
            case RECURSION -> recursion();
            case AWAITED_JOIN -> awaitedJoin();
        };
    }

    private Join join() {
        return new Join(
                in.kind(JoinKind.class),
                in.node(),
                in.node(),
                in.numbers(),
                in.numbers(),
                in.numbers(),
                in.optional(in::expression),
                in.optional(components::expiry),
                in.optional(components::expiry),
                in.optional(components::expiry),
                in.optional(components::expiry),
                in.flag(),
                in.rowType());
    }

    private TopN topN() {
        return new TopN(
                in.node(),
                in.numbers(),
                in.list(components::sortKey),
                in.number(),
                in.number(),
                in.flag(),
                in.optional(components::expiry),
                in.rowType());
    }

    private SessionWindow sessionWindow() {
        return new SessionWindow(
                in.node(),
                in.smallNumber(),
                in.numbers(),
                in.number(),
                in.kind(SessionWindow.Emission.class),
                in.flag(),
                in.rowType());
    }

    private AsofJoin asofJoin() {
        return new AsofJoin(
                in.flag(),
                in.node(),
                in.node(),
                in.numbers(),
                in.numbers(),
                in.smallNumber(),
                in.smallNumber(),
                in.kind(AsofJoin.Nearest.class),
                in.optionalLong(),
                in.flag(),
                in.rowType());
    }

    private MatchRecognize matchRecognize() {
        return new MatchRecognize(
                in.node(),
                in.numbers(),
                in.list(components::sortKey),
                in.optionalInt(),
                in.texts(),
                in.pattern(),
                in.list(components::definition),
                in.list(components::matchValue),
                in.expressions(),
                in.flag(),
                new MatchRecognize.AfterMatch(in.kind(MatchRecognize.Skip.class), in.numbers()),
                in.optionalLong(),
                in.rowType());
    }

    private WindowFill windowFill() {
        return new WindowFill(
                in.node(),
                components.window(),
                in.list(() -> in.kind(WindowFill.Part.class)),
                in.smallNumber(),
                components.literals(),
                in.number(),
                in.rowType());
    }

    private Recursion recursion() {
        return new Recursion(
                in.text(),
                in.list(in::node),
                in.node(),
                in.flag(),
                in.rowType(),
                in.number(),
                in.smallNumber(),
                in.smallNumber());
    }

    private AwaitedJoin awaitedJoin() {
        return new AwaitedJoin(
                in.text(),
                in.flag(),
                in.node(),
                in.node(),
                in.numbers(),
                in.numbers(),
                in.smallNumber(),
                in.smallNumber(),
                in.rowType());
    }

    private LookupJoin lookupJoin() {
        return new LookupJoin(
                in.flag(), in.node(), in.node(), in.numbers(), in.numbers(), in.optional(in::expression), in.rowType());
    }
}
