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
     * @param unit what bounds count
     * @param preceding how far back, {@code Long.MAX_VALUE} for UNBOUNDED; negative means following; {@link #months} for calendar months
     * @param following how far ahead, {@code Long.MAX_VALUE} for UNBOUNDED; negative means preceding; likewise
     * @param exclusion which of these rows it does not see after all
     */
    public record Frame(Unit unit, long preceding, long following, Exclusion exclusion) {

        /** Greater than any distance in numbers, days or milliseconds. */
        private static final long MONTHS = 1L << 62;

        /** Beyond all times that there are. */
        private static final long MOST_MONTHS = 12 * 40_000;

        public Frame(Unit unit, long preceding, long following) {
            this(unit, preceding, following, Exclusion.NO_OTHERS);
        }

        /** Whether bounds count rows. */
        public boolean rows() {
            return unit == Unit.ROWS;
        }

        /** Whether it sees all rows between its bounds. */
        public boolean whole() {
            return exclusion == Exclusion.NO_OTHERS;
        }

        /** A distance in months, which differ in length. */
        public static long months(long count) {
            long some = Math.min(count, MOST_MONTHS);
            return some == 0 ? 0 : MONTHS + some;
        }

        /** How many months a distance has; zero when it is no distance in months. */
        public static long monthsOf(long distance) {
            if (distance == Long.MAX_VALUE || Math.abs(distance) <= MONTHS) {
                return 0;
            }
            return distance > 0 ? distance - MONTHS : distance + MONTHS;
        }

        /** Whether a number can be told as a distance. */
        public static boolean isDistance(long number) {
            return Math.abs(number) <= MONTHS;
        }
    }

    /** What the bounds of a frame count. */
    public enum Unit {
        ROWS,
        /** Distances in the order column. */
        RANGE,
        /** Groups of rows that the order does not tell apart. */
        GROUPS
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
