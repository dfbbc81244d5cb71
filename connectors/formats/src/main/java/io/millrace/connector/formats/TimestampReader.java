package io.millrace.connector.formats;

import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.error.ErrorCode;

/**
 * Reads TIMESTAMPs: {@code 2001-01-31 12:30:00}, with {@code T}, a fraction and a zone offset if they are there, a date
 * alone, or epoch milliseconds.
 *
 * <p>A zone offset moves the time to UTC. The date of the previous value is remembered, since neighbours mostly share it.
 */
final class TimestampReader extends ScalarReader {

    private static final int DATE = 10;
    private static final int SECONDS = 19;
    private static final int MINUTE = 60_000;

    private final LongColumnBuilder column;
    private final int precision;
    private final long perMilli;
    private final long lastDigit;
    private final String type;
    private long knownYearMonth;
    private int knownDayDigits;
    private long knownMillis;
    private int nanosOfMilli;

    TimestampReader(ScalarType type, LongColumnBuilder column) {
        this.column = column;
        this.precision = type.precision();
        this.perMilli = Ticks.perMilli(type);
        this.lastDigit = Ticks.lastDigit(type.precision());
        this.type = type.kind().sqlName();
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        int length = end - start;
        nanosOfMilli = 0;
        long value;
        if (length >= SECONDS) {
            value = dateMillis(bytes, start) + timeMillis(bytes, start, end);
        } else if (length >= DATE && bytes[start + 4] == '-') {
            value = dateMillis(bytes, start) + shortTime(bytes, start + DATE, end);
        } else {
            value = epochMillis(bytes, start, end);
        }
        if (column != null) {
            column.append(lastDigit == 1 && perMilli == 1 ? value : ticks(value));
        }
    }

    private long ticks(long millis) {
        try {
            return Ticks.of(millis, nanosOfMilli, precision);
        } catch (ArithmeticException e) {
            throw new BadRecord(ErrorCode.NUMERIC_OUT_OF_RANGE, "is out of the range of " + type);
        }
    }

    private BadRecord bad() {
        return IsoDateTimes.notA(type, "2001-01-31 12:30:00");
    }

    private long epochMillis(byte[] bytes, int start, int end) {
        if (end == start || !Digits.looksNumeric(bytes, start, end)) {
            throw bad();
        }
        return Digits.integer(bytes, start, end, Long.MIN_VALUE, Long.MAX_VALUE, type);
    }

    private long dateMillis(byte[] bytes, int start) {
        long yearMonth = ByteScan.word(bytes, start);
        int dayDigits = (bytes[start + 8] << 8) | (bytes[start + 9] & 0xFF);
        if (yearMonth == knownYearMonth && dayDigits == knownDayDigits) {
            return knownMillis;
        }
        int day = IsoDateTimes.epochDay(bytes, start);
        if (day == Integer.MIN_VALUE) {
            throw bad();
        }
        knownYearMonth = yearMonth;
        knownDayDigits = dayDigits;
        knownMillis = day * IsoDateTimes.DAY;
        return knownMillis;
    }

    /** The part after the date, of at least the nine bytes {@code THH:mm:ss}. */
    private long timeMillis(byte[] bytes, int start, int end) {
        int millis = IsoDateTimes.secondsAsMillis(bytes, start + DATE + 1);
        byte separator = bytes[start + DATE];
        if (millis < 0 || (separator != ' ' && separator != 'T' && separator != 't')) {
            throw bad();
        }
        int index = start + SECONDS;
        if (index < end && bytes[index] == '.') {
            int from = ++index;
            while (index < end && bytes[index] >= '0' && bytes[index] <= '9') {
                index++;
            }
            int fraction = IsoDateTimes.fractionMillis(bytes, from, index);
            if (fraction < 0) {
                throw bad();
            }
            millis += fraction;
            nanosOfMilli = perMilli == 1 ? 0 : IsoDateTimes.fractionNanosOfMilli(bytes, from, index);
        }
        return index == end ? millis : millis - zoneMillis(bytes, index, end);
    }

    /** The part after the date when it is short: nothing, {@code Z}, or {@code THH:mm} and perhaps a zone. */
    private long shortTime(byte[] bytes, int start, int end) {
        if (start == end) {
            return 0;
        }
        boolean separated = bytes[start] == ' ' || bytes[start] == 'T';
        if (end - start < 6 || !separated || bytes[start + 3] != ':') {
            throw bad();
        }
        int hour = IsoDateTimes.number(bytes, start + 1, 2);
        int minute = IsoDateTimes.number(bytes, start + 4, 2);
        if (hour < 0 || hour > 23 || minute < 0 || minute > 59) {
            throw bad();
        }
        long millis = (hour * 60L + minute) * MINUTE;
        return end - start == 6 ? millis : millis - zoneMillis(bytes, start + 6, end);
    }

    /** {@code Z}, {@code +HH}, {@code +HHmm} or {@code +HH:mm}, perhaps after a space. */
    private long zoneMillis(byte[] bytes, int start, int end) {
        int index = bytes[start] == ' ' && start + 1 < end ? start + 1 : start;
        int length = end - index;
        byte sign = bytes[index];
        if (length == 1 && (sign == 'Z' || sign == 'z')) {
            return 0;
        }
        boolean colon = length == 6 && bytes[index + 3] == ':';
        if ((sign != '+' && sign != '-') || (length != 3 && length != 5 && !colon)) {
            throw bad();
        }
        int hours = IsoDateTimes.number(bytes, index + 1, 2);
        int minutes = length == 3 ? 0 : IsoDateTimes.number(bytes, end - 2, 2);
        if (hours < 0 || hours > 18 || minutes < 0 || minutes > 59) {
            throw bad();
        }
        int offset = (hours * 60 + minutes) * MINUTE;
        return sign == '-' ? -offset : offset;
    }
}
