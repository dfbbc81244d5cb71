package io.millrace.engine.match;

import io.millrace.dstream.pattern.MatchValue;

/** Finds the row at one place in a match. */
public final class PlaceFinder {

    /** What is answered when there is no such row in the match. */
    public static final int NONE = Integer.MIN_VALUE;

    private final int set;
    private final boolean first;
    private final int offset;
    private final int shift;

    public PlaceFinder(MatchValue.Place place, PlaceSets sets) {
        this.set = sets.indexOf(place.variables());
        this.first = place.first();
        this.offset = place.offset();
        this.shift = place.shift();
    }

    /**
     * The row, counted from the first of the match, or {@link #NONE}; it may lie before or behind the match.
     *
     * @param rows the mapping of the match's rows
     * @param length how many rows of the match are seen
     */
    int find(VariableRows rows, int length) {
        int count = set == PlaceSets.ALL ? length : rows.count(set);
        return at(rows, count);
    }

    /** As {@link #find}, for a match that is complete and of which only the first {@code length} rows are seen. */
    int findWithin(VariableRows rows, int length) {
        return at(rows, set == PlaceSets.ALL ? length : countWithin(rows, set, length));
    }

    private int at(VariableRows rows, int count) {
        int index = first ? offset : count - 1 - offset;
        if (index < 0 || index >= count) {
            return NONE;
        }
        return (set == PlaceSets.ALL ? index : rows.row(set, index)) + shift;
    }

    /** How many of a set's rows are among the first {@code length} of the match. */
    static int countWithin(VariableRows rows, int set, int length) {
        int low = 0;
        int high = rows.count(set);
        while (low < high) {
            int middle = low + high >>> 1;
            if (rows.row(set, middle) < length) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
