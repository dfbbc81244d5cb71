package io.millrace.connector.formats;

import io.millrace.spi.data.builder.IntColumnBuilder;

/** Reads DATE from {@code yyyy-MM-dd}. */
final class DateReader extends ScalarReader {

    private final IntColumnBuilder column;

    DateReader(IntColumnBuilder column) {
        this.column = column;
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        int day = end - start == 10 ? IsoDateTimes.epochDay(bytes, start) : Integer.MIN_VALUE;
        if (day == Integer.MIN_VALUE) {
            throw IsoDateTimes.notA("DATE", "2001-01-31");
        }
        if (column != null) {
            column.append(day);
        }
    }
}
