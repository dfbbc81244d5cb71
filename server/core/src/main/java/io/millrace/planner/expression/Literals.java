package io.millrace.planner.expression;

import io.millrace.dstream.expression.Call;
import io.millrace.dstream.expression.Expression;
import io.millrace.dstream.expression.Function;
import io.millrace.dstream.expression.Literal;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.types.TypeConversion;
import io.millrace.spi.data.DecimalFit;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.error.ErrorCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.TimestampString;

/** Constants: from Calcite's representation into ours, and from one type into another at planning time. */
final class Literals {

    private static final Pattern PLAIN_TIMESTAMP =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[ T]\\d{2}:\\d{2}:\\d{2}(?:\\.\\d{1,9})?");

    private static final String OF_NANOSECONDS = ", 1677-09-22 to 2262-04-11";

    private Literals() {}

    static Literal fromCalcite(RexLiteral literal) {
        if (literal.isNull() && literal.getType().getSqlTypeName() == SqlTypeName.ANY) {
            return Literal.nullOf(Type.VARCHAR); // among the arguments of functions that take everything
        }
        Type type = TypeConversion.fromCalcite(literal.getType());
        return literal.isNull() ? Literal.nullOf(type) : Literal.of(value(literal, type), type);
    }

    private static Object value(RexLiteral literal, Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> literal.getValueAs(Boolean.class);
            case TINYINT, SMALLINT, INTEGER ->
                literal.getValueAs(BigDecimal.class).intValueExact();
            case DATE, TIME -> literal.getValueAs(Integer.class);
            case BIGINT -> literal.getValueAs(BigDecimal.class).longValueExact();
            case TIMESTAMP, TIMESTAMP_LTZ ->
                Ticks.isFine(type)
                        ? (Object) fine(literal.getValueAs(TimestampString.class), (ScalarType) type)
                        : literal.getValueAs(Long.class);
            case INTERVAL_DAY, INTERVAL_MONTH -> interval(literal.getValueAs(BigDecimal.class), type);
            case REAL, DOUBLE -> literal.getValueAs(Double.class);
            case DECIMAL -> decimal(literal.getValueAs(BigDecimal.class), (ScalarType) type);
            case CHAR, VARCHAR -> literal.getValueAs(String.class);
            case BINARY, VARBINARY ->
                ByteBuffer.wrap(literal.getValueAs(ByteString.class).getBytes());
            case UUID -> ByteBuffer.wrap(UuidBytes.of(literal.getValueAs(UUID.class)));
            case ARRAY, MULTISET, ROW, MAP, VARIANT ->
                throw new IllegalStateException("Calcite has no literals of arrays, rows and maps");
        };
    }

    /**
     * A constant timestamp that its type does not hold, as the cast of one that holds it: Calcite gives constants the type of what
     * they are compared with. A comparison takes it without the cast.
     */
    static Optional<Expression> outOfRange(RexLiteral literal) {
        if (literal.isNull() || !SqlTypeUtil.isTimestamp(literal.getType())) {
            return Optional.empty();
        }
        ScalarType type = (ScalarType) TypeConversion.fromCalcite(literal.getType());
        Instant time = instant(literal.getValueAs(TimestampString.class));
        if (type.precision() <= Ticks.MICRO_DIGITS || Ticks.isInRange(time, type.precision())) {
            return Optional.empty();
        }
        ScalarType coarser = new ScalarType(type.kind(), Ticks.MICRO_DIGITS, 0);
        Literal value = Literal.of(Ticks.of(time, Ticks.MICRO_DIGITS), coarser);
        return Optional.of(new Call(Function.CAST, List.of(value), type, false));
    }

    /** The same number in a type that counts the same. */
    static Literal alike(Literal literal, Type type) {
        if (Ticks.perMilli(literal.type()) != Ticks.perMilli(type)) {
            throw new UnplannableException(
                    ErrorCode.INVALID_DATETIME,
                    Construct.of(Construct.Kind.QUERY),
                    "a constant is out of the range of " + type.sql() + OF_NANOSECONDS);
        }
        return new Literal(literal.value(), type);
    }

    private static Instant instant(TimestampString written) {
        return LocalDateTime.parse(written.toString().replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }

    private static long fine(TimestampString written, ScalarType type) {
        try {
            return Ticks.of(instant(written), type.precision());
        } catch (ArithmeticException e) {
            throw new UnplannableException(
                    ErrorCode.INVALID_DATETIME,
                    Construct.of(Construct.Kind.QUERY),
                    "TIMESTAMP '" + written + "' is out of the range of " + type.sql() + OF_NANOSECONDS);
        }
    }

    private static Object interval(BigDecimal count, Type type) {
        try {
            return type.layout() == Layout.INT ? (Object) count.intValueExact() : (Object) count.longValueExact();
        } catch (ArithmeticException e) {
            throw new UnplannableException(
                    ErrorCode.NUMERIC_OUT_OF_RANGE,
                    Construct.of(Construct.Kind.QUERY),
                    "an interval of " + count + (type.layout() == Layout.INT ? " months" : " milliseconds")
                            + " is out of range");
        }
    }

    private static Object decimal(BigDecimal value, ScalarType type) {
        BigDecimal scaled = DecimalFit.of(value, type, RoundingMode.HALF_UP);
        return type.layout() == Layout.LONG ? (Object) scaled.unscaledValue().longValueExact() : scaled;
    }

    /** The constant in another type, when that can be said at planning time without losing anything. */
    static Optional<Literal> cast(Literal literal, Type type) {
        if (literal.value().isEmpty()) {
            return Optional.of(Literal.nullOf(type));
        }
        Object value = literal.value().get();
        try {
            if (Casts.isText(literal.type())) {
                return fromText((String) value, type);
            }
            if (Ticks.isTimestamp(type) && literal.type().kind() == type.kind()) {
                return inTicks((Long) value, (ScalarType) literal.type(), (ScalarType) type);
            }
            return number(literal).flatMap(number -> fromNumber(number, type));
        } catch (ArithmeticException | IllegalArgumentException notExact) {
            return Optional.empty();
        }
    }

    private static Optional<Literal> fromText(String text, Type type) {
        return switch (type.kind()) {
            case VARCHAR ->
                text.length() <= ((ScalarType) type).precision()
                        ? Optional.of(Literal.of(text, type))
                        : Optional.empty();
            case CHAR -> filled(text, ((ScalarType) type).precision()).map(full -> Literal.of(full, type));
            case UUID -> uuid(text).map(bytes -> Literal.of(ByteBuffer.wrap(bytes), type));
            case DATE -> date(text).map(date -> Literal.of((int) date.toEpochDay(), type));
            case TIMESTAMP ->
                timestamp(text)
                        .map(time -> Literal.of(
                                Ticks.of(time.toInstant(ZoneOffset.UTC), ((ScalarType) type).precision()), type));
            default -> Optional.empty();
        };
    }

    private static Optional<String> filled(String text, int length) {
        int missing = length - text.codePointCount(0, text.length());
        return missing < 0 || length == Type.MAX_LENGTH ? Optional.empty() : Optional.of(text + " ".repeat(missing));
    }

    private static Optional<byte[]> uuid(String text) {
        byte[] given = text.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = new byte[UuidBytes.LENGTH];
        return UuidBytes.parse(given, 0, given.length, bytes) ? Optional.of(bytes) : Optional.empty();
    }

    /** The date that a text in the plainest form means; other forms are left to the engine. */
    private static Optional<LocalDate> date(String text) {
        try {
            return text.length() == 10 ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<LocalDateTime> timestamp(String text) {
        if (text.length() == 10) {
            return date(text).map(LocalDate::atStartOfDay);
        }
        try {
            return PLAIN_TIMESTAMP.matcher(text).matches()
                    ? Optional.of(LocalDateTime.parse(text.replace(' ', 'T')))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** A constant timestamp with other digits; left to the engine where both have milliseconds. */
    private static Optional<Literal> inTicks(long value, ScalarType from, ScalarType to) {
        if (!Ticks.isFine(from) && !Ticks.isFine(to)) {
            return Optional.empty();
        }
        long perMilli = Ticks.perMilli(from);
        long ticks = Ticks.of(Ticks.millis(value, perMilli), Ticks.nanosOfMilli(value, perMilli), to.precision());
        return Optional.of(Literal.of(ticks, to));
    }

    /** The value of a numeric constant; empty for other constants. */
    static Optional<BigDecimal> number(Literal literal) {
        Object value = literal.value().orElseThrow();
        return switch (literal.type().kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> Optional.of(BigDecimal.valueOf(((Number) value).longValue()));
            case REAL, DOUBLE -> Optional.of(BigDecimal.valueOf((Double) value));
            case DECIMAL ->
                Optional.of(
                        value instanceof Long unscaled
                                ? BigDecimal.valueOf(unscaled, ((ScalarType) literal.type()).scale())
                                : (BigDecimal) value);
            default -> Optional.empty();
        };
    }

    private static Optional<Literal> fromNumber(BigDecimal number, Type type) {
        Object value = switch (type.kind()) {
            case TINYINT -> (int) number.byteValueExact();
            case SMALLINT -> (int) number.shortValueExact();
            case INTEGER -> number.intValueExact();
            case BIGINT -> number.longValueExact();
            case DOUBLE -> number.doubleValue();
            case REAL -> (double) number.floatValue();
            case DECIMAL -> exactDecimal(number, (ScalarType) type);
            default -> null;
        };
        return value == null ? Optional.empty() : Optional.of(Literal.of(value, type));
    }

    private static Object exactDecimal(BigDecimal number, ScalarType type) {
        BigDecimal scaled = DecimalFit.of(number, type, RoundingMode.UNNECESSARY);
        return type.layout() == Layout.LONG ? (Object) scaled.unscaledValue().longValueExact() : scaled;
    }

    static Literal bigint(long value) {
        return Literal.of(value, Type.BIGINT);
    }

    static boolean isInterval(Type type) {
        return type.kind() == TypeKind.INTERVAL_DAY || type.kind() == TypeKind.INTERVAL_MONTH;
    }
}
