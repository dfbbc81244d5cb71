package io.millrace.dstream.expression;

import io.millrace.spi.data.Type;
import java.util.List;

/**
 * One window function of an {@code Over}.
 *
 * @param arguments input columns; LAG and LEAD take the value column and find offset and default in {@code constants}
 * @param constants literal arguments: the offset and default of LAG and LEAD, n of NTH_VALUE and NTILE
 */
public record OverCall(
        OverFunction function,
        List<Integer> arguments,
        List<Literal> constants,
        Frame frame,
        boolean ignoreNulls,
        Type type,
        boolean nullable) {

    /**
     * The rows around the current one that a function sees.
     *
     * @param rows whether bounds count rows (ROWS) or distances in the order column (RANGE)
     * @param preceding how far back, {@code Long.MAX_VALUE} for UNBOUNDED; negative means following
     * @param following how far ahead, {@code Long.MAX_VALUE} for UNBOUNDED; negative means preceding
     * @param exclusion which of these rows it does not see after all
     */
    public record Frame(boolean rows, long preceding, long following, Exclusion exclusion) {

        public Frame(boolean rows, long preceding, long following) {
            this(rows, preceding, following, Exclusion.NO_OTHERS);
        }

        /** Whether it sees all rows between its bounds. */
        public boolean whole() {
            return exclusion == Exclusion.NO_OTHERS;
        }
    }

    /** The rows at the current one that are left out of a frame: none, itself, it and its peers, its peers. */
    public enum Exclusion {
        NO_OTHERS,
        CURRENT_ROW,
        GROUP,
        TIES
    }

    public OverCall {
        arguments = List.copyOf(arguments);
        constants = List.copyOf(constants);
    }
}
