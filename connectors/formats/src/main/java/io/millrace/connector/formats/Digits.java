package io.millrace.connector.formats;

import io.millrace.spi.data.DecimalFit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Reads numbers from their decimal digits, several digits at a time. */
public final class Digits {

    /** Exponents beyond this make no number that any column holds, and would make huge intermediate ones. */
    private static final int MAX_EXPONENT = 400;

    private static final long ZEROS = 0x3030303030303030L;
    private static final long NINE_CHECK = 0x7676767676767676L;

    private Digits() {}

    /** The number made of the {@code count} (1–8) digits that end at {@code end}; negative when they are not all digits. */
    static long upToEight(byte[] bytes, int end, int count) {
        if (end < 8) {
            return oneByOne(bytes, end - count, end);
        }
        long digits = (ByteScan.word(bytes, end - 8) ^ ZEROS) & (-1L << (64 - 8 * count));
        if (((digits + NINE_CHECK | digits) & ByteScan.HIGH_BITS) != 0) {
            return -1;
        }
        digits = (digits * 10 + (digits >>> 8)) & 0x00FF00FF00FF00FFL;
        digits = (digits * 100 + (digits >>> 16)) & 0x0000FFFF0000FFFFL;
        return (digits * 10_000 + (digits >>> 32)) & 0xFFFFFFFFL;
    }

    private static long oneByOne(byte[] bytes, int start, int end) {
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** The number made of the digits {@code bytes[start .. end)} (1–18 of them); negative when they are not all digits. */
    static long upToEighteen(byte[] bytes, int start, int end) {
        int count = end - start;
        if (count <= 8) {
            return upToEight(bytes, end, count);
        }
        long low = upToEight(bytes, end, 8);
        long high = count <= 16 ? upToEight(bytes, end - 8, count - 8) : oneByOne(bytes, start, end - 8);
        return low < 0 || high < 0 ? -1 : high * 100_000_000 + low;
    }

    /** A whole number within bounds, also when it is written like 12.0 or 1e3. */
    public static long integer(byte[] bytes, int start, int end, long min, long max, String type) {
        boolean negative = start < end && bytes[start] == '-';
        int first = negative ? start + 1 : start;
        int count = end - first;
        long magnitude = count >= 1 && count <= 18 ? upToEighteen(bytes, first, end) : -1;
        if (magnitude < 0) {
            return oddInteger(bytes, start, end, min, max, type);
        }
        long value = negative ? -magnitude : magnitude;
        if (value < min || value > max) {
            throw BadRecord.outOfRange(type);
        }
        return value;
    }

    private static long oddInteger(byte[] bytes, int start, int end, long min, long max, String type) {
        BigDecimal value = exact(bytes, start, end, type);
        if (value.signum() != 0 && value.stripTrailingZeros().scale() > 0) {
            throw BadRecord.notA(type);
        }
        if (value.compareTo(BigDecimal.valueOf(min)) < 0 || value.compareTo(BigDecimal.valueOf(max)) > 0) {
            throw BadRecord.outOfRange(type);
        }
        return value.longValueExact();
    }

    /** Any number, exactly. */
    static BigDecimal exact(byte[] bytes, int start, int end, String type) {
        if (!looksNumeric(bytes, start, end)) {
            throw BadRecord.notA(type);
        }
        try {
            BigDecimal value = new BigDecimal(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
            if (Math.abs((long) value.precision() - value.scale()) > MAX_EXPONENT && value.signum() != 0) {
                throw BadRecord.outOfRange(type);
            }
            return value.signum() == 0 ? BigDecimal.ZERO : value;
        } catch (NumberFormatException e) {
            throw BadRecord.notA(type);
        }
    }

    /** A number rounded half up to {@code scale} digits after the point, of at most {@code precision} digits in all. */
    static BigDecimal rounded(byte[] bytes, int start, int end, int precision, int scale, String type) {
        BigDecimal value = exact(bytes, start, end, type);
        try {
            return DecimalFit.of(value, precision, scale, RoundingMode.HALF_UP);
        } catch (ArithmeticException e) {
            throw BadRecord.outOfRange(type);
        }
    }

    /**
     * Whether the text is plainly a number of fewer than {@code whole} digits before the point, so that rounding cannot make it too
     * large; many others are numbers too.
     */
    static boolean fits(byte[] bytes, int start, int end, int whole) {
        int first = start < end && bytes[start] == '-' ? start + 1 : start;
        int point = digitsFrom(bytes, first, end);
        if (point == first || point - first >= whole) {
            return false;
        }
        return point == end || (bytes[point] == '.' && point + 1 < end && digitsFrom(bytes, point + 1, end) == end);
    }

    /** The index after the digits that begin at {@code start}. */
    private static int digitsFrom(byte[] bytes, int start, int end) {
        int index = start;
        while (index < end && bytes[index] >= '0' && bytes[index] <= '9') {
            index++;
        }
        return index;
    }

    /** Whether the text has only the characters of decimal numbers; what Java also takes (hexadecimal, 1d) is none. */
    static boolean looksNumeric(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            byte b = bytes[i];
            if ((b < '0' || b > '9') && b != '.' && b != '-' && b != '+' && b != 'e' && b != 'E') {
                return false;
            }
        }
        return end > start;
    }
}
