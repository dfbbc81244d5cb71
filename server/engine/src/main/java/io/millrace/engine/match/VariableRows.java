package io.millrace.engine.match;

import java.util.Arrays;

/** Which rows of a match are mapped to which variables or SUBSETs: for each of these sets the rows in order, as a stack. */
public final class VariableRows {

    private static final int FIRST_CAPACITY = 8;

    private final PlaceSets sets;
    private final int[][] rows;
    private final int[] counts;

    VariableRows(PlaceSets sets) {
        this.sets = sets;
        this.rows = new int[sets.size()][FIRST_CAPACITY];
        this.counts = new int[sets.size()];
    }

    /** Maps the next row of the match to a variable. */
    void push(int variable, int row) {
        for (int set : sets.with(variable)) {
            if (counts[set] == rows[set].length) {
                rows[set] = Arrays.copyOf(rows[set], rows[set].length * 2);
            }
            rows[set][counts[set]++] = row;
        }
    }

    /** Takes back the mapping of all rows but the first {@code length}. */
    void truncate(int length) {
        for (int set = 0; set < counts.length; set++) {
            while (counts[set] > 0 && rows[set][counts[set] - 1] >= length) {
                counts[set]--;
            }
        }
    }

    int count(int set) {
        return counts[set];
    }

    int row(int set, int index) {
        return rows[set][index];
    }

    long bytes() {
        long bytes = 64;
        for (int[] set : rows) {
            bytes += 16 + set.length * 4L;
        }
        return bytes;
    }
}
