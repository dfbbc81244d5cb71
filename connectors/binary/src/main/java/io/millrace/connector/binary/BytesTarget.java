package io.millrace.connector.binary;

import io.millrace.spi.data.DecimalFit;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;

/** Takes runs of bytes for a column. */
public interface BytesTarget {

    void accept(byte[] bytes, int start, int length);

    /** Texts, which are kept as slices of what they were read from. */
    static BytesTarget text(ScalarType type, ColumnBuilder column) {
        BytesColumnBuilder texts = (BytesColumnBuilder) column;
        boolean padded = type.kind() == TypeKind.CHAR;
        return (bytes, start, length) -> {
            int points = Utf8Text.codePoints(bytes, start, start + length);
            if (points < 0) {
                throw new ValueFault(ErrorCode.INVALID_ENCODING, "is not valid UTF-8");
            }
            if (points > type.precision()) {
                throw new ValueFault(ErrorCode.VALUE_TOO_LONG, "is too long for " + type.sql());
            }
            if (texts == null) {
                return;
            }
            if (padded && points < type.precision()) {
                byte[] all = Arrays.copyOfRange(bytes, start, start + length + type.precision() - points);
                Arrays.fill(all, length, all.length, (byte) ' ');
                texts.append(all);
            } else {
                texts.appendSlice(bytes, start, length);
            }
        };
    }

    static BytesTarget binary(ScalarType type, ColumnBuilder column) {
        BytesColumnBuilder values = (BytesColumnBuilder) column;
        return (bytes, start, length) -> {
            if (length > type.precision()) {
                throw new ValueFault(ErrorCode.VALUE_TOO_LONG, "is too long for " + type.sql());
            }
            if (values == null) {
                return;
            }
            if (type.kind() == TypeKind.BINARY && length < type.precision()) {
                byte[] padded = Arrays.copyOfRange(bytes, start, start + length);
                values.append(Arrays.copyOf(padded, type.precision()));
            } else {
                values.appendSlice(bytes, start, length);
            }
        };
    }

    /** UUIDs from their text, or from their 16 bytes. */
    static BytesTarget uuid(ColumnBuilder column, boolean text) {
        BytesColumnBuilder uuids = (BytesColumnBuilder) column;
        byte[] parsed = new byte[UuidBytes.LENGTH];
        return (bytes, start, length) -> {
            boolean good = text ? UuidBytes.parse(bytes, start, length, parsed) : length == UuidBytes.LENGTH;
            if (!good) {
                throw new ValueFault(ErrorCode.INVALID_CAST, "is not a value of type UUID");
            }
            if (uuids != null) {
                uuids.append(text ? parsed : bytes, text ? 0 : start, UuidBytes.LENGTH);
            }
        };
    }

    /** Decimals from their unscaled digits, two's complement and big-endian. */
    static BytesTarget decimal(ScalarType type, int scale, ColumnBuilder column) {
        boolean direct = scale == type.scale() && column instanceof LongColumnBuilder;
        BigInteger bound = BigInteger.TEN.pow(type.precision());
        long longBound = bound.bitLength() < Long.SIZE ? bound.longValueExact() : Long.MAX_VALUE;
        return (bytes, start, length) -> {
            if (direct && length > 0 && length <= Long.BYTES) {
                long value = bytes[start];
                for (int i = start + 1; i < start + length; i++) {
                    value = value << 8 | (bytes[i] & 0xFF);
                }
                if (value >= longBound || value <= -longBound) {
                    throw ValueFault.outOfRange(type.sql());
                }
                ((LongColumnBuilder) column).append(value);
                return;
            }
            BigInteger digits = length == 0 ? BigInteger.ZERO : new BigInteger(bytes, start, length);
            BigDecimal value;
            try {
                value = DecimalFit.of(new BigDecimal(digits, scale), type, RoundingMode.HALF_UP);
            } catch (ArithmeticException e) {
                throw ValueFault.outOfRange(type.sql());
            }
            if (column instanceof LongColumnBuilder longs) {
                longs.append(value.unscaledValue().longValueExact());
            } else if (column != null) {
                ((DecimalColumnBuilder) column).append(value);
            }
        };
    }
}
