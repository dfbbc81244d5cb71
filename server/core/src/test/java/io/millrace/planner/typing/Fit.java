package io.millrace.planner.typing;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Whether a value is one of its declared type. */
final class Fit {

    private static final long DAY = 86_400_000;

    private Fit() {}

    /** What is wrong with a value that is not null; empty when it is one of the type. */
    static Optional<String> problem(Object value, Type type) {
        boolean fits = type instanceof ArrayType array
                ? ((List<?>) value)
                        .stream()
                                .allMatch(one -> one == null
                                        ? array.elementNullable()
                                        : problem(one, array.element()).isEmpty())
                : !(type instanceof ScalarType scalar) || fits(value, scalar);
        return fits ? Optional.empty() : Optional.of(Value.text(value, type) + " is no " + type.sql());
    }

    private static boolean fits(Object value, ScalarType type) {
        return switch (type.kind()) {
            case BOOLEAN, INTEGER, BIGINT, DOUBLE, DATE, INTERVAL_MONTH, INTERVAL_DAY -> true;
            case TINYINT -> (Integer) value == ((Integer) value).byteValue();
            case SMALLINT -> (Integer) value == ((Integer) value).shortValue();
            case REAL -> Double.compare((Double) value, ((Double) value).floatValue()) == 0;
            case DECIMAL ->
                ((BigDecimal) value).scale() == type.scale()
                        && (((BigDecimal) value).signum() == 0 || ((BigDecimal) value).precision() <= type.precision());
            case CHAR -> isText((String) value) && length((String) value) == type.precision();
            case VARCHAR -> isText((String) value) && length((String) value) <= type.precision();
            case BINARY -> ((byte[]) value).length == type.precision();
            case UUID -> ((byte[]) value).length == 16;
            case VARBINARY -> ((byte[]) value).length <= type.precision();
            case TIME -> (Integer) value >= 0 && (Integer) value < DAY && (Integer) value % unit(type) == 0;
            case TIMESTAMP, TIMESTAMP_LTZ ->
                value instanceof String text ? digits(text) <= type.precision() : (Long) value % unit(type) == 0;
            case VARIANT -> true;
            case ARRAY, MULTISET, ROW, MAP -> throw new IllegalStateException(type.kind() + " is not a scalar type");
        };
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** Whether no half of a pair stands alone, and no character stands for bytes that are none. */
    private static boolean isText(String text) {
        return text.codePoints().noneMatch(point -> point >= 0xD800 && point <= 0xDFFF || point == 0xFFFD);
    }

    /** Finer times than milliseconds come as text, with the digits of a second that they have. */
    private static int digits(String time) {
        return time.substring(time.indexOf('.') + 1).length();
    }

    private static long unit(ScalarType type) {
        return (long) Math.pow(10, 3 - type.precision());
    }
}
