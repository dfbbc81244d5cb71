package io.millrace.connector.jdbc.replication;

import java.nio.charset.StandardCharsets;

/** Reads numbers of up to 18 digits, and whole ones that fit a {@code long}. */
final class DecimalText {

    private DecimalText() {}

    /** A whole number, which PostgreSQL has checked. */
    static long whole(byte[] text, int start, int length) throws UnfitTextException {
        boolean negative = length > 0 && text[start] == '-';
        int end = start + length;
        long value = 0;
        for (int at = negative ? start + 1 : start; at < end; at++) {
            value = 10 * value - digit(text, at, start, length); // below zero there is room for one more
        }
        return negative ? value : -value;
    }

    /** A number as a count of the units of a scale. */
    static long unscaled(byte[] text, int start, int length, int precision, int scale) throws UnfitTextException {
        boolean negative = length > 0 && text[start] == '-';
        int end = start + length;
        long value = 0;
        int digits = 0;
        int fraction = -1;
        for (int at = negative ? start + 1 : start; at < end; at++) {
            if (text[at] == '.' && fraction < 0) {
                fraction = 0;
                continue;
            }
            int digit = digit(text, at, start, length);
            if (fraction >= scale) {
                if (digit != 0) {
                    throw unfit(text, start, length);
                }
                continue;
            }
            fraction += fraction < 0 ? 0 : 1;
            value = 10 * value + digit;
            digits += value == 0 ? 0 : 1;
            if (digits > precision) {
                throw unfit(text, start, length);
            }
        }
        for (int missing = scale - Math.max(0, fraction); missing > 0; missing--) {
            value *= 10;
            digits += value == 0 ? 0 : 1;
        }
        if (digits > precision) {
            throw unfit(text, start, length);
        }
        return negative ? -value : value;
    }

    private static int digit(byte[] text, int at, int start, int length) throws UnfitTextException {
        int digit = text[at] - '0';
        if (digit < 0 || digit > 9) {
            throw unfit(text, start, length); // also NaN
        }
        return digit;
    }

    private static UnfitTextException unfit(byte[] text, int start, int length) {
        return new UnfitTextException(new String(text, start, length, StandardCharsets.UTF_8));
    }
}
