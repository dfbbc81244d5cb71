package io.millrace.codec.graph;

import io.millrace.dstream.pattern.RowPattern;
import io.millrace.dstream.pattern.RowPattern.Alternation;
import io.millrace.dstream.pattern.RowPattern.Concatenation;
import io.millrace.dstream.pattern.RowPattern.Exclusion;
import io.millrace.dstream.pattern.RowPattern.Permutation;
import io.millrace.dstream.pattern.RowPattern.Quantified;
import io.millrace.dstream.pattern.RowPattern.Variable;
import java.util.List;

/** Writes one row pattern. */
record PatternEncoder(GraphOutput out) implements RowPattern.Visitor<GraphOutput> {

    @Override
    public GraphOutput visit(Variable variable) {
        return out.kind(PatternKind.VARIABLE).number(variable.variable());
    }

    @Override
    public GraphOutput visit(Concatenation concatenation) {
        return parts(PatternKind.CONCATENATION, concatenation.parts());
    }

    @Override
    public GraphOutput visit(Alternation alternation) {
        return parts(PatternKind.ALTERNATION, alternation.parts());
    }

    @Override
    public GraphOutput visit(Permutation permutation) {
        return parts(PatternKind.PERMUTATION, permutation.parts());
    }

    private GraphOutput parts(PatternKind kind, List<RowPattern> parts) {
        return out.kind(kind).list(parts, out::pattern);
    }

    @Override
    public GraphOutput visit(Quantified quantified) {
        return out.kind(PatternKind.QUANTIFIED)
                .pattern(quantified.part())
                .number(quantified.least())
                .number(quantified.most())
                .flag(quantified.reluctant());
    }

    @Override
    public GraphOutput visit(Exclusion exclusion) {
        return out.kind(PatternKind.EXCLUSION).pattern(exclusion.part());
    }
}
