package io.millrace.engine.codegen.runtime;

import io.millrace.spi.error.ErrorCode;

/**
 * Calendar arithmetic on epoch days and epoch milliseconds by integer division only (proleptic Gregorian).
 *
 * <p>Dates to days: Howard Hinnant, "chrono-compatible low-level date algorithms"; days to dates: Cassio Neri and Lorenz
 * Schneider, "Euclidean affine functions and their application to calendar algorithms" (2022).
 */
public final class Times {

    public static final long DAY = 86_400_000L;
    public static final long HOUR = 3_600_000L;
    public static final long MINUTE = 60_000L;
    public static final long SECOND = 1_000L;

    private static final long ERA_DAYS = 146_097;

    /** So many eras of 400 years are added to make every int day positive. */
    private static final long ERAS = 15_000;

    private Times() {}

    public static long days(long millis) {
        return Math.floorDiv(millis, DAY);
    }

    public static int millisOfDay(long millis) {
        return (int) Math.floorMod(millis, DAY);
    }

    public static long floor(long millis, long unit) {
        return millis - Math.floorMod(millis, unit);
    }

    /** Year, month and day in one long: {@code year << 16 | month << 8 | day}. */
    public static long civil(long epochDay) {
        long shifts = epochDay == (int) epochDay ? ERAS : Math.abs(Math.floorDiv(epochDay, ERA_DAYS)) + 1;
        long n1 = 4 * (epochDay + 719_468 + ERA_DAYS * shifts) + 3;
        long century = n1 / ERA_DAYS;
        long n2 = (n1 - century * ERA_DAYS) | 3;
        long p2 = 2_939_745L * n2;
        long dayOfYear = (p2 & 0xFFFF_FFFFL) / 2_939_745L >> 2;
        long n3 = 2_141 * dayOfYear + 197_913;
        long next = dayOfYear >= 306 ? 1 : 0;
        long year = 100 * century + (p2 >>> 32) - 400 * shifts + next;
        long month = (n3 >>> 16) - 12 * next;
        return year << 16 | month << 8 | (n3 & 0xFFFF) / 2_141 + 1;
    }

    public static long epochDay(long year, int month, int day) {
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400);
        int yoe = (int) (y - era * 400);
        int doy = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
        return era * 146_097 + doe - 719_468;
    }

    public static long year(long epochDay) {
        return civil(epochDay) >> 16;
    }

    public static int month(long epochDay) {
        return (int) (civil(epochDay) >> 8) & 0xFF;
    }

    public static int quarter(long epochDay) {
        return (month(epochDay) + 2) / 3;
    }

    public static int day(long epochDay) {
        return (int) civil(epochDay) & 0xFF;
    }

    /** 1 (Sunday) to 7 (Saturday). */
    public static int dayOfWeek(long epochDay) {
        return (int) Math.floorMod(epochDay + 4, 7L) + 1;
    }

    public static int dayOfYear(long epochDay) {
        return (int) (epochDay - epochDay(year(epochDay), 1, 1)) + 1;
    }

    /** The ISO week: weeks begin on Monday, week 1 holds the year's first Thursday. */
    public static int week(long epochDay) {
        long thursday = epochDay + 3 - Math.floorMod(epochDay + 3, 7L);
        return (dayOfYear(thursday) - 1) / 7 + 1;
    }

    public static long floorYear(long epochDay) {
        return epochDay(year(epochDay), 1, 1);
    }

    public static long floorQuarter(long epochDay) {
        long civil = civil(epochDay);
        int month = (int) (civil >> 8) & 0xFF;
        return epochDay(civil >> 16, (month - 1) / 3 * 3 + 1, 1);
    }

    public static long floorMonth(long epochDay) {
        return epochDay - day(epochDay) + 1;
    }

    /** The Sunday on or before the day. */
    public static long floorWeek(long epochDay) {
        return epochDay - Math.floorMod(epochDay + 4, 7L);
    }

    /** The same day of another month, or that month's last day. */
    public static long addMonths(long epochDay, long months) {
        long civil = civil(epochDay);
        long month = (civil >> 16) * 12 + ((int) (civil >> 8) & 0xFF) - 1 + months;
        long year = Math.floorDiv(month, 12L);
        int monthOfYear = (int) Math.floorMod(month, 12L) + 1;
        return epochDay(year, monthOfYear, Math.min((int) civil & 0xFF, daysIn(year, monthOfYear)));
    }

    public static long addMonthsToMillis(long millis, long months) {
        return addMonths(days(millis), months) * DAY + millisOfDay(millis);
    }

    /** The same for what counts so many to the millisecond. */
    public static long addMonthsToTicks(long ticks, long months, long perMilli) {
        long day = DAY * perMilli;
        return plus(finer(addMonths(Math.floorDiv(ticks, day), months), day), Math.floorMod(ticks, day));
    }

    /** A time in units of which there are {@code factor} to the one in which it is given. */
    public static long finer(long time, long factor) {
        if (time > Long.MAX_VALUE / factor || time < Long.MIN_VALUE / factor) {
            throw outOfRange();
        }
        return time * factor;
    }

    /** A timestamp that counts {@code given} to the millisecond as one that counts {@code wanted}. */
    public static long finer(long timestamp, long given, long wanted) {
        long factor = wanted / given;
        if (timestamp > Long.MAX_VALUE / factor || timestamp < Long.MIN_VALUE / factor) {
            throw TimeText.outOfRange(timestamp, given, wanted);
        }
        return timestamp * factor;
    }

    /** The same for a comparison: a time that is out of range is greater or less than all others. */
    public static long compared(long time, long factor) {
        if (time > Long.MAX_VALUE / factor) {
            return Long.MAX_VALUE;
        }
        return time < Long.MIN_VALUE / factor ? Long.MIN_VALUE : time * factor;
    }

    public static int daysIn(long year, int month) {
        if (month == 2) {
            return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
        }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
    }

    public static long plus(long millis, long interval) {
        long sum = millis + interval;
        if (((millis ^ sum) & (interval ^ sum)) < 0) {
            throw outOfRange();
        }
        return sum;
    }

    public static long minus(long millis, long interval) {
        long difference = millis - interval;
        if (((millis ^ interval) & (millis ^ difference)) < 0) {
            throw outOfRange();
        }
        return difference;
    }

    /** An epoch day as DATE. */
    public static int date(long epochDay) {
        if (epochDay != (int) epochDay) {
            throw outOfRange();
        }
        return (int) epochDay;
    }

    /** A time of day shifted by an interval; wraps around midnight. */
    public static int timePlus(int millisOfDay, long interval) {
        return millisOfDay(millisOfDay + interval % DAY);
    }

    private static EvaluationException outOfRange() {
        return new EvaluationException(ErrorCode.INVALID_DATETIME, "date or time out of range");
    }
}
