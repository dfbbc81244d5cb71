package io.millrace.connector.formats;

import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.builder.LongColumnBuilder;

/** Reads DECIMALs of up to 18 digits as scaled longs; digits beyond the scale are rounded half up. */
final class DecimalReader extends ScalarReader {

    private final LongColumnBuilder column;
    private final int precision;
    private final int scale;
    private final long bound;
    private final String type;

    DecimalReader(ScalarType type, LongColumnBuilder column) {
        this.column = column;
        this.precision = type.precision();
        this.scale = type.scale();
        this.bound = powerOfTen(precision);
        this.type = type.sql();
    }

    private static long powerOfTen(int exponent) {
        long power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 10;
        }
        return power;
    }

    @Override
    public void read(byte[] bytes, int start, int end) {
        if (column != null) {
            column.append(decode(bytes, start, end));
        } else if (!Digits.fits(bytes, start, end, precision - scale)) {
            decode(bytes, start, end);
        }
    }

    private long decode(byte[] bytes, int start, int end) {
        boolean negative = start < end && bytes[start] == '-';
        int first = negative ? start + 1 : start;
        int index = first;
        long value = 0;
        int fraction = -1; // digits after the point so far; -1 before the point
        if (end - index > ScalarType.MAX_LONG_DIGITS || index == end) {
            return odd(bytes, start, end);
        }
        for (; index < end; index++) {
            int digit = bytes[index] - '0';
            if (digit >= 0 && digit <= 9 && fraction < scale) {
                value = value * 10 + digit;
                fraction += fraction < 0 ? 0 : 1;
            } else if (bytes[index] == '.' && fraction < 0 && index > first && index + 1 < end) {
                fraction = 0;
            } else {
                return odd(bytes, start, end);
            }
        }
        for (int digits = Math.max(0, fraction); digits < scale; digits++) {
            if (value >= bound) {
                throw BadRecord.outOfRange(type);
            }
            value *= 10;
        }
        if (value >= bound) {
            throw BadRecord.outOfRange(type);
        }
        return negative ? -value : value;
    }

    private long odd(byte[] bytes, int start, int end) {
        return Digits.rounded(bytes, start, end, precision, scale, type)
                .unscaledValue()
                .longValueExact();
    }
}
