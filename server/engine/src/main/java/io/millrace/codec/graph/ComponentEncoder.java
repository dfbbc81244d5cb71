package io.millrace.codec.graph;

import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.expression.AggregateCall;
import io.millrace.dstream.expression.Arrangement;
import io.millrace.dstream.expression.OverCall;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.dstream.window.Expiry;
import io.millrace.dstream.window.WindowSpec;
import java.time.ZoneId;

/** Writes what several nodes are made of. */
record ComponentEncoder(GraphOutput out) {

    /** Stands behind the function of a call whose frame leaves rows out, so that calls of others are written as ever. */
    static final String EXCLUDE = " EXCLUDE ";

    /** Between a function and what its frame leaves out, when that counts groups: other calls are written as ever. */
    static final String GROUPS = " GROUPS";

    void window(WindowSpec window) {
        out.kind(window.kind())
                .number(window.size())
                .number(window.slide())
                .number(window.offset())
                .optional(window.zone().map(ZoneId::getId), out::text);
    }

    void expiry(Expiry expiry) {
        out.number(expiry.column()).number(expiry.delay());
    }

    void sortKey(SortKey key) {
        out.number(key.column()).flag(key.descending()).flag(key.nullsFirst());
    }

    void aggregateCall(AggregateCall call) {
        out.kind(call.function())
                .numbers(call.arguments())
                .flag(call.distinct())
                .optional(call.filter());
        call.arrangement().ifPresent(this::arrangement);
        out.type(call.type()).flag(call.nullable());
    }

    /** Comes with the functions that have one, so that calls of others are written as ever. */
    private void arrangement(Arrangement arrangement) {
        out.list(arrangement.order(), this::sortKey)
                .expressions(arrangement.constants())
                .numbers(arrangement.required());
    }

    void overCall(OverCall call) {
        String exclusion =
                call.frame().whole() ? "" : EXCLUDE + call.frame().exclusion().name();
        String unit = call.frame().unit() == OverCall.Unit.GROUPS ? GROUPS : "";
        out.text(call.function().name() + unit + exclusion)
                .numbers(call.arguments())
                .expressions(call.constants())
                .flag(call.frame().rows())
                .number(call.frame().preceding())
                .number(call.frame().following())
                .flag(call.ignoreNulls())
                .type(call.type())
                .flag(call.nullable());
    }

    void matchValue(MatchValue value) {
        value.accept(new MatchValueEncoder(out));
    }

    void definition(MatchRecognize.Definition definition) {
        out.number(definition.variable())
                .list(definition.values(), this::matchValue)
                .expression(definition.predicate());
    }
}
