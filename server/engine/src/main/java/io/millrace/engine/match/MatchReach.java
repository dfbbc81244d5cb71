package io.millrace.engine.match;

import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.dstream.pattern.RowPattern;
import java.util.Arrays;
import java.util.List;

/** How far the expressions of a clause look beyond the match: rows before its first, and rows behind its last. */
public final class MatchReach {

    private final int[] earliest;
    private int before;
    private int behind;

    private MatchReach(int[] earliest) {
        this.earliest = earliest;
    }

    public static MatchReach of(MatchRecognize node) {
        Positions positions = new Positions(node.variables().size());
        node.pattern().accept(positions);
        MatchReach reach = new MatchReach(positions.earliest);
        for (MatchRecognize.Definition definition : node.definitions()) {
            definition.values().forEach(value -> reach.look(value, List.of(definition.variable())));
        }
        node.values().forEach(value -> reach.look(value, List.of()));
        return reach;
    }

    /** Rows of the partition before a possible first row of a match that must be kept. */
    public int before() {
        return before;
    }

    /** Rows of the partition that must be there behind a row before it can be looked at. */
    public int behind() {
        return behind;
    }

    /** @param current the variables that the current row can be mapped to; empty for any */
    private void look(MatchValue value, List<Integer> current) {
        MatchValue.Place place = null;
        if (value instanceof MatchValue.Navigation navigation) {
            place = navigation.place();
        } else if (value instanceof MatchValue.Classifier classifier) {
            place = classifier.place();
        }
        if (place == null) {
            return;
        }
        behind = Math.max(behind, place.shift());
        List<Integer> variables = place.variables();
        if (variables.isEmpty() && !place.first() && place.offset() == 0) {
            variables = current;
        }
        int first = variables.stream()
                .mapToInt(variable -> earliest[variable])
                .min()
                .orElse(0);
        before = Math.max(before, -place.shift() - first - (place.first() ? place.offset() : 0));
    }

    /** Finds the least number of rows that come before a row of each variable; a visit returns the least rows of a part. */
    private static final class Positions implements RowPattern.Visitor<Integer> {

        private static final int FAR = 1 << 20;

        private final int[] earliest;
        private int begin;

        Positions(int variables) {
            earliest = new int[variables];
            Arrays.fill(earliest, FAR);
        }

        @Override
        public Integer visit(RowPattern.Variable variable) {
            earliest[variable.variable()] = Math.min(earliest[variable.variable()], begin);
            return 1;
        }

        @Override
        public Integer visit(RowPattern.Concatenation concatenation) {
            int outer = begin;
            int rows = 0;
            for (RowPattern part : concatenation.parts()) {
                begin = outer + rows;
                rows = Math.min(FAR, rows + part.accept(this));
            }
            begin = outer;
            return rows;
        }

        @Override
        public Integer visit(RowPattern.Alternation alternation) {
            return alternation.parts().stream()
                    .mapToInt(part -> part.accept(this))
                    .min()
                    .orElse(0);
        }

        @Override
        public Integer visit(RowPattern.Permutation permutation) {
            return permutation.parts().stream()
                    .mapToInt(part -> part.accept(this))
                    .sum();
        }

        @Override
        public Integer visit(RowPattern.Quantified quantified) {
            int rows = quantified.part().accept(this);
            return (int) Math.min(FAR, (long) rows * quantified.least());
        }

        @Override
        public Integer visit(RowPattern.Exclusion exclusion) {
            return exclusion.part().accept(this);
        }
    }
}
