package io.millrace.engine.aggregate.arranged;

import io.millrace.engine.state.OrderedRows;
import io.millrace.engine.view.RowText;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;

/**
 * JSON_OBJECTAGG, in the order of keys; a key that occurs more than once is there more than once.
 *
 * @param json whether the values are JSON themselves
 */
record JsonObject(Type key, Type value, boolean json) implements ArrangedResult {

    @Override
    public Column of(OrderedRows rows, int[] groups, int count) {
        BytesColumnBuilder builder = (BytesColumnBuilder) ColumnBuilder.of(Type.VARCHAR);
        for (int i = 0; i < count; i++) {
            int listed = rows.list(groups[i]);
            if (listed == 0) {
                builder.appendNull();
            } else {
                Column keys = rows.gather(0, rows.listed(), listed);
                builder.append(text(rows, keys, rows.gather(1, rows.listed(), listed), listed));
            }
        }
        return builder.build();
    }

    private String text(OrderedRows rows, Column keys, Column values, int listed) {
        StringBuilder text = new StringBuilder();
        for (int entry = 0; entry < listed; entry++) {
            if (keys.isNull(entry)) {
                throw new MillraceException(
                        ErrorCode.NULL_NOT_ALLOWED,
                        "a key of JSON_OBJECTAGG is NULL; leave such rows out, as in FILTER (WHERE k IS NOT NULL)");
            }
            for (long copy = rows.copies(rows.listed()[entry]); copy > 0; copy--) {
                text.append(text.isEmpty() ? '{' : ',');
                RowText.append(text, keys, key, entry);
                text.append(':');
                append(text, values, value, json, entry);
            }
        }
        return text.append('}').toString();
    }

    static void append(StringBuilder text, Column values, Type type, boolean json, int row) {
        if (json && !values.isNull(row)) {
            text.append(((BytesColumn) values).text(row));
        } else {
            RowText.append(text, values, type, row);
        }
    }
}
