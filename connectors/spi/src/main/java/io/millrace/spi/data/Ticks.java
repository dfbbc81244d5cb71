package io.millrace.spi.data;

import java.time.Instant;

/**
 * What the numbers of a TIMESTAMP count: milliseconds where it has up to three digits behind the second, microseconds with up to six,
 * nanoseconds beyond.
 */
public final class Ticks {

    /** The digits behind the second of a type that counts milliseconds. */
    public static final int MILLI_DIGITS = 3;

    /** The digits behind the second of a type that counts microseconds. */
    public static final int MICRO_DIGITS = 6;

    /** The digits behind the second of a type that counts nanoseconds. */
    public static final int NANO_DIGITS = 9;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long MILLIS_PER_SECOND = 1_000;
    private static final long[] POWERS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000
    };

    private Ticks() {}

    /** The digits behind the second that are counted for a type of so many digits: 3, 6 or 9. */
    public static int digits(int precision) {
        return precision <= MILLI_DIGITS ? MILLI_DIGITS : precision <= MICRO_DIGITS ? MICRO_DIGITS : NANO_DIGITS;
    }

    /** How many of what a type of so many digits counts are a millisecond. */
    public static long perMilli(int precision) {
        return POWERS[digits(precision) - MILLI_DIGITS];
    }

    /** How many of what the type counts are a millisecond: 1 unless it is a TIMESTAMP of more than three digits. */
    public static long perMilli(Type type) {
        return isTimestamp(type) ? perMilli(((ScalarType) type).precision()) : 1;
    }

    public static boolean isTimestamp(Type type) {
        return type.kind() == TypeKind.TIMESTAMP || type.kind() == TypeKind.TIMESTAMP_LTZ;
    }

    /** Whether the type is a TIMESTAMP that counts less than milliseconds. */
    public static boolean isFine(Type type) {
        return perMilli(type) > 1;
    }

    /** How many ticks one unit of the last digit of a type of so many digits is. */
    public static long lastDigit(int precision) {
        return POWERS[digits(precision) - precision];
    }

    /** The millisecond that a number of a type lies in. */
    public static long millis(long ticks, long perMilli) {
        return perMilli == 1 ? ticks : Math.floorDiv(ticks, perMilli);
    }

    /** The nanoseconds beyond {@link #millis}. */
    public static int nanosOfMilli(long ticks, long perMilli) {
        return perMilli == 1 ? 0 : (int) (Math.floorMod(ticks, perMilli) * (NANOS_PER_MILLI / perMilli));
    }

    /**
     * The number of a type of so many digits; what is beyond its digits is cut.
     *
     * @throws ArithmeticException when it is out of range: in nanoseconds years go from 1677 to 2262
     */
    public static long of(long millis, int nanosOfMilli, int precision) {
        long perMilli = perMilli(precision);
        long ticks = perMilli == 1
                ? millis
                : Math.addExact(Math.multiplyExact(millis, perMilli), nanosOfMilli * perMilli / NANOS_PER_MILLI);
        long last = lastDigit(precision);
        return last == 1 ? ticks : ticks - Math.floorMod(ticks, last);
    }

    /**
     * The number of a type of so many digits; what is beyond its digits is cut.
     *
     * @throws ArithmeticException when it is out of range
     */
    public static long of(Instant instant, int precision) {
        int nanos = instant.getNano();
        long millis = Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), MILLIS_PER_SECOND), nanos / (int) NANOS_PER_MILLI);
        return of(millis, nanos % (int) NANOS_PER_MILLI, precision);
    }

    /** Whether a type of so many digits holds an instant. */
    public static boolean isInRange(Instant instant, int precision) {
        try {
            of(instant, precision);
            return true;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** The instant that a number of a type of so many digits means. */
    public static Instant instant(long ticks, int precision) {
        long perMilli = perMilli(precision);
        return Instant.ofEpochMilli(millis(ticks, perMilli)).plusNanos(nanosOfMilli(ticks, perMilli));
    }
}
