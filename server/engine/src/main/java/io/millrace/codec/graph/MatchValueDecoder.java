package io.millrace.codec.graph;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.dstream.pattern.MatchValue.Place;

/** Reads what expressions ask about a match. */
record MatchValueDecoder(GraphInput in) {

    MatchValue take() {
        return switch (in.kind(MatchValueKind.class)) {
            case NAVIGATION -> new MatchValue.Navigation(place(), in.smallNumber(), in.type(), in.flag());
            case CLASSIFIER -> new MatchValue.Classifier(place());
            case MATCH_NUMBER -> new MatchValue.MatchNumber();
            case AGGREGATED ->
                new MatchValue.Aggregated(
                        in.kind(AggregateFunction.class),
                        in.numbers(),
                        in.optionalInt(),
                        in.flag(),
                        in.type(),
                        in.flag());
        };
    }

    private Place place() {
        return new Place(in.numbers(), in.flag(), in.smallNumber(), in.smallNumber(), in.flag());
    }
}
