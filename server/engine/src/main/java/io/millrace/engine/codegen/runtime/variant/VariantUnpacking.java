package io.millrace.engine.codegen.runtime.variant;

import io.millrace.engine.codegen.runtime.Binary;
import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.engine.codegen.runtime.Exact;
import io.millrace.engine.codegen.runtime.Text;
import io.millrace.engine.codegen.runtime.TextBuffer;
import io.millrace.engine.codegen.runtime.TextMaking;
import io.millrace.engine.codegen.runtime.Times;
import io.millrace.engine.memory.Scratch;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Ticks;
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
import io.millrace.spi.data.packed.PackedMap;
import io.millrace.spi.data.packed.PackedWriter;
import io.millrace.spi.data.variant.VariantKind;
import io.millrace.spi.data.variant.VariantReader;
import io.millrace.spi.data.variant.VariantWriter;
import io.millrace.spi.error.ErrorCode;
import java.nio.charset.StandardCharsets;

/** Casts of VARIANT values to arrays, rows and maps: each value within as by a cast of its own. */
public final class VariantUnpacking {

    private VariantUnpacking() {}

    /** The elements of an array. */
    public static Column array(Type type, byte[] data, int at) {
        ColumnBuilder elements = ColumnBuilder.of(((ArrayType) type).element());
        appendElements((ArrayType) type, data, at, elements);
        Column column = elements.build();
        Scratch.take(column.retainedBytes());
        return column;
    }

    private static void appendElements(ArrayType type, byte[] data, int start, ColumnBuilder elements) {
        if (data[start] != VariantKind.ARRAY || type.multiset()) {
            throw VariantCasts.mismatch(data, start, type.sql());
        }
        int at = start + 1;
        while (VariantReader.hasNext(data, at)) {
            if (data[at] == VariantKind.NULL && !type.elementNullable() && type.element() != Type.VARIANT) {
                throw nullWithin("an element of " + type.sql());
            }
            append(type.element(), data, at, elements);
            at = VariantReader.skip(data, at);
        }
    }

    private static EvaluationException nullWithin(String what) {
        return new EvaluationException(ErrorCode.NULL_NOT_ALLOWED, what + " is null");
    }

    /** Appends a row or map in packed form. */
    public static void packed(Type type, byte[] data, int at, TextBuffer out) {
        byte[] packed = type instanceof StructType row ? row(row, data, at) : map((MapType) type, data, at);
        out.append(packed, 0, packed.length);
    }

    private static byte[] row(StructType type, byte[] data, int start) {
        if (data[start] != VariantKind.OBJECT) {
            throw VariantCasts.mismatch(data, start, type.sql());
        }
        PackedWriter row = new PackedWriter();
        for (Field field : type.fields()) {
            int at = field(field.name(), data, start);
            boolean isNull = at < 0 || data[at] == VariantKind.NULL && field.type() != Type.VARIANT;
            if (isNull && !field.nullable()) {
                throw nullWithin("the field \"" + field.name() + "\"");
            }
            row.put(field.type(), one(field.type(), data, isNull ? -1 : at), 0);
        }
        return row.toBytes();
    }

    /** The value of a key that is written as a name, else of the last that differs only in case; −1 when there is none. */
    private static int field(String name, byte[] data, int start) {
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        int found = VariantReader.field(data, start, key, 0, key.length);
        int at = start + 1;
        while (found < 0 && VariantReader.hasNext(data, at)) {
            int value = VariantReader.entryValue(data, at);
            String other = new String(VariantReader.entryKey(data, at), StandardCharsets.UTF_8);
            found = other.equalsIgnoreCase(name) ? value : -1;
            at = VariantReader.skip(data, value);
        }
        return found;
    }

    private static byte[] map(MapType type, byte[] data, int start) {
        if (data[start] != VariantKind.OBJECT) {
            throw VariantCasts.mismatch(data, start, type.sql());
        }
        PackedMap map = new PackedMap();
        VariantWriter key = new VariantWriter();
        int at = start + 1;
        while (VariantReader.hasNext(data, at)) {
            byte[] name = VariantReader.entryKey(data, at);
            int value = VariantReader.entryValue(data, at);
            if (data[value] == VariantKind.NULL && !type.valueNullable() && type.value() != Type.VARIANT) {
                throw nullWithin("the value of \"" + new String(name, StandardCharsets.UTF_8) + "\"");
            }
            key.clear();
            key.putText(name, 0, name.length);
            map.key().put(type.key(), one(type.key(), key.data(), 0), 0);
            map.value().put(type.value(), one(type.value(), data, value), 0);
            map.endEntry();
            at = VariantReader.skip(data, value);
        }
        return map.toBytes();
    }

    /** A column of one value, which is NULL where {@code at} is negative. */
    private static Column one(Type type, byte[] data, int at) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        if (at < 0) {
            builder.appendNull();
        } else {
            append(type, data, at, builder);
        }
        return builder.build();
    }

    private static void append(Type type, byte[] data, int at, ColumnBuilder builder) {
        if (data[at] == VariantKind.NULL && type != Type.VARIANT) {
            builder.appendNull();
            return;
        }
        switch (type.layout()) {
            case BOOLEAN -> ((BooleanColumnBuilder) builder).append(VariantCasts.bool(data, at));
            case INT -> ((IntColumnBuilder) builder).append(intValue(type, data, at));
            case LONG -> ((LongColumnBuilder) builder).append(longValue((ScalarType) type, data, at));
            case DOUBLE -> {
                double value = VariantCasts.floating(data, at);
                ((DoubleColumnBuilder) builder).append(type.kind() == TypeKind.REAL ? Exact.real(value) : value);
            }
            case DECIMAL -> {
                ScalarType decimal = (ScalarType) type;
                ((DecimalColumnBuilder) builder)
                        .append(VariantCasts.decimal(data, at, decimal.precision(), decimal.scale()));
            }
            case BYTES -> appendBytes(type, data, at, (BytesColumnBuilder) builder);
            case ARRAY -> {
                ArrayColumnBuilder arrays = (ArrayColumnBuilder) builder;
                appendElements((ArrayType) type, data, at, arrays.elements());
                arrays.endArray();
            }
        }
    }

    private static int intValue(Type type, byte[] data, int at) {
        return switch (type.kind()) {
            case TINYINT -> Exact.tinyint(VariantCasts.bigint(data, at));
            case SMALLINT -> Exact.smallint(VariantCasts.bigint(data, at));
            case DATE -> VariantCasts.date(data, at);
            case TIME -> cut(VariantCasts.time(data, at), (ScalarType) type);
            case INTERVAL_MONTH -> VariantCasts.months(data, at);
            default -> Exact.integer(VariantCasts.bigint(data, at));
        };
    }

    private static int cut(long value, ScalarType type) {
        return (int) cutTo(value, type);
    }

    /** Drops the digits of a second's fraction that a type does not have. */
    private static long cutTo(long value, ScalarType type) {
        long unit = (long) Math.pow(10, 3 - Math.min(3, type.precision()));
        return Math.floorDiv(value, unit) * unit;
    }

    private static long timestamp(byte[] data, int at, boolean zoned, ScalarType type) {
        if (!Ticks.isFine(type)) {
            return cutTo(VariantCasts.timestamp(data, at, zoned), type);
        }
        long ticks = VariantCasts.timestamp(data, at, zoned, Ticks.perMilli(type));
        return Times.floor(ticks, Ticks.lastDigit(type.precision()));
    }

    private static long longValue(ScalarType type, byte[] data, int at) {
        return switch (type.kind()) {
            case DECIMAL -> VariantCasts.scaled(data, at, type.precision(), type.scale());
            case TIMESTAMP -> timestamp(data, at, false, type);
            case TIMESTAMP_LTZ -> timestamp(data, at, true, type);
            case INTERVAL_DAY -> VariantCasts.millis(data, at);
            default -> VariantCasts.bigint(data, at);
        };
    }

    private static void appendBytes(Type type, byte[] data, int at, BytesColumnBuilder builder) {
        TextBuffer out = new TextBuffer(0);
        switch (type.kind()) {
            case VARIANT -> {
                builder.append(data, at, VariantReader.skip(data, at) - at);
                return;
            }
            case ROW, MAP -> packed(type, data, at, out);
            case UUID -> VariantCasts.uuid(data, at, out);
            case BINARY, VARBINARY -> VariantCasts.binary(data, at, out);
            default -> VariantCasts.text(data, at, out);
        }
        int start = out.size();
        int precision = type instanceof ScalarType scalar ? scalar.precision() : Type.MAX_LENGTH;
        if (precision == Type.MAX_LENGTH || type.kind() == TypeKind.UUID) {
            builder.append(out.data(), 0, start);
            return;
        }
        switch (type.kind()) {
            case CHAR -> TextMaking.character(out.data(), 0, start, precision, out);
            case BINARY -> Binary.fixed(out.data(), 0, start, precision, out);
            case VARBINARY -> out.append(out.data(), 0, Math.min(start, precision));
            default -> {
                long left = Text.left(out.data(), 0, start, precision);
                builder.append(out.data(), 0, (int) left);
                return;
            }
        }
        builder.append(out.data(), start, out.size() - start);
    }
}
