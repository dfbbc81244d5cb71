package io.millrace.engine.codegen.runtime.variant;

import io.millrace.engine.codegen.runtime.TextBuffer;
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
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.packed.PackedReader;
import io.millrace.spi.data.variant.VariantWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes values of columns as VARIANT values: rows and maps as objects, whose keys are text. */
final class VariantPacking {

    private VariantPacking() {}

    /** The value of a row of a column; NULL as JSON's null. */
    static void put(Type type, Column column, int row, VariantWriter out) {
        if (column.isNull(row)) {
            out.putNull();
            return;
        }
        switch (type.layout()) {
            case BOOLEAN -> out.putBoolean(((BooleanColumn) column).values()[row]);
            case INT -> putInt(type, ((IntColumn) column).values()[row], out);
            case LONG -> putLong(type, ((LongColumn) column).values()[row], out);
            case DOUBLE -> putDouble(type, ((DoubleColumn) column).values()[row], out);
            case DECIMAL -> out.putDecimal(((DecimalColumn) column).values()[row]);
            case BYTES -> {
                BytesColumn bytes = (BytesColumn) column;
                putBytes(type, bytes.data(), bytes.starts()[row], bytes.lengths()[row], out);
            }
            case ARRAY -> {
                ArrayColumn arrays = (ArrayColumn) column;
                putArray(
                        ((ArrayType) type).element(),
                        arrays.elements(),
                        arrays.starts()[row],
                        arrays.lengths()[row],
                        out);
            }
        }
    }

    private static void putInt(Type type, int value, VariantWriter out) {
        switch (type.kind()) {
            case DATE -> out.putDate(value);
            case TIME -> out.putTime(value);
            case INTERVAL_MONTH -> out.putMonths(value);
            default -> out.putLong(value);
        }
    }

    private static void putLong(Type type, long value, VariantWriter out) {
        switch (type.kind()) {
            case DECIMAL -> out.putScaled(value, ((ScalarType) type).scale());
            case TIMESTAMP -> out.putTimestamp(value, Ticks.perMilli(type));
            case TIMESTAMP_LTZ -> out.putInstant(value, Ticks.perMilli(type));
            case INTERVAL_DAY -> out.putMillis(value);
            default -> out.putLong(value);
        }
    }

    private static void putDouble(Type type, double value, VariantWriter out) {
        switch (type.kind()) {
            case REAL -> out.putReal((float) value);
            default -> out.putDouble(value);
        }
    }

    private static void putBytes(Type type, byte[] data, int start, int length, VariantWriter out) {
        switch (type.kind()) {
            case BINARY, VARBINARY -> out.putBinary(data, start, length);
            case UUID -> out.putUuid(data, start);
            case VARIANT -> out.putVariant(data, start, length);
            case ROW, MAP -> putPacked(type, data, start, out);
            default -> out.putText(data, start, length);
        }
    }

    static void putArray(Type element, Column elements, int start, int length, VariantWriter out) {
        out.beginArray();
        for (int i = start; i < start + length; i++) {
            put(element, elements, i, out);
        }
        out.endArray();
    }

    /** A row or map. */
    static void putPacked(Type type, byte[] data, int start, VariantWriter out) {
        int begin = out.beginObject();
        if (type instanceof StructType row) {
            Column[] fields = PackedReader.readRow(row, data, start);
            for (int i = 0; i < fields.length; i++) {
                byte[] name = row.fields().get(i).name().getBytes(StandardCharsets.UTF_8);
                out.putEntry(name, 0, name.length);
                put(row.fields().get(i).type(), fields[i], 0, out);
            }
        } else {
            MapType map = (MapType) type;
            List<Column> entries = PackedReader.readMap(map, data, start);
            for (int i = 0; i < entries.get(0).size(); i++) {
                byte[] key = key(map.key(), entries.get(0), i);
                out.putEntry(key, 0, key.length);
                put(map.value(), entries.get(1), i, out);
            }
        }
        out.endObject(begin);
    }

    /** A key as the text that CAST makes of it when it is a VARIANT. */
    private static byte[] key(Type type, Column keys, int row) {
        VariantWriter key = new VariantWriter();
        put(type, keys, row, key);
        TextBuffer text = new TextBuffer(0);
        VariantCasts.text(key.data(), 0, text);
        return Arrays.copyOf(text.data(), text.size());
    }
}
