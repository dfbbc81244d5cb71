package io.millrace.dstream.pattern;

import java.util.List;

/** The PATTERN of a {@code MatchRecognize}: a regular expression over variables. Immutable, compared by value. */
public sealed interface RowPattern {

    <R> R accept(Visitor<R> visitor);

    /** One row that is mapped to a variable. */
    record Variable(int variable) implements RowPattern {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The parts one after the other. */
    record Concatenation(List<RowPattern> parts) implements RowPattern {

        public Concatenation {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** One of the parts, rather an earlier one. */
    record Alternation(List<RowPattern> parts) implements RowPattern {

        public Alternation {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The parts in any order, rather in the order that comes first when the positions of the parts are compared. */
    record Permutation(List<RowPattern> parts) implements RowPattern {

        public Permutation {
            parts = List.copyOf(parts);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * A part several times.
     *
     * @param most {@link #UNBOUNDED} when there is no bound
     * @param reluctant whether fewer times are preferred
     */
    record Quantified(RowPattern part, int least, int most, boolean reluctant) implements RowPattern {

        public static final int UNBOUNDED = Integer.MAX_VALUE;

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** A part whose rows are left out of ALL ROWS PER MATCH. */
    record Exclusion(RowPattern part) implements RowPattern {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** One case per kind of pattern. */
    interface Visitor<R> {

        R visit(Variable variable);

        R visit(Concatenation concatenation);

        R visit(Alternation alternation);

        R visit(Permutation permutation);

        R visit(Quantified quantified);

        R visit(Exclusion exclusion);
    }
}
