package io.millrace.dstream;

import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.SortKey;
import io.millrace.dstream.pattern.MatchValue;
import io.millrace.dstream.pattern.RowPattern;
import io.millrace.spi.data.RowType;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Finds the matches of a pattern in the rows of each partition in order, and gives out one row per match or each of its rows
 * (the MATCH_RECOGNIZE clause).
 *
 * <p>The input only grows. A row takes part once the watermark has passed its time, so that no row before it or beside it can
 * come any more; a match is given out once it is decided, and stays.
 *
 * @param time index of the event-time column, with which the order begins; none when all rows wait for the end of the input
 * @param variables names of the variables in PATTERN; variables are numbers into this list
 * @param definitions conditions of variables; those without match any row
 * @param values the columns of the scope of {@code outputs} that follow those of the input row: for ALL ROWS PER MATCH the
 *     row given out, else the first row of the match
 * @param outputs what is given out, over that scope
 * @param within the longest time from the first to the last row of a match, in milliseconds
 */
public record MatchRecognize(
        DStream input,
        List<Integer> partition,
        List<SortKey> order,
        OptionalInt time,
        List<String> variables,
        RowPattern pattern,
        List<Definition> definitions,
        List<MatchValue> values,
        List<Expression> outputs,
        boolean allRows,
        AfterMatch after,
        OptionalLong within,
        RowType rowType)
        implements DStream {

    /**
     * The condition for mapping a row to a variable.
     *
     * @param values the columns of the scope of the predicate; running ones count the row itself
     */
    public record Definition(int variable, List<MatchValue> values, Expression predicate) {

        public Definition {
            values = List.copyOf(values);
        }
    }

    /**
     * Where the search goes on after a match.
     *
     * @param variables the variable, or those of the SUBSET, to skip to; else empty
     */
    public record AfterMatch(Skip skip, List<Integer> variables) {

        public AfterMatch {
            variables = List.copyOf(variables);
        }
    }

    /** The ways to go on after a match. */
    public enum Skip {
        PAST_LAST_ROW,
        TO_NEXT_ROW,
        TO_FIRST,
        TO_LAST
    }

    public MatchRecognize {
        partition = List.copyOf(partition);
        order = List.copyOf(order);
        variables = List.copyOf(variables);
        definitions = List.copyOf(definitions);
        values = List.copyOf(values);
        outputs = List.copyOf(outputs);
    }

    @Override
    public List<DStream> inputs() {
        return List.of(input);
    }

    @Override
    public boolean appendOnly() {
        return true;
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
