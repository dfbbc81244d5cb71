package io.millrace.connector.jdbc.replication;

import io.millrace.spi.data.Ticks;
import java.nio.charset.StandardCharsets;

/** Reads dates and times as PostgreSQL writes them with {@code DateStyle = ISO}. Used again and again, by one thread. */
final class PostgresTimes {

    private static final int MILLIS_OF_SECOND = 1_000;
    private static final int SECONDS_OF_MINUTE = 60;
    private static final int MINUTES_OF_HOUR = 60;
    private static final long SECONDS_OF_DAY = 86_400;
    private static final int NANOS_OF_MILLI = 1_000_000;
    private static final int NANO_DIGITS = 9;
    private static final int HOURS_OF_DAY = 24;

    private byte[] bytes;
    private int at;
    private int end;

    private void begin(byte[] text, int start, int length) {
        bytes = text;
        at = start;
        end = start + length;
    }

    /** Days since 1970. */
    int date(byte[] text, int start, int length) throws UnfitTextException {
        begin(text, start, length);
        boolean before = takesEra();
        long days = days(before);
        finish(text, start, length);
        return (int) days;
    }

    /** Milliseconds since midnight; the last for 24:00. */
    int time(byte[] text, int start, int length) throws UnfitTextException {
        begin(text, start, length);
        long seconds = seconds();
        long millis = seconds * MILLIS_OF_SECOND + nanos() / NANOS_OF_MILLI;
        finish(text, start, length);
        return (int) Math.min(millis, SECONDS_OF_DAY * MILLIS_OF_SECOND - 1);
    }

    /**
     * The {@link Ticks} of a column of so many digits since 1970, of a time with or without its distance from UTC.
     *
     * @throws UnfitTextException also when the column does not reach so far
     */
    long timestamp(byte[] text, int start, int length, int precision) throws UnfitTextException {
        begin(text, start, length);
        boolean before = takesEra();
        long days = days(before);
        expect(' ');
        long seconds = days * SECONDS_OF_DAY + seconds();
        int nanos = nanos();
        if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
            seconds -= zone();
        }
        finish(text, start, length);
        try {
            return Ticks.of(seconds * MILLIS_OF_SECOND + nanos / NANOS_OF_MILLI, nanos % NANOS_OF_MILLI, precision);
        } catch (ArithmeticException e) {
            throw unfit(text, start, length);
        }
    }

    private void finish(byte[] text, int start, int length) throws UnfitTextException {
        if (at != end) {
            throw unfit(text, start, length);
        }
    }

    private static UnfitTextException unfit(byte[] text, int start, int length) {
        return new UnfitTextException(new String(text, start, length, StandardCharsets.UTF_8));
    }

    /** Whether the year is one before Christ, which stands at the end. */
    private boolean takesEra() {
        boolean before = end - at > 3 && bytes[end - 1] == 'C' && bytes[end - 2] == 'B' && bytes[end - 3] == ' ';
        end -= before ? 3 : 0;
        return before;
    }

    /** The days of a date by the calendar of today, also long ago. */
    private long days(boolean beforeChrist) throws UnfitTextException {
        long year = number();
        expect('-');
        long month = number();
        expect('-');
        long day = number();
        long civil = beforeChrist ? 1 - year : year;
        long shifted = month <= 2 ? civil - 1 : civil; // years that begin in March
        long era = Math.floorDiv(shifted, 400L);
        long ofEra = shifted - era * 400;
        long dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + dayOfYear - 719_468;
    }

    /** Of the day, without what is behind the point. */
    private long seconds() throws UnfitTextException {
        long hour = number();
        expect(':');
        long minute = number();
        expect(':');
        long second = number();
        if (hour > HOURS_OF_DAY) {
            throw unfit(bytes, at, end - at);
        }
        return (hour * MINUTES_OF_HOUR + minute) * SECONDS_OF_MINUTE + second;
    }

    /** What is behind the point, if there is one. */
    private int nanos() {
        if (at >= end || bytes[at] != '.') {
            return 0;
        }
        at++;
        int nanos = 0;
        int digits = 0;
        for (; at < end && isDigit(bytes[at]); at++, digits++) {
            nanos = digits < NANO_DIGITS ? nanos * 10 + bytes[at] - '0' : nanos;
        }
        for (; digits < NANO_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private long zone() throws UnfitTextException {
        int sign = bytes[at++] == '-' ? -1 : 1;
        long seconds = number() * MINUTES_OF_HOUR * SECONDS_OF_MINUTE;
        for (int unit = SECONDS_OF_MINUTE; unit > 0 && at < end && bytes[at] == ':'; unit /= SECONDS_OF_MINUTE) {
            at++;
            seconds += number() * unit;
        }
        return sign * seconds;
    }

    private long number() throws UnfitTextException {
        int start = at;
        long value = 0;
        for (; at < end && isDigit(bytes[at]); at++) {
            value = value * 10 + bytes[at] - '0';
        }
        if (at == start || at - start > 9) {
            throw unfit(bytes, start, end - start); // also for infinity
        }
        return value;
    }

    private void expect(char wanted) throws UnfitTextException {
        if (at >= end || bytes[at] != wanted) {
            throw unfit(bytes, at, end - at);
        }
        at++;
    }

    private static boolean isDigit(byte character) {
        return character >= '0' && character <= '9';
    }
}
