package io.millrace.connector.binary.parquet.output;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.Column;

/**
 * Writes lists.
 *
 * @param level of repetition that all elements but the first have
 */
record ListWriter(boolean nullable, int level, ValueWriter elements) implements ValueWriter {

    @Override
    public void put(Column column, int row, int repetition, int definition) {
        if (column.isNull(row)) {
            missing(repetition, definition);
            return;
        }
        ArrayColumn lists = (ArrayColumn) column;
        int there = definition + (nullable ? 1 : 0);
        int length = lists.lengths()[row];
        if (length == 0) {
            missing(repetition, there);
        }
        for (int i = 0; i < length; i++) {
            elements.put(lists.elements(), lists.starts()[row] + i, i == 0 ? repetition : level, there + 1);
        }
    }

    @Override
    public void missing(int repetition, int definition) {
        elements.missing(repetition, definition);
    }
}
