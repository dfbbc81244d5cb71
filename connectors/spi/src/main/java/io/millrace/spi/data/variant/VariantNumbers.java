package io.millrace.spi.data.variant;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/** Reads the numbers in VARIANT values. */
public final class VariantNumbers {

    /** Exponents of base 100 up to here are one byte. */
    static final int NEAR = 60;

    static final int MIDDLE = 0x80;
    static final int FAR_ABOVE = 0xFE;
    static final int FAR_BELOW = 0x02;
    /** As many digits of base 100 as fit a {@code long} for sure. */
    private static final int MOST_DIGITS = 9;
    /** Powers of ten up to here are exact as floating point numbers. */
    private static final int EXACT_POWER = 22;

    private static final long EXACT_WHOLE = 1L << 53;
    /** Behind it, digits are written with an exponent. */
    private static final int PLAIN = 40;

    private static final double[] TENS = new double[EXACT_POWER + 1];

    static {
        for (int i = 0; i < TENS.length; i++) {
            TENS[i] = Double.parseDouble("1e" + i);
        }
    }

    private VariantNumbers() {}

    private static int turn(byte[] data, int at) {
        return data[at] == VariantKind.NEGATIVE ? 0xFF : 0;
    }

    /** The exponent of base 100 of a number that is not zero: 0 for one between 0.01 and 1. */
    private static int exponent(byte[] data, int at) {
        int turn = turn(data, at);
        int head = (data[at + 1] & 0xFF) ^ turn;
        if (head != FAR_ABOVE && head != FAR_BELOW) {
            return head - MIDDLE;
        }
        int value = 0;
        for (int i = 2; i < 6; i++) {
            value = value << 8 | (data[at + i] & 0xFF) ^ turn;
        }
        return value ^ Integer.MIN_VALUE;
    }

    private static int digitsAt(byte[] data, int at) {
        int head = (data[at + 1] & 0xFF) ^ turn(data, at);
        return head == FAR_ABOVE || head == FAR_BELOW ? at + 6 : at + 2;
    }

    /** Where the number that begins at {@code at} ends. */
    static int skip(byte[] data, int at) {
        if (data[at] != VariantKind.NEGATIVE && data[at] != VariantKind.POSITIVE) {
            return at + 1;
        }
        byte end = (byte) turn(data, at);
        int next = digitsAt(data, at);
        while (data[next] != end) {
            next++;
        }
        return next + 1;
    }

    /** Whether a finite number is whole and fits a {@code long} for sure. */
    public static boolean isLong(byte[] data, int at) {
        if (data[at] == VariantKind.ZERO) {
            return true;
        }
        int exponent = exponent(data, at);
        int count = skip(data, at) - 1 - digitsAt(data, at);
        return exponent <= MOST_DIGITS && count <= exponent;
    }

    /** A number of which {@link #isLong} holds. */
    public static long readLong(byte[] data, int at) {
        if (data[at] == VariantKind.ZERO) {
            return 0;
        }
        int exponent = exponent(data, at);
        long value = mantissa(data, at);
        for (int i = skip(data, at) - 1 - digitsAt(data, at); i < exponent; i++) {
            value *= 100;
        }
        return data[at] == VariantKind.NEGATIVE ? -value : value;
    }

    /** The digits as a whole number; there are not more than {@link #MOST_DIGITS} of them. */
    private static long mantissa(byte[] data, int at) {
        int turn = turn(data, at);
        int end = skip(data, at) - 1;
        long value = 0;
        for (int i = digitsAt(data, at); i < end; i++) {
            value = value * 100 + ((data[i] & 0xFF) ^ turn) - 1;
        }
        return value;
    }

    /** The number of digits before the point, at most one more than there are; negative for small numbers. */
    public static long wholeDigits(byte[] data, int at) {
        return data[at] == VariantKind.ZERO ? 1 : 2L * exponent(data, at);
    }

    /** A finite number. */
    public static BigDecimal readDecimal(byte[] data, int at) {
        if (data[at] == VariantKind.ZERO) {
            return BigDecimal.ZERO;
        }
        int turn = turn(data, at);
        int start = digitsAt(data, at);
        int end = skip(data, at) - 1;
        int scale = 2 * (end - start - exponent(data, at));
        if (end - start <= MOST_DIGITS) {
            long value = mantissa(data, at);
            return BigDecimal.valueOf(data[at] == VariantKind.NEGATIVE ? -value : value, scale);
        }
        byte[] digits = new byte[2 * (end - start)];
        for (int i = start; i < end; i++) {
            int pair = ((data[i] & 0xFF) ^ turn) - 1;
            digits[2 * (i - start)] = (byte) ('0' + pair / 10);
            digits[2 * (i - start) + 1] = (byte) ('0' + pair % 10);
        }
        BigInteger value = new BigInteger(new String(digits, StandardCharsets.US_ASCII));
        return new BigDecimal(data[at] == VariantKind.NEGATIVE ? value.negate() : value, scale);
    }

    /** Any number. */
    public static double readDouble(byte[] data, int at) {
        switch (data[at]) {
            case VariantKind.ZERO:
                return 0;
            case VariantKind.NAN:
                return Double.NaN;
            case VariantKind.INFINITY:
                return Double.POSITIVE_INFINITY;
            case VariantKind.NEGATIVE_INFINITY:
                return Double.NEGATIVE_INFINITY;
            default:
        }
        int count = skip(data, at) - 1 - digitsAt(data, at);
        int power = 2 * (exponent(data, at) - count);
        if (count <= MOST_DIGITS && Math.abs(power) <= EXACT_POWER) {
            long mantissa = mantissa(data, at);
            if (mantissa <= EXACT_WHOLE) {
                double value = power < 0 ? mantissa / TENS[-power] : mantissa * TENS[power];
                return data[at] == VariantKind.NEGATIVE ? -value : value;
            }
        }
        return readDecimal(data, at).doubleValue();
    }

    /** The text of a finite number as JSON has it. */
    static String text(byte[] data, int at) {
        BigDecimal value = readDecimal(data, at).stripTrailingZeros();
        int digits = value.precision() - value.scale();
        if (value.signum() == 0) {
            return "0";
        }
        if (digits > -PLAIN / 4 && digits <= PLAIN) {
            return value.toPlainString();
        }
        String mantissa = value.unscaledValue().toString();
        int first = mantissa.charAt(0) == '-' ? 2 : 1;
        String fraction = mantissa.substring(first);
        return mantissa.substring(0, first) + (fraction.isEmpty() ? "" : "." + fraction) + "E" + (digits - 1);
    }
}
