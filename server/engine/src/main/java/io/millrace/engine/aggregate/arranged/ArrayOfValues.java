package io.millrace.engine.aggregate.arranged;

import io.millrace.engine.state.OrderedRows;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;

/** ARRAY_AGG. */
record ArrayOfValues(Type type) implements ArrangedResult {

    @Override
    public Column of(OrderedRows rows, int[] groups, int count) {
        ArrayColumnBuilder builder = (ArrayColumnBuilder) ColumnBuilder.of(type);
        for (int i = 0; i < count; i++) {
            int listed = rows.list(groups[i]);
            if (listed == 0) {
                builder.appendNull();
                continue;
            }
            Column values = rows.gather(0, rows.listed(), listed);
            for (int entry = 0; entry < listed; entry++) {
                for (long copy = rows.copies(rows.listed()[entry]); copy > 0; copy--) {
                    builder.elements().appendFrom(values, entry);
                }
            }
            builder.endArray();
        }
        return builder.build();
    }
}
