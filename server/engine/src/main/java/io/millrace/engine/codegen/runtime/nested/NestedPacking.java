package io.millrace.engine.codegen.runtime.nested;

import io.millrace.engine.codegen.runtime.EvaluationException;
import io.millrace.engine.codegen.runtime.TextBuffer;
import io.millrace.engine.memory.Scratch;
import io.millrace.engine.view.RowText;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.packed.PackedMap;
import io.millrace.spi.data.packed.PackedReader;
import io.millrace.spi.data.packed.PackedWriter;
import io.millrace.spi.error.ErrorCode;
import java.util.Arrays;
import java.util.List;

/** What generated code does with {@linkplain io.millrace.spi.data.packed packed} values: rows and maps. */
public final class NestedPacking {

    private NestedPacking() {}

    /** Appends what was written. */
    public static void copy(PackedWriter written, TextBuffer out) {
        out.append(written.data(), 0, written.size());
    }

    /** Appends a map. */
    public static void copy(PackedMap map, TextBuffer out) {
        byte[] bytes = map.toBytes();
        out.append(bytes, 0, bytes.length);
    }

    /** To be called where a key is null; always fails. */
    public static void refuseNullKey() {
        throw new EvaluationException(ErrorCode.NULL_NOT_ALLOWED, "a key of a MAP is NULL");
    }

    /** Appends the text or bytes that begin at {@code at}. */
    public static void text(byte[] data, int at, TextBuffer out) {
        byte[] text = PackedReader.readBytes(data, at);
        out.append(text, 0, text.length);
    }

    /** The elements of an array that begins at {@code at}. */
    public static Column array(Type array, byte[] data, int at) {
        Column elements = PackedReader.readArray(array, data, at);
        Scratch.take(elements.retainedBytes());
        return elements;
    }

    /** Where the value of a key is in a map, −1 when it is null or there is no such key. */
    public static int find(Type type, byte[] data, int start, PackedWriter key) {
        MapType map = (MapType) type;
        int at = start;
        while (data[at] != 0) {
            int end = PackedReader.skipField(map.key(), data, at);
            if (Arrays.equals(data, at, end, key.data(), 0, key.size())) {
                return data[end] == 1 ? -1 : end + 1;
            }
            at = PackedReader.skipField(map.value(), data, end);
        }
        return -1;
    }

    /** The number of entries of a map. */
    public static int size(Type type, byte[] data, int start) {
        MapType map = (MapType) type;
        int count = 0;
        int at = start;
        while (data[at] != 0) {
            at = PackedReader.skipField(map.value(), data, PackedReader.skipField(map.key(), data, at));
            count++;
        }
        return count;
    }

    /** The keys of a map, or its values. */
    public static Column part(Type map, byte[] data, int start, boolean keys) {
        List<Column> parts = PackedReader.readMap((MapType) map, data, start);
        Column part = parts.get(keys ? 0 : 1);
        Scratch.take(part.retainedBytes());
        return part;
    }

    /** The entries of a map as rows of two fields. */
    public static Column entries(Type type, byte[] data, int start) {
        MapType map = (MapType) type;
        BytesColumnBuilder rows = (BytesColumnBuilder) ColumnBuilder.of(Type.VARBINARY);
        int at = start;
        while (data[at] != 0) {
            int end = PackedReader.skipField(map.value(), data, PackedReader.skipField(map.key(), data, at));
            rows.append(data, at, end - at);
            at = end;
        }
        Column column = rows.build();
        Scratch.take(column.retainedBytes());
        return column;
    }

    /** Appends a row or map as JSON. */
    public static void print(byte[] data, int start, int length, Type type, TextBuffer out) {
        StringBuilder text = new StringBuilder();
        RowText.packed(text, data, start, type);
        out.append(text.toString());
    }

    /** Where the value of a field of a row begins, −1 when it is null. */
    public static int field(Type row, int index, byte[] data, int start) {
        return PackedReader.field((StructType) row, index, data, start);
    }
}
