package io.millrace.codec.graph;

import io.millrace.dstream.pattern.MatchValue;
import io.millrace.dstream.pattern.MatchValue.Aggregated;
import io.millrace.dstream.pattern.MatchValue.Classifier;
import io.millrace.dstream.pattern.MatchValue.MatchNumber;
import io.millrace.dstream.pattern.MatchValue.Navigation;
import io.millrace.dstream.pattern.MatchValue.Place;

/** Writes what expressions ask about a match. */
record MatchValueEncoder(GraphOutput out) implements MatchValue.Visitor<GraphOutput> {

    @Override
    public GraphOutput visit(Navigation navigation) {
        out.kind(MatchValueKind.NAVIGATION);
        return place(navigation.place())
                .number(navigation.column())
                .type(navigation.type())
                .flag(navigation.nullable());
    }

    @Override
    public GraphOutput visit(Classifier classifier) {
        out.kind(MatchValueKind.CLASSIFIER);
        return place(classifier.place());
    }

    private GraphOutput place(Place place) {
        return out.numbers(place.variables())
                .flag(place.first())
                .number(place.offset())
                .number(place.shift())
                .flag(place.running());
    }

    @Override
    public GraphOutput visit(MatchNumber matchNumber) {
        return out.kind(MatchValueKind.MATCH_NUMBER);
    }

    @Override
    public GraphOutput visit(Aggregated aggregated) {
        return out.kind(MatchValueKind.AGGREGATED)
                .kind(aggregated.function())
                .numbers(aggregated.variables())
                .optional(aggregated.column())
                .flag(aggregated.running())
                .type(aggregated.type())
                .flag(aggregated.nullable());
    }
}
