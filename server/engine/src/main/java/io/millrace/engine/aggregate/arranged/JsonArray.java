package io.millrace.engine.aggregate.arranged;

import io.millrace.engine.state.OrderedRows;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;

/**
 * JSON_ARRAYAGG.
 *
 * @param json whether the values are JSON themselves
 */
record JsonArray(Type element, boolean json) implements ArrangedResult {

    @Override
    public Column of(OrderedRows rows, int[] groups, int count) {
        BytesColumnBuilder builder = (BytesColumnBuilder) ColumnBuilder.of(Type.VARCHAR);
        for (int i = 0; i < count; i++) {
            int listed = rows.list(groups[i]);
            if (listed == 0) {
                builder.appendNull();
            } else {
                builder.append(text(rows, rows.gather(0, rows.listed(), listed), listed));
            }
        }
        return builder.build();
    }

    private String text(OrderedRows rows, Column values, int listed) {
        StringBuilder text = new StringBuilder();
        for (int entry = 0; entry < listed; entry++) {
            for (long copy = rows.copies(rows.listed()[entry]); copy > 0; copy--) {
                text.append(text.isEmpty() ? '[' : ',');
                JsonObject.append(text, values, element, json, entry);
            }
        }
        return text.append(']').toString();
    }
}
