package io.millrace.session.rows;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.util.List;

/**
 * Writes boxed values from clients, as {@link io.millrace.session.Cell} reads them, into columns; also takes other numbers and
 * text where they mean a value of the type.
 */
public final class CellWriter {

    private CellWriter() {}

    /**
     * Appends a value to the column of a field.
     *
     * @param what names the value in messages: {@code parameter 1}
     * @throws MillraceException NULL_NOT_ALLOWED, INVALID_CAST, NUMERIC_OUT_OF_RANGE or VALUE_TOO_LONG
     */
    public static void append(ColumnBuilder builder, Field field, Object value, String what) {
        if (value == null) {
            if (!field.nullable()) {
                throw new MillraceException(
                        ErrorCode.NULL_NOT_ALLOWED, what + ": column \"" + field.name() + "\" must not be null");
            }
            builder.appendNull();
            return;
        }
        append(builder, field.type(), new GivenValue(value, field.type(), what));
    }

    private static void append(ColumnBuilder builder, Type type, GivenValue given) {
        switch (type.layout()) {
            case BOOLEAN -> ((BooleanColumnBuilder) builder).append(given.asBoolean());
            case INT -> ((IntColumnBuilder) builder).append((int) given.asLong());
            case LONG -> ((LongColumnBuilder) builder).append(given.asLong());
            case DOUBLE -> ((DoubleColumnBuilder) builder).append(given.asDouble());
            case DECIMAL -> ((DecimalColumnBuilder) builder).append(given.asDecimal((ScalarType) type));
            case BYTES -> {
                byte[] bytes = type instanceof ScalarType text ? given.asBytes(text) : given.asPacked();
                ((BytesColumnBuilder) builder).append(bytes);
            }
            case ARRAY -> appendArray((ArrayColumnBuilder) builder, (ArrayType) type, given);
        }
    }

    private static void appendArray(ArrayColumnBuilder builder, ArrayType type, GivenValue given) {
        if (!(given.value() instanceof List<?> elements)) {
            throw given.mismatch();
        }
        for (Object element : elements) {
            if (element == null) {
                builder.elements().appendNull();
            } else {
                append(builder.elements(), type.element(), new GivenValue(element, type.element(), given.what()));
            }
        }
        builder.endArray();
    }
}
