package io.millrace.connector.jdbc.replication;

import java.nio.charset.StandardCharsets;

/** Reads dates and times as PostgreSQL writes them with {@code DateStyle = ISO}. Used again and again, by one thread. */
final class PostgresTimes {

    private static final int MILLIS_OF_SECOND = 1_000;
    private static final int SECONDS_OF_MINUTE = 60;
    private static final int MINUTES_OF_HOUR = 60;
    private static final long MILLIS_OF_DAY = 86_400_000;
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
        long millis = millis();
        finish(text, start, length);
        return (int) Math.min(millis, MILLIS_OF_DAY - 1);
    }

    /** Milliseconds since 1970, of a time with or without its distance from UTC. */
    long timestamp(byte[] text, int start, int length) throws UnfitTextException {
        begin(text, start, length);
        boolean before = takesEra();
        long days = days(before);
        expect(' ');
        long millis = days * MILLIS_OF_DAY + millis();
        if (at < end && (bytes[at] == '+' || bytes[at] == '-')) {
            millis -= zone();
        }
        finish(text, start, length);
        return millis;
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

    private long millis() throws UnfitTextException {
        long hour = number();
        expect(':');
        long minute = number();
        expect(':');
        long second = number();
        if (hour > HOURS_OF_DAY) {
            throw unfit(bytes, at, end - at);
        }
        return ((hour * MINUTES_OF_HOUR + minute) * SECONDS_OF_MINUTE + second) * MILLIS_OF_SECOND + fraction();
    }

    private long fraction() {
        if (at >= end || bytes[at] != '.') {
            return 0;
        }
        at++;
        long millis = 0;
        int digits = 0;
        for (; at < end && isDigit(bytes[at]); at++, digits++) {
            millis = digits < 3 ? millis * 10 + bytes[at] - '0' : millis;
        }
        for (; digits < 3; digits++) {
            millis *= 10;
        }
        return millis;
    }

    private long zone() throws UnfitTextException {
        int sign = bytes[at++] == '-' ? -1 : 1;
        long seconds = number() * MINUTES_OF_HOUR * SECONDS_OF_MINUTE;
        for (int unit = SECONDS_OF_MINUTE; unit > 0 && at < end && bytes[at] == ':'; unit /= SECONDS_OF_MINUTE) {
            at++;
            seconds += number() * unit;
        }
        return sign * seconds * MILLIS_OF_SECOND;
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
