package io.millrace.engine.codegen.expression.operand;

import io.millrace.dstream.expression.Literal;
import io.millrace.engine.codegen.java.ClassText;
import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Literals in generated code: numbers are written out, text lies in the class's array of constants, the rest in fields. */
public final class ConstantOperands {

    private final ClassText owner;

    public ConstantOperands(ClassText owner) {
        this.owner = owner;
    }

    public Operand nullOf(Type type) {
        String zero = Java.zero(type.layout());
        String place = Java.sliced(type) ? "0" : "";
        return Operand.slice(type, zero, place, place).withNull(Operand.ALWAYS);
    }

    public Operand operand(Literal literal) {
        Type type = literal.type();
        if (literal.value().isEmpty()) {
            return nullOf(type);
        }
        Object value = literal.value().get();
        return switch (type.layout()) {
            case BOOLEAN -> Operand.of(type, String.valueOf(value));
            case INT -> Operand.of(type, Java.constant(((Number) value).intValue()));
            case LONG -> Operand.of(type, Java.constant(((Number) value).longValue()));
            case DOUBLE -> Operand.of(type, Java.constant(((Number) value).doubleValue()));
            case DECIMAL ->
                Operand.of(type, owner.constant("java.math.BigDecimal", value))
                        .withLong(LongOrBig.constant((BigDecimal) value));
            case BYTES -> {
                byte[] bytes = bytes(value);
                yield Operand.slice(type, "text", String.valueOf(owner.pooled(bytes)), String.valueOf(bytes.length));
            }
            case ARRAY -> {
                Column elements = elements((ArrayType) type, (List<?>) value);
                yield Operand.slice(
                        type,
                        owner.constant("io.millrace.spi.data.Column", elements),
                        "0",
                        String.valueOf(elements.size()));
            }
        };
    }

    /** The bytes of a text or binary literal's value. */
    public static byte[] bytes(Object value) {
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return value.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Column elements(ArrayType type, List<?> values) {
        ColumnBuilder builder = ColumnBuilder.of(type.element());
        for (Object value : values) {
            append(builder, type.element(), value);
        }
        return builder.build();
    }

    private static void append(ColumnBuilder builder, Type type, Object value) {
        if (value == null) {
            builder.appendNull();
            return;
        }
        Layout layout = type.layout();
        switch (layout) {
            case BOOLEAN -> ((BooleanColumnBuilder) builder).append((Boolean) value);
            case INT -> ((IntColumnBuilder) builder).append(((Number) value).intValue());
            case LONG -> ((LongColumnBuilder) builder).append(((Number) value).longValue());
            case DOUBLE -> ((DoubleColumnBuilder) builder).append(((Number) value).doubleValue());
            case DECIMAL -> ((DecimalColumnBuilder) builder).append((BigDecimal) value);
            case BYTES -> ((BytesColumnBuilder) builder).append(bytes(value));
            case ARRAY -> {
                ArrayColumnBuilder arrays = (ArrayColumnBuilder) builder;
                for (Object element : (List<?>) value) {
                    append(arrays.elements(), ((ArrayType) type).element(), element);
                }
                arrays.endArray();
            }
        }
    }
}
