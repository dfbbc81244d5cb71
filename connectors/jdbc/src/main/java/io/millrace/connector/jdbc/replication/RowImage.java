package io.millrace.connector.jdbc.replication;

import java.util.Arrays;

/** A row as PostgreSQL sends it: where the text of each column is among some bytes. Filled again and again. */
final class RowImage {

    /** There is no value. */
    static final int NULL = -1;
    /** The value is the one before the change, and was not sent because it is large. */
    static final int UNCHANGED = -2;

    byte[] bytes;
    int count;
    int[] starts = new int[16];
    /** Of each column the length of its text, or one of the above. */
    int[] lengths = new int[16];

    void begin(byte[] source) {
        bytes = source;
        count = 0;
    }

    void add(int start, int length) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
            lengths = Arrays.copyOf(lengths, 2 * count);
        }
        starts[count] = start;
        lengths[count] = length;
        count++;
    }

    /** Takes from the row as it was what was not sent again. Both are among the same bytes. */
    void complete(RowImage before) {
        for (int column = 0; column < count; column++) {
            if (lengths[column] == UNCHANGED) {
                starts[column] = before.starts[column];
                lengths[column] = before.lengths[column];
            }
        }
    }

    boolean isComplete() {
        for (int column = 0; column < count; column++) {
            if (lengths[column] == UNCHANGED) {
                return false;
            }
        }
        return true;
    }
}
