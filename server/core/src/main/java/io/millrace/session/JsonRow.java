package io.millrace.session;

import io.millrace.engine.view.RowText;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;

/** Rows as JSON, at the border to clients. */
public final class JsonRow {

    private JsonRow() {}

    /** One row as a JSON object in UTF-8, without line ends. */
    public static byte[] bytes(RowType rowType, Page page, int row) {
        return RowText.json(rowType, page, row);
    }

    /** Appends one value as JSON. */
    public static void append(StringBuilder text, Column column, Type type, int row) {
        append(text, column, type, row, false);
    }

    /** @param exact whether BIGINT and DECIMAL are texts, also inside of other values */
    public static void append(StringBuilder text, Column column, Type type, int row, boolean exact) {
        RowText.append(text, column, type, row, exact);
    }
}
