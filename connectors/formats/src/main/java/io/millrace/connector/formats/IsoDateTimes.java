package io.millrace.connector.formats;

import io.millrace.spi.error.ErrorCode;

/** Reads dates and times of day of ISO 8601 from bytes. */
final class IsoDateTimes {

    static final long DAY = 86_400_000L;
    private static final int[] MONTH_DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    private static final long TIME_ZEROS = 0x30303A30303A3030L;
    private static final long COLONS = 0x0000FF0000FF0000L;
    private static final long NINE_CHECK = 0x7676767676767676L;

    private IsoDateTimes() {}

    static BadRecord notA(String type, String example) {
        return new BadRecord(ErrorCode.INVALID_DATETIME, "is not a " + type + " such as " + example);
    }

    /** The number made of {@code count} (1–8) digits from {@code start} on; negative when they are not digits. */
    static int number(byte[] bytes, int start, int count) {
        int value = 0;
        for (int i = start; i < start + count; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The epoch day of the ten bytes {@code yyyy-MM-dd}; {@code Integer.MIN_VALUE} when they are no date. */
    static int epochDay(byte[] bytes, int start) {
        int year = number(bytes, start, 4);
        int month = number(bytes, start + 5, 2);
        int day = number(bytes, start + 8, 2);
        boolean valid = bytes[start + 4] == '-' && bytes[start + 7] == '-';
        valid &= year >= 0 && month >= 1 && month <= 12 && day >= 1;
        return valid && day <= daysOf(year, month) ? epochDay(year, month, day) : Integer.MIN_VALUE;
    }

    private static int daysOf(int year, int month) {
        boolean leap = (year & 3) == 0 && (year % 100 != 0 || year % 400 == 0);
        return month == 2 && leap ? 29 : MONTH_DAYS[month - 1];
    }

    /** Days since 1970-01-01 in the proleptic Gregorian calendar, counting years from March. */
    private static int epochDay(int year, int month, int day) {
        int shifted = month <= 2 ? year - 1 : year;
        int era = Math.floorDiv(shifted, 400);
        int yearOfEra = shifted - era * 400;
        int dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        int dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * 146_097 + dayOfEra - 719_468;
    }

    /** The millisecond of the day of the eight bytes {@code HH:mm:ss}; negative when they are none. */
    static int secondsAsMillis(byte[] bytes, int start) {
        if (start + 8 > bytes.length) {
            return -1;
        }
        long digits = ByteScan.word(bytes, start) ^ TIME_ZEROS;
        long notDigits = ((digits + NINE_CHECK) | digits) & ByteScan.HIGH_BITS;
        if ((notDigits | (digits & COLONS)) != 0) {
            return -1;
        }
        int hour = (int) (digits & 0xF) * 10 + (int) (digits >>> 8 & 0xF);
        int minute = (int) (digits >>> 24 & 0xF) * 10 + (int) (digits >>> 32 & 0xF);
        int second = (int) (digits >>> 48 & 0xF) * 10 + (int) (digits >>> 56 & 0xF);
        return hour > 23 || minute > 59 || second > 59 ? -1 : ((hour * 60 + minute) * 60 + second) * 1000;
    }

    /** What the digits of a fraction have beyond the millisecond, in nanoseconds; digits beyond these are cut. */
    static int fractionNanosOfMilli(byte[] bytes, int start, int end) {
        int nanos = 0;
        for (int i = start + 3; i < start + 9; i++) {
            nanos = nanos * 10 + (i < end ? bytes[i] - '0' : 0);
        }
        return nanos;
    }

    /** The milliseconds of the fraction digits {@code bytes[start .. end)} (1 or more); negative when they are not digits. */
    static int fractionMillis(byte[] bytes, int start, int end) {
        int millis = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            millis = i < start + 3 ? millis * 10 + digit : millis;
        }
        return end - start == 1 ? millis * 100 : end - start == 2 ? millis * 10 : end > start ? millis : -1;
    }
}
