package io.millrace.engine.aggregate.arranged;

import io.millrace.engine.state.OrderedRows;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ColumnBuilder;

/** The first column of one row of each group. */
final class ChosenRows {

    private final int[] entries;
    private int count;
    private final boolean[] present;

    ChosenRows(int groups) {
        entries = new int[groups];
        present = new boolean[groups];
    }

    /** Chooses the row of a group; none when it is {@link OrderedRows#NONE}. */
    void choose(int group, int entry) {
        if (entry != OrderedRows.NONE) {
            present[group] = true;
            entries[count++] = entry;
        }
    }

    Column values(OrderedRows rows, Type type) {
        Column values = rows.gather(0, entries, count);
        if (count == present.length) {
            return values;
        }
        ColumnBuilder builder = ColumnBuilder.of(type);
        int next = 0;
        for (boolean there : present) {
            if (there) {
                builder.appendFrom(values, next++);
            } else {
                builder.appendNull();
            }
        }
        return builder.build();
    }
}
