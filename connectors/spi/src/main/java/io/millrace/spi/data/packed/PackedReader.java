package io.millrace.spi.data.packed;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.VariantType;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.variant.VariantReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/** Reads packed values where they lie. A value is said by its array and where it begins, behind the byte that says that it is there. */
public final class PackedReader {

    private PackedReader() {}

    /** Where the value of a field of a ROW that begins at {@code start} begins, −1 when it is null. */
    public static int field(StructType row, int index, byte[] data, int start) {
        int at = start;
        for (int i = 0; i < index; i++) {
            at = skipField(row.fields().get(i).type(), data, at);
        }
        return data[at] == PackedWriter.NULL ? -1 : at + 1;
    }

    /** Where the field that begins at {@code at} ends. */
    public static int skipField(Type type, byte[] data, int at) {
        return data[at] == PackedWriter.NULL ? at + 1 : skip(type, data, at + 1);
    }

    /** Where the value that begins at {@code at} ends. */
    public static int skip(Type type, byte[] data, int at) {
        if (type instanceof StructType row) {
            int next = at;
            for (Field field : row.fields()) {
                next = skipField(field.type(), data, next);
            }
            return next;
        }
        if (type instanceof MapType map) {
            int next = at;
            while (data[next] != PackedWriter.END) {
                next = skipField(map.value(), data, skipField(map.key(), data, next));
            }
            return next + 1;
        }
        if (type instanceof VariantType) {
            return VariantReader.skip(data, at);
        }
        return switch (type.layout()) {
            case BOOLEAN -> at + 1;
            case INT -> at + Integer.BYTES;
            case LONG, DOUBLE -> at + Long.BYTES;
            case DECIMAL -> at + 1 + digits(data, at);
            case BYTES -> textEnd(data, at) + 2;
            case ARRAY -> {
                int next = at;
                while (data[next] != PackedWriter.END) {
                    next = skipField(((ArrayType) type).element(), data, next);
                }
                yield next + 1;
            }
        };
    }

    private static int digits(byte[] data, int at) {
        int head = data[at] & 0xFF;
        return head >= PackedWriter.POSITIVE ? head - PackedWriter.POSITIVE : PackedWriter.POSITIVE - 1 - head;
    }

    /** Where the zero at the end of a text is, behind which is a one. */
    private static int textEnd(byte[] data, int start) {
        int at = start;
        while (data[at] != PackedWriter.END || data[at + 1] == PackedWriter.ESCAPE) {
            at++;
        }
        return at;
    }

    public static boolean readBoolean(byte[] data, int at) {
        return data[at] != 0;
    }

    public static int readInt(byte[] data, int at) {
        int value = 0;
        for (int i = 0; i < Integer.BYTES; i++) {
            value = value << 8 | data[at + i] & 0xFF;
        }
        return value ^ Integer.MIN_VALUE;
    }

    public static long readLong(byte[] data, int at) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | data[at + i] & 0xFF;
        }
        return value ^ Long.MIN_VALUE;
    }

    public static double readDouble(byte[] data, int at) {
        long bits = readLong(data, at);
        return Double.longBitsToDouble(bits < 0 ? bits ^ Long.MAX_VALUE : bits);
    }

    public static BigDecimal readDecimal(Type type, byte[] data, int at) {
        int length = digits(data, at);
        boolean negative = (data[at] & 0xFF) < PackedWriter.POSITIVE;
        byte[] magnitude = new byte[length];
        for (int i = 0; i < length; i++) {
            magnitude[i] = negative ? (byte) ~data[at + 1 + i] : data[at + 1 + i];
        }
        return new BigDecimal(new BigInteger(negative ? -1 : 1, magnitude), ((ScalarType) type).scale());
    }

    /** A text or binary value. */
    public static byte[] readBytes(byte[] data, int at) {
        int end = textEnd(data, at);
        byte[] text = new byte[end - at];
        int length = 0;
        for (int i = at; i < end; i++) {
            text[length++] = data[i];
            if (data[i] == PackedWriter.END) {
                i++;
            }
        }
        return length == text.length ? text : Arrays.copyOf(text, length);
    }

    /** The elements of an array. */
    public static Column readArray(Type array, byte[] data, int at) {
        ColumnBuilder elements = ColumnBuilder.of(((ArrayType) array).element());
        appendElements(((ArrayType) array).element(), data, at, elements);
        return elements.build();
    }

    private static void appendElements(Type element, byte[] data, int start, ColumnBuilder elements) {
        int at = start;
        while (data[at] != PackedWriter.END) {
            appendField(element, data, at, elements);
            at = skipField(element, data, at);
        }
    }

    /** The fields of a ROW, each in a column of its own that has one row. */
    public static Column[] readRow(StructType row, byte[] data, int start) {
        Column[] columns = new Column[row.fields().size()];
        int at = start;
        for (int i = 0; i < columns.length; i++) {
            Type type = row.fields().get(i).type();
            ColumnBuilder builder = ColumnBuilder.of(type);
            appendField(type, data, at, builder);
            columns[i] = builder.build();
            at = skipField(type, data, at);
        }
        return columns;
    }

    /** The keys of a map, and its values, each in a column. */
    public static List<Column> readMap(MapType map, byte[] data, int start) {
        ColumnBuilder keys = ColumnBuilder.of(map.key());
        ColumnBuilder values = ColumnBuilder.of(map.value());
        int at = start;
        while (data[at] != PackedWriter.END) {
            appendField(map.key(), data, at, keys);
            at = skipField(map.key(), data, at);
            appendField(map.value(), data, at, values);
            at = skipField(map.value(), data, at);
        }
        return List.of(keys.build(), values.build());
    }

    private static void appendField(Type type, byte[] data, int at, ColumnBuilder builder) {
        if (data[at] == PackedWriter.NULL) {
            builder.appendNull();
            return;
        }
        int value = at + 1;
        switch (type.layout()) {
            case BOOLEAN -> ((BooleanColumnBuilder) builder).append(readBoolean(data, value));
            case INT -> ((IntColumnBuilder) builder).append(readInt(data, value));
            case LONG -> ((LongColumnBuilder) builder).append(readLong(data, value));
            case DOUBLE -> ((DoubleColumnBuilder) builder).append(readDouble(data, value));
            case DECIMAL -> ((DecimalColumnBuilder) builder).append(readDecimal(type, data, value));
            case BYTES -> {
                BytesColumnBuilder bytes = (BytesColumnBuilder) builder;
                if (type instanceof ScalarType) {
                    bytes.append(readBytes(data, value));
                } else {
                    bytes.append(data, value, skip(type, data, value) - value);
                }
            }
            case ARRAY -> {
                ArrayColumnBuilder arrays = (ArrayColumnBuilder) builder;
                appendElements(((ArrayType) type).element(), data, value, arrays.elements());
                arrays.endArray();
            }
        }
    }
}
