package io.millrace.endpoint.wire;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.DecimalFit;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.avatica.remote.TypedValue;
import org.apache.calcite.avatica.util.ByteString;

/** Turns the values that a client bound into those that a session takes, by the types of the parameters. */
public final class ParameterValues {

    private ParameterValues() {}

    public static List<Object> of(List<TypedValue> bound, List<Field> parameters) {
        int count = bound == null ? 0 : bound.size();
        checkCount(count, parameters);
        List<Object> values = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            values.add(value(i + 1, bound.get(i), parameters.get(i).type()));
        }
        return values;
    }

    /** The same for plain values: texts, numbers, booleans, lists and nulls; bytes are texts of hexadecimal digits. */
    public static List<Object> ofPlain(List<?> given, List<Field> parameters) {
        checkCount(given.size(), parameters);
        List<Object> values = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            values.add(plain(i + 1, given.get(i), parameters.get(i).type()));
        }
        return values;
    }

    private static Object plain(int number, Object given, Type type) {
        boolean bytes = type.kind() == TypeKind.BINARY || type.kind() == TypeKind.VARBINARY;
        if (!bytes || !(given instanceof String text)) {
            return local(number, given, type);
        }
        try {
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            throw notOfType(ErrorCode.PARAMETER_INVALID, number, given, type, e);
        }
    }

    /**
     * The value of one parameter.
     *
     * @param number from 1 on
     * @param given as the client gave it, a {@link GivenTime} among them; null for NULL
     */
    static Object one(int number, Object given, Type type) {
        return local(number, given, type);
    }

    static MillraceException notSet(int number) {
        return new MillraceException(ErrorCode.PARAMETER_INVALID, "parameter " + number + " is not set");
    }

    static void checkCount(int count, List<Field> parameters) {
        if (count != parameters.size()) {
            throw new MillraceException(
                    ErrorCode.PARAMETER_INVALID,
                    "the statement has " + parameters.size() + " parameters, but " + count + " values were given");
        }
    }

    private static Object value(int number, TypedValue bound, Type type) {
        if (bound == null) {
            throw notSet(number);
        }
        return local(number, GivenTime.of(bound), type);
    }

    private static Object local(int number, Object local, Type type) {
        try {
            return local == null ? null : convert(local, type);
        } catch (ArithmeticException tooLarge) {
            throw notOfType(ErrorCode.NUMERIC_OUT_OF_RANGE, number, local, type, tooLarge);
        } catch (IllegalArgumentException | java.time.DateTimeException failure) {
            throw notOfType(ErrorCode.PARAMETER_INVALID, number, local, type, failure);
        }
    }

    private static MillraceException notOfType(
            ErrorCode code, int number, Object value, Type type, RuntimeException cause) {
        return new MillraceException(
                code, "parameter " + number + ": " + describe(value) + " is not a value of type " + type.sql(), cause);
    }

    private static String describe(Object local) {
        if (local instanceof GivenTime) {
            return local.toString();
        }
        String text = String.valueOf(local);
        return local instanceof String || local instanceof Number
                ? "\"" + (text.length() > 50 ? text.substring(0, 50) + "…" : text) + "\""
                : "the value";
    }

    private static Object convert(Object given, Type type) {
        Object value = given instanceof GivenTime time ? time.as(type) : given;
        return switch (type.kind()) {
            case BOOLEAN -> bool(value);
            case TINYINT -> (int) decimal(value).byteValueExact();
            case SMALLINT -> (int) decimal(value).shortValueExact();
            case INTEGER, INTERVAL_MONTH -> Math.toIntExact(whole(value));
            case BIGINT, INTERVAL_DAY -> whole(value);
            case REAL -> inRange(value, (float) real(value));
            case DOUBLE -> inRange(value, real(value));
            case DECIMAL -> scaled(decimal(value), (ScalarType) type);
            case CHAR, VARCHAR -> text(value);
            case BINARY, VARBINARY -> bytes(value);
            case DATE -> value instanceof String ? (int) date((String) value) : Math.toIntExact(whole(value));
            case TIME -> value instanceof String ? time((String) value) : Math.toIntExact(whole(value));
            case TIMESTAMP, TIMESTAMP_LTZ ->
                value instanceof String
                        ? timestamp((String) value, (ScalarType) type)
                        : ticks(whole(value), (ScalarType) type);
            case UUID, ROW, MAP, VARIANT -> text(value);
            case MULTISET -> throw new IllegalArgumentException("not an array");
            case ARRAY -> array(value, ((ArrayType) type).element());
        };
    }

    private static Boolean bool(Object value) {
        if (value instanceof Boolean) {
            return (Boolean) value;
        }
        String text = value.toString().trim().toLowerCase(Locale.ROOT);
        if (text.equals("true") || text.equals("1")) {
            return true;
        }
        if (text.equals("false") || text.equals("0")) {
            return false;
        }
        throw new IllegalArgumentException(text);
    }

    private static boolean isWhole(Object value) {
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte;
    }

    /** @throws ArithmeticException for a fraction, and for a number that is too large */
    private static long whole(Object value) {
        return isWhole(value) ? ((Number) value).longValue() : decimal(value).longValueExact();
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof Boolean) {
            return (Boolean) value ? BigDecimal.ONE : BigDecimal.ZERO;
        }
        if (isWhole(value)) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        return value instanceof BigDecimal
                ? (BigDecimal) value
                : new BigDecimal(value.toString().trim());
    }

    private static double real(Object value) {
        return value instanceof Number
                ? ((Number) value).doubleValue()
                : Double.parseDouble(value.toString().trim());
    }

    /** A number that is too large for its type is not infinity, which has a name. */
    private static double inRange(Object given, double real) {
        boolean named = given instanceof Double || given instanceof Float
                ? Double.isInfinite(((Number) given).doubleValue())
                : given.toString().contains("Infinity");
        if (Double.isInfinite(real) && !named) {
            throw new ArithmeticException("too large");
        }
        return real;
    }

    private static BigDecimal scaled(BigDecimal value, ScalarType type) {
        return DecimalFit.of(value, type, RoundingMode.HALF_UP);
    }

    private static String text(Object value) {
        if (value instanceof List || value instanceof ByteString) {
            throw new IllegalArgumentException("not a text");
        }
        return value instanceof BigDecimal number ? DecimalFit.text(number) : value.toString();
    }

    private static byte[] bytes(Object value) {
        if (value instanceof ByteString) {
            return ((ByteString) value).getBytes();
        }
        throw new IllegalArgumentException("not bytes");
    }

    /** The day of a text, which may be a timestamp with more than milliseconds. */
    private static long date(String text) {
        String date = text.trim();
        return (isTimestamp(date) ? moment(date).toLocalDate() : LocalDate.parse(date)).toEpochDay();
    }

    private static int time(String text) {
        String time = text.trim();
        LocalTime ofDay = isTimestamp(time) ? moment(time).toLocalTime() : LocalTime.parse(time);
        return (int) (ofDay.toNanoOfDay() / 1_000_000);
    }

    private static boolean isTimestamp(String text) {
        return text.indexOf('-', 1) > 0 && text.indexOf(':') > 0;
    }

    private static LocalDateTime moment(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T'));
    }

    /** What the type counts; the text of a time that it does not hold, which can be compared with its values, and is refused as one. */
    private static Object timestamp(String text, ScalarType type) {
        LocalDateTime time = moment(text.trim());
        try {
            return Ticks.of(time.toInstant(ZoneOffset.UTC), finest(type));
        } catch (ArithmeticException outOfRange) {
            return time.toString();
        }
    }

    private static Object ticks(long millis, ScalarType type) {
        try {
            return Ticks.of(millis, 0, finest(type));
        } catch (ArithmeticException outOfRange) {
            return Instant.ofEpochMilli(millis)
                    .atOffset(ZoneOffset.UTC)
                    .toLocalDateTime()
                    .toString();
        }
    }

    /** Digits that the type does not have are cut where the value is stored. */
    private static int finest(ScalarType type) {
        return Ticks.digits(type.precision());
    }

    private static List<Object> array(Object value, Type element) {
        if (!(value instanceof List)) {
            throw new IllegalArgumentException("not an array");
        }
        List<Object> values = new ArrayList<>();
        for (Object item : (List<?>) value) {
            Object local = item instanceof TypedValue bound ? GivenTime.of(bound) : item;
            values.add(local == null ? null : convert(local, element));
        }
        return values;
    }
}
