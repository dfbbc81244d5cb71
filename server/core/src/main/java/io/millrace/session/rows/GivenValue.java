package io.millrace.session.rows;

import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.engine.codegen.runtime.TextBuffer;
import io.millrace.engine.codegen.runtime.variant.VariantUnpacking;
import io.millrace.spi.data.DecimalFit;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.data.variant.InvalidJsonException;
import io.millrace.spi.data.variant.JsonReader;
import io.millrace.spi.data.variant.VariantWriter;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;

/** A value that a client gave for a type, on its way into a column of that type. */
record GivenValue(Object value, Type type, String what) {

    boolean asBoolean() {
        if (value instanceof Boolean truth) {
            return truth;
        }
        if (value instanceof Number number) {
            return number.doubleValue() != 0;
        }
        return switch (String.valueOf(value).trim().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "on", "1" -> true;
            case "false", "f", "no", "off", "0" -> false;
            default -> throw mismatch();
        };
    }

    /** The value of an INT or LONG layout, within the range of the type. */
    long asLong() {
        return switch (type.kind()) {
            case TINYINT -> whole(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> whole(Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER, INTERVAL_MONTH -> whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case BIGINT, INTERVAL_DAY -> whole(Long.MIN_VALUE, Long.MAX_VALUE);
            case DECIMAL -> asDecimal((ScalarType) type).unscaledValue().longValueExact();
            case DATE -> value instanceof Number ? whole(Integer.MIN_VALUE, Integer.MAX_VALUE) : date();
            case TIME -> value instanceof Number ? whole(0, 86_399_999) : time();
            case TIMESTAMP, TIMESTAMP_LTZ ->
                value instanceof Number ? whole(Long.MIN_VALUE, Long.MAX_VALUE) : timestamp();
            case BOOLEAN, REAL, DOUBLE, CHAR, VARCHAR, BINARY, VARBINARY, UUID, ARRAY, MULTISET, ROW, MAP, VARIANT ->
                throw mismatch();
        };
    }

    private long whole(long least, long most) {
        if (value instanceof Long || value instanceof Integer) {
            long given = ((Number) value).longValue();
            if (given < least || given > most) {
                throw outOfRange();
            }
            return given;
        }
        BigDecimal number = DecimalFit.whole(number(), RoundingMode.HALF_UP);
        if (number.compareTo(BigDecimal.valueOf(least)) < 0 || number.compareTo(BigDecimal.valueOf(most)) > 0) {
            throw outOfRange();
        }
        return number.longValueExact();
    }

    double asDouble() {
        double number = value instanceof Number given ? given.doubleValue() : parseDouble();
        return type.kind() == TypeKind.REAL ? (float) number : number;
    }

    private double parseDouble() {
        try {
            return Double.parseDouble(text().trim());
        } catch (NumberFormatException e) {
            throw mismatch();
        }
    }

    BigDecimal asDecimal(ScalarType decimal) {
        try {
            return DecimalFit.of(number(), decimal, RoundingMode.HALF_UP);
        } catch (ArithmeticException e) {
            throw outOfRange();
        }
    }

    private BigDecimal number() {
        try {
            if (value instanceof BigDecimal decimal) {
                return decimal;
            }
            if (value instanceof Double || value instanceof Float) {
                return BigDecimal.valueOf(((Number) value).doubleValue());
            }
            return new BigDecimal(value instanceof Number ? value.toString() : text().trim());
        } catch (NumberFormatException e) {
            throw mismatch();
        }
    }

    byte[] asBytes(ScalarType scalar) {
        return switch (scalar.kind()) {
            case BINARY, VARBINARY -> binary(scalar);
            case UUID -> uuid();
            default -> characters(scalar);
        };
    }

    /** A VARIANT, ROW or MAP of its text in JSON. */
    byte[] asPacked() {
        byte[] json = text().getBytes(StandardCharsets.UTF_8);
        VariantWriter variant = new VariantWriter();
        try {
            new JsonReader(variant).read(json, 0, json.length);
            if (type == Type.VARIANT) {
                return variant.toBytes();
            }
            TextBuffer packed = new TextBuffer(json.length);
            VariantUnpacking.packed(type, variant.data(), 0, packed);
            return Arrays.copyOf(packed.data(), packed.size());
        } catch (InvalidJsonException e) {
            throw new MillraceException(ErrorCode.INVALID_CAST, what + ": the value is not JSON: it " + e.getMessage());
        } catch (EvaluationException e) {
            throw new MillraceException(e.code(), what + ": " + e.getMessage());
        }
    }

    private byte[] binary(ScalarType scalar) {
        if (!(value instanceof byte[] bytes)) {
            throw mismatch();
        }
        if (bytes.length > scalar.precision()) {
            throw tooLong(bytes.length, "bytes");
        }
        boolean padded = scalar.kind() == TypeKind.BINARY && bytes.length < scalar.precision();
        return padded ? Arrays.copyOf(bytes, scalar.precision()) : bytes;
    }

    private byte[] uuid() {
        byte[] text = text().getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[UuidBytes.LENGTH];
        if (!UuidBytes.parse(text, 0, text.length, bytes)) {
            throw mismatch();
        }
        return bytes;
    }

    private byte[] characters(ScalarType scalar) {
        String text = value instanceof BigDecimal decimal ? DecimalFit.text(decimal) : text();
        int length = text.codePointCount(0, text.length());
        if (length > scalar.precision()) {
            throw tooLong(length, "characters");
        }
        String padded = scalar.kind() == TypeKind.CHAR ? text + " ".repeat(scalar.precision() - length) : text;
        return padded.getBytes(StandardCharsets.UTF_8);
    }

    private String text() {
        if (value instanceof byte[]) {
            throw mismatch();
        }
        return value.toString();
    }

    private long date() {
        try {
            return LocalDate.parse(text().trim()).toEpochDay();
        } catch (DateTimeException e) {
            throw notATime();
        }
    }

    private long time() {
        try {
            return LocalTime.parse(text().trim()).toNanoOfDay() / 1_000_000;
        } catch (DateTimeException e) {
            throw notATime();
        }
    }

    /** Whether it is a timestamp, but not one that the type holds. */
    boolean isOutOfRange() {
        try {
            return !Ticks.isInRange(moment(), ((ScalarType) type).precision());
        } catch (DateTimeException e) {
            return false;
        }
    }

    private Instant moment() {
        String text = text().trim().replace(' ', 'T');
        String instant = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
        LocalDateTime moment =
                instant.indexOf('T') < 0 ? LocalDate.parse(instant).atStartOfDay() : LocalDateTime.parse(instant);
        return moment.toInstant(ZoneOffset.UTC);
    }

    private long timestamp() {
        try {
            return Ticks.of(moment(), ((ScalarType) type).precision());
        } catch (DateTimeException e) {
            throw notATime();
        } catch (ArithmeticException e) {
            throw outOfRange();
        }
    }

    private MillraceException notATime() {
        return new MillraceException(ErrorCode.INVALID_DATETIME, what + ": '" + value + "' is not a " + type.sql());
    }

    private MillraceException outOfRange() {
        return new MillraceException(
                ErrorCode.NUMERIC_OUT_OF_RANGE, what + ": " + value + " is out of the range of " + type.sql());
    }

    private MillraceException tooLong(int length, String unit) {
        return new MillraceException(
                ErrorCode.VALUE_TOO_LONG,
                what + ": the value has " + length + " " + unit + ", too many for " + type.sql());
    }

    MillraceException mismatch() {
        String shown = value instanceof byte[] ? "a binary value" : "'" + value + "'";
        return new MillraceException(ErrorCode.INVALID_CAST, what + ": " + shown + " is not a " + type.sql());
    }
}
