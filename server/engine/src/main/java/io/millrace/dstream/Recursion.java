package io.millrace.dstream;

import io.millrace.spi.data.RowType;
import java.util.List;

/**
 * The rows of a recursive query: those of the first input, and what the body makes of rows that are there already, until it makes no more.
 *
 * <p>The body is a graph of its own. Its sources are {@link #WORKING}, the rows that came last, and {@link #input} for each other input; it is
 * linear in the former, so that it makes of several rows what it makes of each. No rows are ever dropped for time.
 *
 * @param name for errors and EXPLAIN
 * @param inputs the rows to begin with, then what the body reads besides
 * @param all whether equal rows are kept (UNION ALL); else each row is there once
 * @param mostRounds how often rows may give others in one batch
 * @param line of the query in its text, and likewise the column
 */
public record Recursion(
        String name,
        List<DStream> inputs,
        DStream body,
        boolean all,
        RowType rowType,
        long mostRounds,
        int line,
        int column)
        implements DStream {

    /** The name by which the body reads the rows that came last. */
    public static final String WORKING = "$working";

    public Recursion {
        inputs = List.copyOf(inputs);
    }

    /** The name by which the body reads an input. */
    public static String input(int index) {
        return "$input" + index;
    }

    @Override
    public boolean appendOnly() {
        return false;
    }

    @Override
    public <R> R accept(DStreamVisitor<R> visitor) {
        return visitor.visit(this);
    }
}
