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
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.packed.PackedMap;
import io.millrace.spi.data.packed.PackedReader;
import io.millrace.spi.data.packed.PackedWriter;
import io.millrace.spi.data.variant.VariantValue;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

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
     * @param element the type of its elements
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
                if (!(type instanceof ScalarType)) {
                    yield packed(type, texts.data(), texts.starts()[row], texts.lengths()[row]);
                }
                if (type.kind() == TypeKind.UUID) {
                    yield UuidBytes.uuid(texts.data(), texts.starts()[row]);
                }
                if (type.kind() == TypeKind.BINARY || type.kind() == TypeKind.VARBINARY) {
                    yield bytes(texts.data(), texts.starts()[row], texts.lengths()[row]);
                }
                yield Text.string(texts.data(), texts.starts()[row], texts.lengths()[row]);
            }
            case ARRAY -> {
                ArrayColumn arrays = (ArrayColumn) column;
                yield list(
                        ((ArrayType) type).element(), arrays.elements(), arrays.starts()[row], arrays.lengths()[row]);
            }
        };
    }

    public static UUID uuid(byte[] data, int start, int length) {
        return UuidBytes.uuid(data, start);
    }

    /** Appends a UUID that a function gave. */
    public static void append(Object uuid, TextBuffer out) {
        out.append(UuidBytes.of((UUID) uuid), 0, UuidBytes.LENGTH);
    }

    /** A ROW as its values, a MAP as a map. */
    public static Object packed(Type type, byte[] data, int start, int length) {
        if (type == Type.VARIANT) {
            return new VariantValue(bytes(data, start, length));
        }
        if (type instanceof StructType row) {
            Column[] columns = PackedReader.readRow(row, data, start);
            Object[] values = new Object[columns.length];
            for (int i = 0; i < values.length; i++) {
                values[i] =
                        columns[i].isNull(0) ? null : value(row.fields().get(i).type(), columns[i], 0);
            }
            return values;
        }
        MapType map = (MapType) type;
        List<Column> entries = PackedReader.readMap(map, data, start);
        int size = entries.get(0).size();
        List<Object> keys = list(map.key(), entries.get(0), 0, size);
        List<Object> values = list(map.value(), entries.get(1), 0, size);
        Map<Object, Object> boxed = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            boxed.put(keys.get(i), values.get(i));
        }
        return boxed;
    }

    /** Appends a ROW or MAP that a function gave. */
    public static void pack(Type type, Object value, TextBuffer out) {
        byte[] bytes = pack(type, value);
        out.append(bytes, 0, bytes.length);
    }

    private static byte[] pack(Type type, Object value) {
        if (value instanceof VariantValue variant) {
            return variant.bytes();
        }
        if (type instanceof StructType row) {
            List<?> values = value instanceof Object[] array ? Arrays.asList(array) : (List<?>) value;
            PackedWriter writer = new PackedWriter();
            for (int i = 0; i < row.fields().size(); i++) {
                Type field = row.fields().get(i).type();
                writer.put(field, column(field, Collections.singletonList(values.get(i))), 0);
            }
            return writer.toBytes();
        }
        MapType map = (MapType) type;
        Map<?, ?> entries = (Map<?, ?>) value;
        if (entries.containsKey(null)) {
            throw new EvaluationException(ErrorCode.NULL_NOT_ALLOWED, "a key of a MAP is NULL");
        }
        Column keys = column(map.key(), new ArrayList<>(entries.keySet()));
        Column values = column(map.value(), new ArrayList<>(entries.values()));
        return PackedMap.of(map, keys, values, 0, entries.size());
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
            case BYTES ->
                ((BytesColumnBuilder) builder)
                        .append(
                                type.kind() == TypeKind.UUID
                                        ? UuidBytes.of((UUID) value)
                                        : type instanceof ScalarType
                                                ? value instanceof byte[] bytes
                                                        ? bytes
                                                        : value.toString().getBytes(StandardCharsets.UTF_8)
                                                : pack(type, value));
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
        ScalarType decimal = (ScalarType) type;
        return Decimals.fit(number, decimal.precision(), decimal.scale());
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
