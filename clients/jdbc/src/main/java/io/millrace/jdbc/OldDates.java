package io.millrace.jdbc;

import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Calendar;

/**
 * Dates before the Gregorian calendar. SQL counts by it in all times; {@link java.util.Date} shows the Julian calendar before 1582-10-15.
 * What JDBC hands over has the digits of SQL.
 */
final class OldDates {

    private static final long FIRST_GREGORIAN_DAY = LocalDate.of(1582, 10, 15).toEpochDay();

    private static final long DAY_MILLIS = 86_400_000L;

    private OldDates() {}

    /** Whether a moment is, or may be in some time zone, before the Gregorian calendar. */
    static boolean isOld(java.util.Date moment) {
        return moment != null && moment.getTime() < (FIRST_GREGORIAN_DAY + 1) * DAY_MILLIS;
    }

    static Date date(long epochMillis) {
        return Date.valueOf(moment(epochMillis).toLocalDate());
    }

    static Timestamp timestamp(long epochMillis) {
        return Timestamp.valueOf(moment(epochMillis));
    }

    /** The same digits by the calendar of a caller. */
    static long millis(long epochMillis, Calendar calendar) {
        LocalDateTime moment = moment(epochMillis);
        Calendar own = (Calendar) calendar.clone();
        own.clear();
        own.set(
                moment.getYear(),
                moment.getMonthValue() - 1,
                moment.getDayOfMonth(),
                moment.getHour(),
                moment.getMinute(),
                moment.getSecond());
        return own.getTimeInMillis() + moment.getNano() / 1_000_000;
    }

    private static LocalDateTime moment(long epochMillis) {
        return LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMillis), ZoneOffset.UTC);
    }
}
