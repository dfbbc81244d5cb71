package io.millrace.engine.codegen.runtime.call;

import io.millrace.spi.data.DecimalFit;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Values of SQL as methods of users take and give them. */
final class JavaValues {

    /** More than a DECIMAL of any precision has. */
    private static final int MOST_DIGITS = 100;

    private JavaValues() {}

    /** The types that a parameter may have for values of a kind. */
    static List<Class<?>> parameters(TypeKind kind) {
        return switch (kind) {
            case BOOLEAN -> List.of(boolean.class, Boolean.class);
            case TINYINT, SMALLINT, INTEGER -> List.of(int.class, Integer.class, long.class, Long.class);
            case BIGINT -> List.of(long.class, Long.class);
            case REAL, DOUBLE -> List.of(double.class, Double.class);
            case DECIMAL -> List.of(BigDecimal.class);
            case CHAR, VARCHAR -> List.of(String.class);
            case BINARY, VARBINARY -> List.of(byte[].class);
            case DATE -> List.of(LocalDate.class);
            case TIME -> List.of(LocalTime.class);
            case TIMESTAMP -> List.of(LocalDateTime.class);
            case TIMESTAMP_LTZ -> List.of(Instant.class);
            default -> List.of();
        };
    }

    /** The types that a method may give for values of a kind. */
    static List<Class<?>> results(TypeKind kind) {
        return switch (kind) {
            case TINYINT, SMALLINT, INTEGER -> List.of(int.class, Integer.class);
            case BIGINT -> List.of(long.class, Long.class, int.class, Integer.class);
            case DECIMAL ->
                List.of(BigDecimal.class, BigInteger.class, long.class, Long.class, int.class, Integer.class);
            default -> parameters(kind);
        };
    }

    /**
     * A value for a parameter.
     *
     * @param value boxed by its layout, or by its type
     */
    static Object given(Object value, TypeKind kind, Class<?> type) {
        if (value == null) {
            return null;
        }
        return switch (kind) {
            case TINYINT, SMALLINT, INTEGER ->
                type == long.class || type == Long.class
                        ? (Object) ((Number) value).longValue()
                        : (Object) ((Number) value).intValue();
            case REAL, DOUBLE -> ((Number) value).doubleValue();
            case DATE -> LocalDate.ofEpochDay((Integer) value);
            case TIME -> LocalTime.ofNanoOfDay(TimeUnit.MILLISECONDS.toNanos((Integer) value));
            case TIMESTAMP -> LocalDateTime.ofInstant(Instant.ofEpochMilli((Long) value), ZoneOffset.UTC);
            case TIMESTAMP_LTZ -> Instant.ofEpochMilli((Long) value);
            default -> value;
        };
    }

    /**
     * What a method has given, boxed by its layout.
     *
     * @throws ArithmeticException when the kind has no such value
     */
    static Object taken(Object value, TypeKind kind, int scale) {
        if (value == null) {
            return null;
        }
        return switch (kind) {
            case TINYINT -> (int) exactly((Integer) value, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> (int) exactly((Integer) value, Short.MIN_VALUE, Short.MAX_VALUE);
            case BIGINT -> ((Number) value).longValue();
            case DECIMAL -> DecimalFit.of(decimal(value), MOST_DIGITS, scale, RoundingMode.HALF_UP);
            case DATE -> Math.toIntExact(((LocalDate) value).toEpochDay());
            case TIME -> (int) TimeUnit.NANOSECONDS.toMillis(((LocalTime) value).toNanoOfDay());
            case TIMESTAMP -> ((LocalDateTime) value).toInstant(ZoneOffset.UTC).toEpochMilli();
            case TIMESTAMP_LTZ -> ((Instant) value).toEpochMilli();
            default -> value;
        };
    }

    private static int exactly(int value, int least, int most) {
        if (value < least || value > most) {
            throw new ArithmeticException(value + " is out of range");
        }
        return value;
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        return value instanceof BigInteger whole
                ? new BigDecimal(whole)
                : BigDecimal.valueOf(((Number) value).longValue());
    }
}
