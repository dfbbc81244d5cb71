package io.millrace.engine.state;

import io.millrace.spi.data.Column;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;

/**
 * Whether all rows of a page have the same key, as they often do where the key is a window of time: then one row is looked up for
 * all of them. Says so only where that is cheap to see, which is for numbers without nulls; a page of several keys costs it two of them.
 */
public final class OneKey {

    private OneKey() {}

    /** Whether {@code keys} have the same values in all of {@code rows} rows; false says nothing. */
    public static boolean isIn(Column[] keys, int rows) {
        for (Column key : keys) {
            if (!mayBe(key, rows)) {
                return false;
            }
        }
        for (Column key : keys) {
            if (!isIn(key, rows)) {
                return false;
            }
        }
        return keys.length > 0;
    }

    /** Looks at the two ends only. */
    private static boolean mayBe(Column key, int rows) {
        if (rows == 0 || key.nulls() != null) {
            return false;
        }
        if (key instanceof LongColumn longs) {
            return longs.values()[0] == longs.values()[rows - 1];
        }
        return key instanceof IntColumn ints && ints.values()[0] == ints.values()[rows - 1];
    }

    private static boolean isIn(Column key, int rows) {
        return key instanceof LongColumn longs ? isIn(longs.values(), rows) : isIn(((IntColumn) key).values(), rows);
    }

    private static boolean isIn(long[] values, int rows) {
        long first = values[0];
        long differences = 0;
        for (int row = 0; row < rows; row++) {
            differences |= values[row] ^ first;
        }
        return differences == 0;
    }

    private static boolean isIn(int[] values, int rows) {
        int first = values[0];
        int differences = 0;
        for (int row = 0; row < rows; row++) {
            differences |= values[row] ^ first;
        }
        return differences == 0;
    }
}
