package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.Digits;
import io.millrace.connector.formats.json.DebeziumEncoding.TimeUnit;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import java.util.Locale;

/** Reads DATE, TIME and TIMESTAMP from numbers, or from texts as JSON has them. */
final class DebeziumTime extends ValueReader {

    private static final long DAY = 86_400_000;
    /** Later years are no times but counts of something smaller than was thought. */
    private static final long LAST = 100_000_000_000_000L;

    private final ScalarType type;
    private final ColumnBuilder column;
    private final TimeUnit unit;
    private final String option;
    private final ValueReader plain;

    DebeziumTime(ScalarType type, ColumnBuilder column, TimeUnit unit, String option, ValueReader plain) {
        this.type = type;
        this.column = column;
        this.unit = unit;
        this.option = option;
        this.plain = plain;
    }

    @Override
    void string(byte[] bytes, int start, int end, JsonScanner scanner) {
        plain.string(bytes, start, end, scanner);
    }

    @Override
    void literal(byte[] bytes, int start, int end) {
        if (bytes[start] == 't' || bytes[start] == 'f') {
            throw BadRecord.notA(type.sql());
        }
        if (type.kind() == TypeKind.DATE) {
            long day = Digits.integer(bytes, start, end, Integer.MIN_VALUE, Integer.MAX_VALUE, type.sql());
            if (column != null) {
                ((IntColumnBuilder) column).append((int) day);
            }
            return;
        }
        long count = Digits.integer(bytes, start, end, Long.MIN_VALUE, Long.MAX_VALUE, type.sql());
        long millis = unit.toMillis(count);
        boolean time = type.kind() == TypeKind.TIME;
        if (time ? millis < 0 || millis >= DAY : millis > LAST || millis < -LAST) {
            throw new BadRecord(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    "is out of the range of " + type.sql() + " in "
                            + unit.name().toLowerCase(Locale.ROOT) + "; option '" + option
                            + "' says what numbers count");
        }
        if (column == null) {
            return;
        }
        if (time) {
            ((IntColumnBuilder) column).append((int) millis);
        } else {
            ((LongColumnBuilder) column).append(ticks(millis, Ticks.nanosOfMilli(count, unit.perMilli())));
        }
    }

    private long ticks(long millis, int nanosOfMilli) {
        try {
            return Ticks.of(millis, nanosOfMilli, type.precision());
        } catch (ArithmeticException e) {
            throw new BadRecord(ErrorCode.NUMERIC_OUT_OF_RANGE, "is out of the range of " + type.sql());
        }
    }

    @Override
    void nested(byte[] bytes, int start, int end) {
        throw BadRecord.notA(type.sql());
    }
}
