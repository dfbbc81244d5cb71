package io.millrace.dstream.pattern;

import io.millrace.dstream.expression.AggregateFunction;
import io.millrace.spi.data.Type;
import java.util.List;
import java.util.OptionalInt;

/** What the expressions of a {@code MatchRecognize} can ask about a match: the columns of their scope. */
public sealed interface MatchValue {

    Type type();

    boolean nullable();

    <R> R accept(Visitor<R> visitor);

    /**
     * Where a row of the match is: the first or last of those mapped to given variables, then so many of them further in or back,
     * then so many rows of the partition on or back. There may be no such row.
     *
     * @param variables empty for all rows of the match
     * @param first whether rows are counted from the first on, rather than from the last back
     * @param offset how many rows of these variables further
     * @param shift rows of the partition after that row; negative for before
     * @param running whether only the rows up to the current one count, rather than the whole match
     */
    record Place(List<Integer> variables, boolean first, int offset, int shift, boolean running) {

        public Place {
            variables = List.copyOf(variables);
        }
    }

    /** A column of the row at a place; null when there is none. */
    record Navigation(Place place, int column, Type type, boolean nullable) implements MatchValue {

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The name of the variable that the row at a place is mapped to; null when there is none, or it is outside the match. */
    record Classifier(Place place) implements MatchValue {

        @Override
        public Type type() {
            return Type.VARCHAR;
        }

        @Override
        public boolean nullable() {
            return true;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** The number of the match in its partition, from 1. */
    record MatchNumber() implements MatchValue {

        @Override
        public Type type() {
            return Type.BIGINT;
        }

        @Override
        public boolean nullable() {
            return false;
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /**
     * An aggregate over the rows mapped to given variables.
     *
     * @param variables empty for all rows of the match
     * @param column the argument; none for the number of rows
     * @param running whether only the rows up to the current one count
     */
    record Aggregated(
            AggregateFunction function,
            List<Integer> variables,
            OptionalInt column,
            boolean running,
            Type type,
            boolean nullable)
            implements MatchValue {

        public Aggregated {
            variables = List.copyOf(variables);
        }

        @Override
        public <R> R accept(Visitor<R> visitor) {
            return visitor.visit(this);
        }
    }

    /** One case per kind of value. */
    interface Visitor<R> {

        R visit(Navigation navigation);

        R visit(Classifier classifier);

        R visit(MatchNumber matchNumber);

        R visit(Aggregated aggregated);
    }
}
