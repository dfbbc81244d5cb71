package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.Digits;
import io.millrace.connector.formats.EscapedText;
import io.millrace.spi.data.DecimalFit;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads DECIMAL from the Base64 of its unscaled digits, two's complement and big-endian, where the scale is that of the column; from an
 * object with these and a scale; from a number; or from text.
 */
final class DebeziumDecimal extends ValueReader {

    private static final int LONG_CHARACTERS = 11;

    private final ScalarType type;
    private final ColumnBuilder column;
    private final boolean precise;
    private final EscapedText escaped;
    private final ValueReader plain;
    private final long longBound;

    DebeziumDecimal(ScalarType type, ColumnBuilder column, boolean precise, EscapedText escaped, ValueReader plain) {
        this.type = type;
        this.column = column;
        this.precise = precise;
        this.escaped = escaped;
        this.plain = plain;
        BigInteger bound = BigInteger.TEN.pow(type.precision());
        this.longBound = type.layout() == Layout.LONG ? bound.longValueExact() : 0;
    }

    @Override
    void string(byte[] bytes, int start, int end, JsonScanner scanner) {
        if (!precise) {
            plain.string(bytes, start, end, scanner);
        } else if (scanner.escaped()) {
            JsonEscapes.resolve(bytes, start, end, escaped);
            append(new BigDecimal(digits(escaped.bytes(), escaped.start(), escaped.end()), type.scale()));
        } else if (longBound > 0 && end - start <= LONG_CHARACTERS) {
            appendLong(unscaled(bytes, start, end));
        } else {
            append(new BigDecimal(digits(bytes, start, end), type.scale()));
        }
    }

    /** The number whose bytes, at most eight, are written in Base64. */
    private long unscaled(byte[] bytes, int start, int end) {
        int stop = end;
        while (stop > start && bytes[stop - 1] == '=') {
            stop--;
        }
        int bits = (stop - start) * 6 / 8 * 8;
        if (bits == 0 || (stop - start) % 4 == 1) {
            throw notDigits();
        }
        long value = 0;
        int left = bits;
        for (int i = start; i < stop; i++) {
            int six = sextet(bytes[i]);
            int taken = Math.min(6, left);
            value = value << taken | six >> (6 - taken);
            left -= taken;
        }
        return value << (64 - bits) >> (64 - bits);
    }

    private int sextet(byte character) {
        if (character >= 'A' && character <= 'Z') {
            return character - 'A';
        }
        if (character >= 'a' && character <= 'z') {
            return character - 'a' + 26;
        }
        if (character >= '0' && character <= '9') {
            return character - '0' + 52;
        }
        if (character != '+' && character != '/') {
            throw notDigits();
        }
        return character == '+' ? 62 : 63;
    }

    private BigInteger digits(byte[] bytes, int start, int end) {
        try {
            return new BigInteger(Base64.getDecoder().decode(Arrays.copyOfRange(bytes, start, end)));
        } catch (IllegalArgumentException e) { // of Base64; of no bytes
            throw notDigits();
        }
    }

    private BadRecord notDigits() {
        return new BadRecord(
                ErrorCode.INVALID_CAST,
                "is not Base64, which " + type.sql()
                        + " is read from; decimal.handling = 'string' reads texts such as 12.50");
    }

    private void appendLong(long unscaled) {
        if (unscaled >= longBound || unscaled <= -longBound) {
            throw BadRecord.outOfRange(type.sql());
        }
        if (column != null) {
            ((LongColumnBuilder) column).append(unscaled);
        }
    }

    private void append(BigDecimal value) {
        BigDecimal fitted;
        try {
            fitted = DecimalFit.of(value, type, RoundingMode.HALF_UP);
        } catch (ArithmeticException e) {
            throw BadRecord.outOfRange(type.sql());
        }
        if (column instanceof LongColumnBuilder longs) {
            longs.append(fitted.unscaledValue().longValueExact());
        } else if (column != null) {
            ((DecimalColumnBuilder) column).append(fitted);
        }
    }

    @Override
    void literal(byte[] bytes, int start, int end) {
        plain.literal(bytes, start, end);
    }

    /** A number of any scale, as Debezium writes it when the database has none for the column. */
    @Override
    void nested(byte[] bytes, int start, int end) {
        ScaledNumber number = new ScaledNumber();
        if (bytes[start] != '{') {
            throw BadRecord.notA(type.sql());
        }
        number.members(bytes, start);
        if (number.digits == null) {
            throw BadRecord.notA(type.sql());
        }
        append(new BigDecimal(number.digits, number.scale));
    }

    /** {@code {"scale": 2, "value": "…"}}. */
    private final class ScaledNumber extends ObjectWalk {

        private static final int MOST_SCALE = 1_000;

        private int scale;
        private BigInteger digits;

        ScaledNumber() {
            super(DebeziumDecimal.this.escaped);
        }

        @Override
        protected int named(byte[] bytes, int start, int end) {
            if (end - start != 5) {
                return NONE;
            }
            return bytes[start] == 's' ? 0 : bytes[start] == 'v' ? 1 : NONE;
        }

        @Override
        protected int value(byte[] buffer, int index, int member) {
            int end = scanner.value(buffer, index);
            if (member == 0) {
                scale = (int) Digits.integer(buffer, index, end, -MOST_SCALE, MOST_SCALE, "INTEGER");
            } else if (member == 1 && buffer[index] == '"') {
                digits = digits(buffer, index + 1, end - 1);
            }
            return end;
        }
    }
}
