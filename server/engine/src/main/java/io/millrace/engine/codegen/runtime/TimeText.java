package io.millrace.engine.codegen.runtime;

import io.millrace.spi.data.Ticks;
import io.millrace.spi.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Reads dates, times and intervals from text and writes them, in the forms of SQL literals and ISO 8601. */
public final class TimeText {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private TimeText() {}

    public static int date(byte[] data, int start, int length) {
        Reader reader = new Reader(data, start, length, "DATE");
        long day = reader.date();
        if (!reader.atEnd()) {
            reader.skipTimeSeparator();
            reader.time();
            reader.end();
        }
        return Times.date(day);
    }

    public static int time(byte[] data, int start, int length) {
        Reader reader = new Reader(data, start, length, "TIME");
        long time = reader.time();
        reader.end();
        return (int) time;
    }

    /** A TIMESTAMP; {@code Z} or an offset at the end is an error unless {@code zoned}. */
    public static long timestamp(byte[] data, int start, int length, boolean zoned) {
        Reader reader = new Reader(data, start, length, zoned ? "TIMESTAMP WITH LOCAL TIME ZONE" : "TIMESTAMP");
        return reader.timestamp(zoned);
    }

    /** The same for a type that counts so many to the millisecond. */
    public static long timestamp(byte[] data, int start, int length, boolean zoned, long perMilli) {
        Reader reader = new Reader(data, start, length, zoned ? "TIMESTAMP WITH LOCAL TIME ZONE" : "TIMESTAMP");
        return Times.plus(
                Times.finer(reader.timestamp(zoned), 1, perMilli), reader.nanosOfMilli / (NANOS_PER_MILLI / perMilli));
    }

    /** Says which timestamp does not fit a finer type, and what this holds. */
    static EvaluationException outOfRange(long ticks, long given, long wanted) {
        TextBuffer text = new TextBuffer(32);
        printTimestamp(ticks, given == 1 ? 3 : 6, text);
        String value = new String(text.data(), 0, text.size(), StandardCharsets.UTF_8);
        return new EvaluationException(
                ErrorCode.INVALID_DATETIME,
                "TIMESTAMP '" + value + "' is out of the range of "
                        + (wanted == NANOS_PER_MILLI ? "TIMESTAMP(9), 1677-09-22 to 2262-04-11" : "TIMESTAMP(6)"));
    }

    /** {@code [-]d[ hh:mm[:ss[.fff]]]} or {@code [-]hh:mm[:ss[.fff]]}. */
    public static long dayInterval(byte[] data, int start, int length) {
        Reader reader = new Reader(data, start, length, "INTERVAL DAY TO SECOND");
        boolean negative = reader.sign();
        long first = reader.number(1, 9);
        long millis;
        if (reader.skip(' ')) {
            millis = first * Times.DAY + reader.time();
        } else if (reader.atEnd()) {
            millis = first * Times.DAY;
        } else {
            millis = reader.timeAfterHours(first);
        }
        reader.end();
        return negative ? -millis : millis;
    }

    /** {@code [-]years-months} or {@code [-]years}. */
    public static int monthInterval(byte[] data, int start, int length) {
        Reader reader = new Reader(data, start, length, "INTERVAL YEAR TO MONTH");
        boolean negative = reader.sign();
        long months = reader.number(1, 7) * 12;
        if (reader.skip('-')) {
            months += reader.number(1, 2);
        }
        reader.end();
        return (int) (negative ? -months : months);
    }

    public static void printDate(long epochDay, TextBuffer out) {
        long civil = Times.civil(epochDay);
        long year = civil >> 16;
        if (year < 0) {
            out.append('-');
        }
        out.appendPadded(Math.abs(year), 4);
        out.append('-');
        out.appendPadded(civil >> 8 & 0xFF, 2);
        out.append('-');
        out.appendPadded(civil & 0xFF, 2);
    }

    /** With {@code precision} digits of a second's fraction. */
    public static void printTime(int millis, int precision, TextBuffer out) {
        out.appendPadded(millis / Times.HOUR, 2);
        out.append(':');
        out.appendPadded(millis / Times.MINUTE % 60, 2);
        out.append(':');
        out.appendPadded(millis / Times.SECOND % 60, 2);
        if (precision > 0) {
            int digits = Math.min(precision, 3);
            out.append('.');
            out.appendPadded(millis % 1_000 / Decimals.power(3 - digits), digits);
            for (int i = 3; i < precision; i++) {
                out.append('0');
            }
        }
    }

    /** @param ticks what a type of that precision counts, see {@link Ticks} */
    public static void printTimestamp(long ticks, int precision, TextBuffer out) {
        long perMilli = Ticks.perMilli(precision);
        long millis = Ticks.millis(ticks, perMilli);
        printDate(Times.days(millis), out);
        out.append(' ');
        printTime(Times.millisOfDay(millis), Math.min(precision, 3), out);
        if (precision > 3) {
            out.appendPadded(Ticks.nanosOfMilli(ticks, perMilli) / Decimals.power(9 - precision), precision - 3);
        }
    }

    public static void printDayInterval(long millis, TextBuffer out) {
        if (millis < 0) {
            out.append('-');
        }
        long positive = Math.abs(millis);
        out.append(positive / Times.DAY);
        out.append(' ');
        printTime((int) (positive % Times.DAY), 3, out);
    }

    public static void printMonthInterval(int months, TextBuffer out) {
        if (months < 0) {
            out.append('-');
        }
        long positive = Math.abs((long) months);
        out.append(positive / 12);
        out.append('-');
        out.appendPadded(positive % 12, 2);
    }

    /** Compiles a DATE_FORMAT pattern. */
    public static DateTimeFormatter formatter(String pattern) {
        try {
            return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        } catch (IllegalArgumentException e) {
            throw EvaluationException.invalidArgument("\"" + pattern + "\" is not a date pattern: " + e.getMessage());
        }
    }

    /** DATE_FORMAT; allocates per row. */
    public static void format(long millis, DateTimeFormatter formatter, TextBuffer out) {
        format(millis, 1, formatter, out);
    }

    /** The same for what counts so many to the millisecond. */
    public static void format(long ticks, long perMilli, DateTimeFormatter formatter, TextBuffer out) {
        long millis = Ticks.millis(ticks, perMilli);
        LocalDateTime time = LocalDateTime.ofEpochSecond(
                Math.floorDiv(millis, 1_000L),
                (int) (Math.floorMod(millis, 1_000L) * NANOS_PER_MILLI) + Ticks.nanosOfMilli(ticks, perMilli),
                ZoneOffset.UTC);
        try {
            out.append(formatter.format(time));
        } catch (DateTimeException e) {
            throw EvaluationException.invalidArgument("a date pattern asks for a field that a timestamp does not have");
        }
    }

    /** Walks over the text of one value; fails with INVALID_CAST that names the whole of it. */
    private static final class Reader {
        private final byte[] data;
        private final int start;
        private final int length;
        private final String type;
        private int at;
        private int end;
        private int nanosOfMilli;

        Reader(byte[] data, int start, int length, String type) {
            this.data = data;
            this.start = start;
            this.length = length;
            this.type = type;
            at = start;
            end = start + length;
            while (end > at && data[end - 1] == ' ') {
                end--;
            }
            while (at < end && data[at] == ' ') {
                at++;
            }
        }

        EvaluationException invalid() {
            return EvaluationException.invalidCast(data, start, length, type);
        }

        boolean atEnd() {
            return at == end;
        }

        void end() {
            if (at != end) {
                throw invalid();
            }
        }

        boolean skip(char c) {
            if (at < end && data[at] == c) {
                at++;
                return true;
            }
            return false;
        }

        void expect(char c) {
            if (!skip(c)) {
                throw invalid();
            }
        }

        boolean sign() {
            boolean negative = skip('-');
            if (!negative) {
                skip('+');
            }
            return negative;
        }

        void skipTimeSeparator() {
            if (!skip('T') && !skip(' ')) {
                throw invalid();
            }
        }

        long number(int least, int most) {
            int from = at;
            long value = 0;
            while (at < end && at - from < most && data[at] >= '0' && data[at] <= '9') {
                value = value * 10 + data[at++] - '0';
            }
            if (at - from < least) {
                throw invalid();
            }
            return value;
        }

        long date() {
            boolean negative = sign();
            long year = number(4, 6);
            expect('-');
            int month = (int) number(1, 2);
            expect('-');
            int day = (int) number(1, 2);
            year = negative ? -year : year;
            if (month < 1 || month > 12 || day < 1 || day > Times.daysIn(year, month)) {
                throw invalid();
            }
            return Times.epochDay(year, month, day);
        }

        long timestamp(boolean zoned) {
            long millis = date() * Times.DAY;
            if (!atEnd()) {
                skipTimeSeparator();
                millis += time();
            }
            if (zoned && !atEnd()) {
                millis -= offset();
            }
            end();
            return millis;
        }

        long time() {
            long hours = number(1, 2);
            if (hours > 23) {
                throw invalid();
            }
            return timeAfterHours(hours);
        }

        long timeAfterHours(long hours) {
            expect(':');
            long minutes = number(1, 2);
            long millis = 0;
            if (skip(':')) {
                millis = number(1, 2) * 1_000;
                if (skip('.')) {
                    millis += fraction();
                }
            }
            if (minutes > 59 || millis > 59_999) {
                throw invalid();
            }
            return hours * Times.HOUR + minutes * Times.MINUTE + millis;
        }

        /** The milliseconds; what is beyond them goes to {@link #nanosOfMilli}. */
        private long fraction() {
            int from = at;
            long nanos = number(1, 9) * Decimals.power(9 - (at - from));
            nanosOfMilli = (int) (nanos % NANOS_PER_MILLI);
            return nanos / NANOS_PER_MILLI;
        }

        /** {@code Z}, {@code +hh}, {@code +hh:mm} in milliseconds. */
        long offset() {
            skip(' ');
            if (skip('Z')) {
                return 0;
            }
            boolean negative = skip('-');
            if (!negative) {
                expect('+');
            }
            long minutes = number(2, 2) * 60;
            if (!atEnd()) {
                skip(':');
                minutes += number(2, 2);
            }
            return (negative ? -minutes : minutes) * Times.MINUTE;
        }
    }
}
