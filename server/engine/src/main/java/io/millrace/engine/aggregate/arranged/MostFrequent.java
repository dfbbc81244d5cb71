package io.millrace.engine.aggregate.arranged;

import io.millrace.engine.state.OrderedRows;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;

/** MODE: of the values that occur most often the first in order. */
record MostFrequent(Type type) implements ArrangedResult {

    @Override
    public Column of(OrderedRows rows, int[] groups, int count) {
        ChosenRows chosen = new ChosenRows(count);
        for (int i = 0; i < count; i++) {
            int listed = rows.list(groups[i]);
            int best = OrderedRows.NONE;
            for (int entry = 0; entry < listed; entry++) {
                int candidate = rows.listed()[entry];
                if (best == OrderedRows.NONE || rows.copies(candidate) > rows.copies(best)) {
                    best = candidate;
                }
            }
            chosen.choose(i, best);
        }
        return chosen.values(rows, type);
    }
}
