package io.millrace.engine.aggregate.arranged;

import io.millrace.engine.state.OrderedRows;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;

/** FIRST_VALUE, LAST_VALUE, MIN_BY and MAX_BY. */
record ValueAtEnd(Type type, boolean last) implements ArrangedResult {

    @Override
    public Column of(OrderedRows rows, int[] groups, int count) {
        ChosenRows chosen = new ChosenRows(count);
        for (int i = 0; i < count; i++) {
            chosen.choose(i, last ? rows.last(groups[i]) : rows.first(groups[i]));
        }
        return chosen.values(rows, type);
    }
}
