package io.millrace.jdbc.nested;

import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Calendar;

/** Timestamps with more than milliseconds, which Avatica does not have: they travel as text, under a name that says their digits. */
public final class FineTimes {

    private static final String NAME = "TIMESTAMP(";
    private static final int NANOS_PER_MILLI = 1_000_000;
    private static final DateTimeFormatter TEXT = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS");

    private FineTimes() {}

    /** Whether a column of this type code and name has them. */
    public static boolean isFine(int code, String name) {
        return code == Types.OTHER && name.startsWith(NAME);
    }

    /** The name of a type without digits: all timestamps are called the same. */
    public static String plainName(String name) {
        return name.startsWith(NAME) ? "TIMESTAMP" + name.substring(name.indexOf(')') + 1) : name;
    }

    public static LocalDateTime read(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T'));
    }

    /** The moment at which clocks of the calendar's zone show a time. */
    public static Timestamp in(Calendar calendar, LocalDateTime time) {
        return Timestamp.from(time.atZone(zone(calendar)).toInstant());
    }

    public static boolean hasMoreThanMillis(Timestamp timestamp) {
        return timestamp != null && timestamp.getNanos() % NANOS_PER_MILLI != 0;
    }

    /** What clocks of the calendar's zone show at a moment. */
    public static String text(Timestamp timestamp, Calendar calendar) {
        return text(LocalDateTime.ofInstant(timestamp.toInstant(), zone(calendar)));
    }

    public static String text(LocalDateTime time) {
        return TEXT.format(time);
    }

    private static ZoneId zone(Calendar calendar) {
        return calendar == null ? ZoneOffset.UTC : calendar.getTimeZone().toZoneId();
    }
}
