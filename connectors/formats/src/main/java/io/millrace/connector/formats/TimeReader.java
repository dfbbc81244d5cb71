package io.millrace.connector.formats;

import io.millrace.spi.data.builder.IntColumnBuilder;

/** Reads TIME from {@code HH:mm:ss} with an optional fraction. */
final class TimeReader extends ScalarReader {

    private final IntColumnBuilder column;

    TimeReader(IntColumnBuilder column) {
        this.column = column;
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        int length = end - start;
        int millis = length >= 8 ? IsoDateTimes.secondsAsMillis(bytes, start) : -1;
        int fraction = 0;
        if (length > 8) {
            fraction = bytes[start + 8] == '.' ? IsoDateTimes.fractionMillis(bytes, start + 9, end) : -1;
        }
        if (millis < 0 || fraction < 0) {
            throw IsoDateTimes.notA("TIME", "12:30:00");
        }
        if (column != null) {
            column.append(millis + fraction);
        }
    }
}
