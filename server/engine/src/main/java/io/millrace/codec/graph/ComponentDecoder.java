package io.millrace.codec.graph;

import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.expression.Arrangement;
import io.millrace.dstream.expression.Literal;
import io.millrace.dstream.expression.OverCall;
import io.millrace.dstream.expression.OverFunction;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.dstream.window.Expiry;
import io.millrace.dstream.window.WindowSpec;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/** Reads what several nodes are made of. */
record ComponentDecoder(GraphInput in) {

    WindowSpec window() {
        return new WindowSpec(
                in.kind(WindowSpec.Kind.class), in.number(), in.number(), in.number(), in.optional(this::zone));
    }

    private ZoneId zone() {
        String name = in.text();
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw in.decoder().damaged("there is no time zone \"" + name + "\"");
        }
    }

    Expiry expiry() {
        return new Expiry(in.smallNumber(), in.number());
    }

    SortKey sortKey() {
        return new SortKey(in.smallNumber(), in.flag(), in.flag());
    }

    AggregateCall aggregateCall() {
        AggregateFunction function = in.kind(AggregateFunction.class);
        return new AggregateCall(
                function,
                in.numbers(),
                in.flag(),
                in.optionalInt(),
                function.isArranged() ? Optional.of(arrangement()) : Optional.empty(),
                in.type(),
                in.flag());
    }

    private Arrangement arrangement() {
        return new Arrangement(in.list(this::sortKey), literals(), in.numbers());
    }

    OverCall overCall() {
        String text = in.text();
        int gap = text.indexOf(ComponentEncoder.EXCLUDE);
        OverCall.Exclusion exclusion = gap < 0
                ? OverCall.Exclusion.NO_OTHERS
                : in.kind(OverCall.Exclusion.class, text.substring(gap + ComponentEncoder.EXCLUDE.length()));
        String name = gap < 0 ? text : text.substring(0, gap);
        boolean groups = name.endsWith(ComponentEncoder.GROUPS);
        return new OverCall(
                in.kind(
                        OverFunction.class,
                        groups ? name.substring(0, name.length() - ComponentEncoder.GROUPS.length()) : name),
                in.numbers(),
                literals(),
                frame(groups, exclusion),
                in.flag(),
                in.type(),
                in.flag());
    }

    private OverCall.Frame frame(boolean groups, OverCall.Exclusion exclusion) {
        boolean rows = in.flag();
        OverCall.Unit unit = groups ? OverCall.Unit.GROUPS : rows ? OverCall.Unit.ROWS : OverCall.Unit.RANGE;
        return new OverCall.Frame(unit, in.number(), in.number(), exclusion);
    }

    List<Literal> literals() {
        return in.list(() -> in.as(Literal.class, in.expression()));
    }

    MatchValue matchValue() {
        return new MatchValueDecoder(in).take();
    }

    MatchRecognize.Definition definition() {
        return new MatchRecognize.Definition(in.smallNumber(), in.list(this::matchValue), in.expression());
    }
}
