package io.millrace.engine.match;

import io.millrace.dstream.pattern.MatchValue;
import java.util.ArrayList;
import java.util.List;

/** The sets of variables that places and aggregates ask for, each numbered; all rows of the match need no set. */
public final class PlaceSets {

    /** Stands for all rows of the match. */
    public static final int ALL = -1;

    private final List<List<Integer>> sets = new ArrayList<>();
    private final int[][] withVariable;

    /** @param variables how many variables there are */
    public PlaceSets(int variables, List<MatchValue> values) {
        values.forEach(value -> value.accept(new Collection()));
        withVariable = new int[variables][];
        for (int variable = 0; variable < variables; variable++) {
            int number = variable;
            withVariable[variable] = sets.stream()
                    .filter(set -> set.contains(number))
                    .mapToInt(sets::indexOf)
                    .toArray();
        }
    }

    /** The number of a set. */
    public int indexOf(List<Integer> variables) {
        return variables.isEmpty() ? ALL : sets.indexOf(variables);
    }

    int size() {
        return sets.size();
    }

    int[] with(int variable) {
        return withVariable[variable];
    }

    /** Whether rows of a variable belong to a set. */
    public boolean contains(int set, int variable) {
        return set == ALL || sets.get(set).contains(variable);
    }

    private final class Collection implements MatchValue.Visitor<Void> {

        private Void add(List<Integer> variables) {
            if (!variables.isEmpty() && !sets.contains(variables)) {
                sets.add(variables);
            }
            return null;
        }

        @Override
        public Void visit(MatchValue.Navigation navigation) {
            return add(navigation.place().variables());
        }

        @Override
        public Void visit(MatchValue.Classifier classifier) {
            return add(classifier.place().variables());
        }

        @Override
        public Void visit(MatchValue.MatchNumber matchNumber) {
            return null;
        }

        @Override
        public Void visit(MatchValue.Aggregated aggregated) {
            return add(aggregated.variables());
        }
    }
}
