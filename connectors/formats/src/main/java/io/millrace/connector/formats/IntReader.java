package io.millrace.connector.formats;

import io.millrace.spi.data.builder.IntColumnBuilder;

/** Reads TINYINT, SMALLINT and INTEGER. */
final class IntReader extends ScalarReader {

    private final IntColumnBuilder column;
    private final int min;
    private final int max;
    private final String type;

    IntReader(IntColumnBuilder column, int min, int max, String type) {
        this.column = column;
        this.min = min;
        this.max = max;
        this.type = type;
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        int value = (int) Digits.integer(bytes, start, end, min, max, type);
        if (column != null) {
            column.append(value);
        }
    }
}
