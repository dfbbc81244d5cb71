package io.millrace.codec.graph;

import io.millrace.dstream.pattern.RowPattern;

/** Reads one row pattern. */
record PatternDecoder(GraphInput in) {

    RowPattern take() {
        return switch (in.kind(PatternKind.class)) {
            case VARIABLE -> new RowPattern.Variable(in.smallNumber());
            case CONCATENATION -> new RowPattern.Concatenation(in.list(in::pattern));
            case ALTERNATION -> new RowPattern.Alternation(in.list(in::pattern));
            case PERMUTATION -> new RowPattern.Permutation(in.list(in::pattern));
            case QUANTIFIED -> new RowPattern.Quantified(in.pattern(), in.smallNumber(), in.smallNumber(), in.flag());
            case EXCLUSION -> new RowPattern.Exclusion(in.pattern());
        };
    }
}
