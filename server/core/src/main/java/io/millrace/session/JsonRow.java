package io.millrace.session;

import io.millrace.engine.view.RowText;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;

/** Rows as JSON, at the border to clients. */
public final class JsonRow {

    private JsonRow() {}

    /** One row as a JSON object in UTF-8, without line ends. */
    public static byte[] bytes(RowType rowType, Page page, int row) {
        return RowText.json(rowType, page, row);
    }
}
