package io.millrace.connector.formats;

import io.millrace.spi.data.builder.DoubleColumnBuilder;
import java.nio.charset.StandardCharsets;

/**
 * Reads REAL and DOUBLE, correctly rounded.
 *
 * <p>Up to 15 digits with an exponent of up to 22 are one exact division or multiplication (Clinger's fast path); the others
 * go through the JDK.
 */
final class DoubleReader extends ScalarReader {

    private static final int EXACT_DIGITS = 15;
    /** Numbers of fewer digits before the point are finite, also as REAL. */
    private static final int FINITE_DIGITS = 38;

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15
    };

    private final DoubleColumnBuilder column;
    private final boolean single;
    private final String type;

    DoubleReader(DoubleColumnBuilder column, boolean single, String type) {
        this.column = column;
        this.single = single;
        this.type = type;
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        if (column != null) {
            decode(bytes, start, end);
        } else if (!Digits.fits(bytes, start, end, FINITE_DIGITS)) {
            odd(bytes, start, end);
        }
    }

    private void decode(byte[] bytes, int start, int end) {
        boolean negative = start < end && bytes[start] == '-';
        int first = negative ? start + 1 : start;
        long mantissa = 0;
        int point = -1;
        if (end - first > EXACT_DIGITS + 1 || first == end) {
            append(odd(bytes, start, end));
            return;
        }
        for (int index = first; index < end; index++) {
            int digit = bytes[index] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
            } else if (bytes[index] == '.' && point < 0 && index > first && index + 1 < end) {
                point = index;
            } else {
                append(odd(bytes, start, end));
                return;
            }
        }
        if (point < 0 && end - first > EXACT_DIGITS) {
            append(odd(bytes, start, end));
            return;
        }
        double value = point < 0 ? mantissa : mantissa / POWERS[end - point - 1];
        append(negative ? -value : value);
    }

    private double odd(byte[] bytes, int start, int end) {
        String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        if (text.equals("NaN") || text.equals("Infinity") || text.equals("-Infinity")) {
            return Double.parseDouble(text);
        }
        if (!Digits.looksNumeric(bytes, start, end)) {
            throw BadRecord.notA(type);
        }
        try {
            double value = single ? Float.parseFloat(text) : Double.parseDouble(text);
            if (Double.isInfinite(value)) {
                throw BadRecord.outOfRange(type);
            }
            return value;
        } catch (NumberFormatException e) {
            throw BadRecord.notA(type);
        }
    }

    private void append(double value) {
        double kept = single ? (float) value : value;
        column.append(kept);
    }
}
