package io.millrace.connector.formats;

import io.millrace.spi.data.builder.LongColumnBuilder;

/** Reads BIGINT. */
final class LongReader extends ScalarReader {

    private final LongColumnBuilder column;
    private final String type;

    LongReader(LongColumnBuilder column, String type) {
        this.column = column;
        this.type = type;
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        long value = Digits.integer(bytes, start, end, Long.MIN_VALUE, Long.MAX_VALUE, type);
        if (column != null) {
            column.append(value);
        }
    }
}
