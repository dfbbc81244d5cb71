package io.millrace.session.rows;

import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Values that clients give for parameters, as constants of a graph. */
public final class ParameterLiterals {

    private ParameterLiterals() {}

    /**
     * The constant of a parameter's value.
     *
     * @param value boxed as {@link io.millrace.session.Cell} does; {@code null} for NULL
     * @param what names the parameter in messages
     * @throws io.millrace.spi.error.MillraceException when the value does not fit the type
     */
    public static Literal of(Field parameter, Object value, String what) {
        if (value == null) {
            return Literal.nullOf(parameter.type());
        }
        Type type = isBeyondNanos(parameter.type(), value) ? micros(parameter.type()) : parameter.type();
        return Literal.of(convert(type, value, what), type);
    }

    /** Whether a value is the text of a time that is out of the range of its type's nanoseconds, and so becomes one of microseconds. */
    public static boolean isBeyondNanos(Type type, Object value) {
        return Ticks.isFine(type)
                && Ticks.perMilli(type) > Ticks.perMilli(micros(type))
                && value instanceof String
                && new GivenValue(value, type, "").isOutOfRange();
    }

    private static Type micros(Type type) {
        return new ScalarType(type.kind(), Ticks.MICRO_DIGITS, 0);
    }

    private static Object convert(Type type, Object value, String what) {
        GivenValue given = new GivenValue(value, type, what);
        return switch (type.layout()) {
            case BOOLEAN -> given.asBoolean();
            case INT -> (int) given.asLong();
            case LONG -> given.asLong();
            case DOUBLE -> given.asDouble();
            case DECIMAL -> given.asDecimal((ScalarType) type);
            case BYTES -> {
                yield type instanceof ScalarType text ? bytes(text, given) : ByteBuffer.wrap(given.asPacked());
            }
            case ARRAY -> elements((ArrayType) type, given);
        };
    }

    private static Object bytes(ScalarType type, GivenValue given) {
        byte[] bytes = given.asBytes(type);
        return switch (type.kind()) {
            case BINARY, VARBINARY, UUID -> ByteBuffer.wrap(bytes);
            default -> new String(bytes, StandardCharsets.UTF_8);
        };
    }

    private static List<Object> elements(ArrayType type, GivenValue given) {
        if (!(given.value() instanceof List<?> values)) {
            throw given.mismatch();
        }
        List<Object> elements = new ArrayList<>();
        for (Object value : values) {
            elements.add(value == null ? null : convert(type.element(), value, given.what()));
        }
        return elements;
    }
}
