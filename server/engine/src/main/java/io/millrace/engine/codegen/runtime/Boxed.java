package io.millrace.engine.codegen.runtime;

import io.millrace.engine.memory.Scratch;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
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
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;

/** Values on their way to functions that work on objects. */
public final class Boxed {

    /** What a list and a column need for each element, about. */
    private static final long BYTES_PER_ELEMENT = 64;

    private Boxed() {}

    public static byte[] bytes(byte[] data, int start, int length) {
        return Arrays.copyOfRange(data, start, start + length);
    }

    /**
     * An array as a list of what functions of its element type take.
     *
     * @param element the type of its elements; not binary, also within arrays
     */
    public static List<Object> list(Type element, Column elements, int start, int length) {
        Object[] values = new Object[length];
        for (int i = 0; i < length; i++) {
            values[i] = elements.isNull(start + i) ? null : value(element, elements, start + i);
        }
        return Arrays.asList(values);
    }

    private static Object value(Type type, Column column, int row) {
        if (type.kind() == TypeKind.DECIMAL && column instanceof LongColumn unscaled) {
            return BigDecimal.valueOf(unscaled.values()[row], ((ScalarType) type).scale());
        }
        return switch (type.layout()) {
            case BOOLEAN -> ((BooleanColumn) column).values()[row];
            case INT -> narrowed(type, ((IntColumn) column).values()[row]);
            case LONG -> ((LongColumn) column).values()[row];
            case DOUBLE -> narrowed(type, ((DoubleColumn) column).values()[row]);
            case DECIMAL -> ((DecimalColumn) column).values()[row];
            case BYTES -> {
                BytesColumn texts = (BytesColumn) column;
                yield Text.string(texts.data(), texts.starts()[row], texts.lengths()[row]);
            }
            case ARRAY -> {
                ArrayColumn arrays = (ArrayColumn) column;
                yield list(
                        ((ArrayType) type).element(), arrays.elements(), arrays.starts()[row], arrays.lengths()[row]);
            }
        };
    }

    private static Object narrowed(Type type, int value) {
        return switch (type.kind()) {
            case TINYINT -> (byte) value;
            case SMALLINT -> (short) value;
            default -> value;
        };
    }

    private static Object narrowed(Type type, double value) {
        return type.kind() == TypeKind.REAL ? (Object) (float) value : (Object) value;
    }

    /** The elements of a list that a function gave, as a column. */
    public static Column column(Type element, List<?> values) {
        Scratch.take(BYTES_PER_ELEMENT * values.size());
        ColumnBuilder builder = ColumnBuilder.of(element);
        values.forEach(value -> append(element, value, builder));
        return builder.build();
    }

    private static void append(Type type, Object value, ColumnBuilder builder) {
        if (value == null) {
            builder.appendNull();
            return;
        }
        switch (type.layout()) {
            case BOOLEAN -> ((BooleanColumnBuilder) builder).append((Boolean) value);
            case INT -> ((IntColumnBuilder) builder).append(((Number) value).intValue());
            case LONG -> ((LongColumnBuilder) builder).append(number(type, value));
            case DOUBLE -> ((DoubleColumnBuilder) builder).append(((Number) value).doubleValue());
            case DECIMAL -> ((DecimalColumnBuilder) builder).append(scaled(type, value));
            case BYTES -> ((BytesColumnBuilder) builder).append((String) value);
            case ARRAY -> {
                ArrayColumnBuilder arrays = (ArrayColumnBuilder) builder;
                ((List<?>) value).forEach(each -> append(((ArrayType) type).element(), each, arrays.elements()));
                arrays.endArray();
            }
        }
    }

    private static long number(Type type, Object value) {
        return type.kind() == TypeKind.DECIMAL
                ? scaled(type, value).unscaledValue().longValueExact()
                : ((Number) value).longValue();
    }

    private static BigDecimal scaled(Type type, Object value) {
        BigDecimal number = value instanceof BigDecimal known ? known : new BigDecimal(value.toString());
        return number.setScale(((ScalarType) type).scale(), RoundingMode.HALF_UP);
    }

    /** What a function threw, as the failure of one row. */
    public static EvaluationException failed(String function, RuntimeException failure) {
        if (failure instanceof EvaluationException known) {
            return known;
        }
        if (failure instanceof MillraceException known) {
            return new EvaluationException(known.code(), function + ": " + known.getMessage());
        }
        Throwable said = failure;
        while (said.getCause() != null && said.getCause().toString().equals(said.getMessage())) {
            said = said.getCause(); // a wrapper that says nothing itself
        }
        boolean internal =
                said instanceof NullPointerException || said instanceof ClassCastException || said.getMessage() == null;
        return new EvaluationException(
                ErrorCode.INVALID_ARGUMENT, function + (internal ? " failed" : ": " + said.getMessage()));
    }
}
