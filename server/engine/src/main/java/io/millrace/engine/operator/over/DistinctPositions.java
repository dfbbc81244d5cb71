package io.millrace.engine.operator.over;

import io.millrace.engine.operator.ValueOrder;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Of the positions of a frame those where a value stands first; nulls are left out. */
final class DistinctPositions {

    private static final int NULL = -1;

    /** The number of the value at each position; equal values have the same. */
    private final int[] values;

    /** The last frame that had each value. */
    private final int[] frames;

    private int frame;

    DistinctPositions(Column column, Type type) {
        ValueOrder order = new ValueOrder(column, type);
        int[] sorted = IntStream.range(0, column.size())
                .filter(position -> !column.isNull(position))
                .boxed()
                .sorted(order::compare)
                .mapToInt(Integer::intValue)
                .toArray();
        values = new int[column.size()];
        Arrays.fill(values, NULL);
        int number = 0;
        for (int i = 0; i < sorted.length; i++) {
            number += i > 0 && order.compare(sorted[i - 1], sorted[i]) != 0 ? 1 : 0;
            values[sorted[i]] = number;
        }
        frames = new int[number + 1];
    }

    /** Moves those of another frame to the front; returns how many there are. */
    int keep(int[] positions, int count) {
        frame++;
        int kept = 0;
        for (int i = 0; i < count; i++) {
            int value = values[positions[i]];
            if (value != NULL && frames[value] != frame) {
                frames[value] = frame;
                positions[kept++] = positions[i];
            }
        }
        return kept;
    }
}
