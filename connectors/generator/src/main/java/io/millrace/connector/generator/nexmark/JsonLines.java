package io.millrace.connector.generator.nexmark;

import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.TypeKind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

/** Writes pages of numbers, times and plain texts as JSON lines. */
final class JsonLines {

    private static final long DAY = 86_400_000L;
    private static final int NUMBER_SPACE = 32;

    private final byte[][] prefixes;
    private final boolean[] times;
    private byte[] bytes;
    private int used;
    private long knownDay = Long.MIN_VALUE;
    private byte[] knownDate;

    JsonLines(List<Field> fields, int capacity) {
        bytes = new byte[capacity];
        prefixes = new byte[fields.size()][];
        times = new boolean[fields.size()];
        for (int i = 0; i < prefixes.length; i++) {
            String prefix = (i == 0 ? "{" : ",") + "\"" + fields.get(i).name() + "\":";
            prefixes[i] = prefix.getBytes(StandardCharsets.UTF_8);
            times[i] = fields.get(i).type().kind() == TypeKind.TIMESTAMP;
        }
    }

    void append(Page page) {
        for (int row = 0; row < page.size(); row++) {
            for (int i = 0; i < prefixes.length; i++) {
                put(prefixes[i], 0, prefixes[i].length);
                value(page.column(i), row, times[i]);
            }
            ensure(2);
            bytes[used++] = '}';
            bytes[used++] = '\n';
        }
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, used);
        used = 0;
    }

    private void value(Column column, int row, boolean time) {
        if (column instanceof BytesColumn texts) {
            ensure(1);
            bytes[used++] = '"';
            put(texts.data(), texts.starts()[row], texts.lengths()[row]);
            ensure(1);
            bytes[used++] = '"';
        } else if (time) {
            time(((LongColumn) column).values()[row]);
        } else {
            number(((LongColumn) column).values()[row]);
        }
    }

    private void number(long value) {
        ensure(NUMBER_SPACE);
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        digits(value, digits);
    }

    private void digits(long value, int count) {
        long rest = value;
        for (int i = used + count - 1; i >= used; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        used += count;
    }

    private void time(long millis) {
        ensure(NUMBER_SPACE);
        long day = Math.floorDiv(millis, DAY);
        if (day != knownDay) {
            knownDay = day;
            knownDate = LocalDate.ofEpochDay(day).toString().getBytes(StandardCharsets.US_ASCII);
        }
        int rest = (int) (millis - day * DAY);
        bytes[used++] = '"';
        put(knownDate, 0, knownDate.length);
        part(' ', rest / 3_600_000, 2);
        part(':', rest / 60_000 % 60, 2);
        part(':', rest / 1000 % 60, 2);
        part('.', rest % 1000, 3);
        bytes[used++] = '"';
    }

    private void part(char separator, int value, int count) {
        bytes[used++] = (byte) separator;
        digits(value, count);
    }

    private void put(byte[] source, int start, int length) {
        ensure(length + NUMBER_SPACE);
        System.arraycopy(source, start, bytes, used, length);
        used += length;
    }

    private void ensure(int more) {
        if (used + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, bytes.length * 2 + more);
        }
    }
}
