package io.millrace.engine.operator;

import io.millrace.dstream.MatchRecognize;
import io.millrace.dstream.MatchRecognize.Skip;
import io.millrace.dstream.pattern.RowPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Row patterns over partitions by column 0, ordered by column 1, with values in column 2: a walk over the pattern tree with
 * continuations, as the standard defines the order of preference.
 */
final class NaiveMatch {

    /** Whether a condition holds for the last row of a path. */
    interface Condition {
        boolean holds(Path path);
    }

    /** The rows of a partition and what those from {@code start} on are mapped to. */
    record Path(List<String[]> rows, int start, List<Integer> variables) {

        int last() {
            return start + variables.size() - 1;
        }

        /** A value of the partition; {@code null} when it is null or there is no such row. */
        Long value(int row) {
            boolean there = row >= 0 && row < rows.size() && !rows.get(row)[2].equals("~");
            return there ? Long.valueOf(rows.get(row)[2]) : null;
        }

        /** The rows of the match that are mapped to a variable. */
        List<Integer> rowsOf(int variable) {
            List<Integer> found = new ArrayList<>();
            for (int i = 0; i < variables.size(); i++) {
                if (variables.get(i) == variable) {
                    found.add(start + i);
                }
            }
            return found;
        }

        Path first(int length) {
            return new Path(rows, start, variables.subList(0, length));
        }
    }

    /** A match of a partition. */
    record Match(Path path, int number, List<Boolean> excluded) {}

    private final MatchRecognize node;
    private final Map<Integer, Condition> conditions;
    private List<String[]> rows;
    private int start;
    private List<Integer> variables;
    private List<Boolean> excluded;
    private int exclusions;

    NaiveMatch(MatchRecognize node, Map<Integer, Condition> conditions) {
        this.node = node;
        this.conditions = conditions;
    }

    List<Match> matches(List<String[]> input) {
        Map<String, List<String[]>> partitions = new LinkedHashMap<>();
        input.forEach(row ->
                partitions.computeIfAbsent(row[0], key -> new ArrayList<>()).add(row));
        List<Match> matches = new ArrayList<>();
        for (List<String[]> partition : partitions.values()) {
            partition.sort(Comparator.comparing((String[] row) -> Long.valueOf(row[1]))
                    .thenComparing(row -> row[2].equals("~") ? Long.MAX_VALUE : Long.parseLong(row[2])));
            rows = partition;
            search(matches);
        }
        return matches;
    }

    private void search(List<Match> matches) {
        int number = 0;
        for (start = 0; start < rows.size(); ) {
            variables = new ArrayList<>();
            excluded = new ArrayList<>();
            exclusions = 0;
            int next = 1;
            if (matches(node.pattern(), start, end -> true)) {
                next = next();
                if (next > 0) {
                    matches.add(
                            new Match(new Path(rows, start, List.copyOf(variables)), ++number, List.copyOf(excluded)));
                }
            }
            start += Math.max(1, next);
        }
    }

    private int next() {
        Skip skip = node.after().skip();
        if (variables.isEmpty() || skip == Skip.TO_NEXT_ROW) {
            return 1;
        }
        int variable = node.after().variables().isEmpty()
                ? -1
                : node.after().variables().get(0);
        return switch (skip) {
            case PAST_LAST_ROW -> variables.size();
            case TO_FIRST -> variables.indexOf(variable);
            case TO_LAST -> variables.lastIndexOf(variable);
            case TO_NEXT_ROW -> 1;
        };
    }

    private boolean matches(RowPattern pattern, int at, IntPredicate then) {
        return pattern.accept(new Walk(at, then));
    }

    private boolean sequence(List<RowPattern> parts, int at, IntPredicate then) {
        return parts.isEmpty()
                ? then.test(at)
                : matches(parts.get(0), at, end -> sequence(parts.subList(1, parts.size()), end, then));
    }

    private boolean permutation(List<RowPattern> parts, int at, IntPredicate then) {
        if (parts.isEmpty()) {
            return then.test(at);
        }
        for (int i = 0; i < parts.size(); i++) {
            List<RowPattern> others = new ArrayList<>(parts);
            RowPattern first = others.remove(i);
            if (matches(first, at, end -> permutation(others, end, then))) {
                return true;
            }
        }
        return false;
    }

    private boolean repeated(RowPattern.Quantified pattern, int times, int at, IntPredicate then) {
        boolean enough = times >= pattern.least();
        boolean unbounded = pattern.most() == RowPattern.Quantified.UNBOUNDED;
        if (enough && pattern.reluctant() && then.test(at)) {
            return true;
        }
        if (times < pattern.most()
                && matches(
                        pattern.part(),
                        at,
                        end -> !(enough && unbounded && end == at) && repeated(pattern, times + 1, end, then))) {
            return true;
        }
        return enough && !pattern.reluctant() && then.test(at);
    }

    private boolean takes(int variable, int at) {
        if (at >= rows.size()) {
            return false;
        }
        long elapsed = Long.parseLong(rows.get(at)[1]) - Long.parseLong(rows.get(start)[1]);
        if (node.within().isPresent() && elapsed > node.within().getAsLong()) {
            return false;
        }
        Condition condition = conditions.get(variable);
        return condition == null || condition.holds(new Path(rows, start, variables));
    }

    private final class Walk implements RowPattern.Visitor<Boolean> {
        private final int at;
        private final IntPredicate then;

        Walk(int at, IntPredicate then) {
            this.at = at;
            this.then = then;
        }

        @Override
        public Boolean visit(RowPattern.Variable variable) {
            variables.add(variable.variable());
            excluded.add(exclusions > 0);
            if (takes(variable.variable(), at) && then.test(at + 1)) {
                return true;
            }
            variables.remove(variables.size() - 1);
            excluded.remove(excluded.size() - 1);
            return false;
        }

        @Override
        public Boolean visit(RowPattern.Concatenation concatenation) {
            return sequence(concatenation.parts(), at, then);
        }

        @Override
        public Boolean visit(RowPattern.Alternation alternation) {
            return alternation.parts().stream().anyMatch(part -> matches(part, at, then));
        }

        @Override
        public Boolean visit(RowPattern.Permutation permutation) {
            return permutation(permutation.parts(), at, then);
        }

        @Override
        public Boolean visit(RowPattern.Quantified quantified) {
            return repeated(quantified, 0, at, then);
        }

        @Override
        public Boolean visit(RowPattern.Exclusion exclusion) {
            exclusions++;
            boolean found = matches(exclusion.part(), at, end -> {
                exclusions--;
                boolean all = then.test(end);
                exclusions++;
                return all;
            });
            exclusions--;
            return found;
        }
    }
}
