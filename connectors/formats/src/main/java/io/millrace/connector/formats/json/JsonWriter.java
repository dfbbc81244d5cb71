package io.millrace.connector.formats.json;

import io.millrace.connector.formats.RecordBytes;
import io.millrace.connector.formats.ScalarText;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.packed.PackedReader;
import io.millrace.spi.data.variant.VariantJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes rows as JSON objects, one a line, with the columns in their order. */
final class JsonWriter implements RecordWriter {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[][] names;
    private final Type[] types;
    private final ScalarText[] texts;
    private final Map<Type, ScalarText> within = new HashMap<>();
    private final RecordBytes out = new RecordBytes();

    JsonWriter(RowType rowType) {
        names = new byte[rowType.size()][];
        types = new Type[names.length];
        texts = new ScalarText[names.length];
        for (int i = 0; i < names.length; i++) {
            RecordBytes name = new RecordBytes();
            byte[] bytes = rowType.field(i).name().getBytes(StandardCharsets.UTF_8);
            name.put(i == 0 ? '{' : ',');
            string(bytes, 0, bytes.length, name);
            name.put(':');
            names[i] = name.toArray();
            types[i] = rowType.type(i);
            texts[i] = text(types[i]);
        }
    }

    /** How a value, or the values within an array, are written; null for rows, maps and VARIANTs. */
    private ScalarText text(Type type) {
        if (type instanceof ArrayType array) {
            return text(array.element());
        }
        return type instanceof ScalarType ? within.computeIfAbsent(type, ScalarText::new) : null;
    }

    @Override
    public byte[] header() {
        return new byte[0];
    }

    @Override
    public void append(Page page, int row) {
        for (int i = 0; i < names.length; i++) {
            out.put(names[i]);
            value(texts[i], types[i], page.column(i), row);
        }
        out.put('}');
        out.put('\n');
    }

    private void value(ScalarText text, Type type, Column column, int row) {
        if (column.isNull(row)) {
            out.put(NULL);
        } else if (type instanceof ArrayType array) {
            array(text, array.element(), (ArrayColumn) column, row);
        } else if (type == Type.VARIANT) {
            StringBuilder json = new StringBuilder();
            BytesColumn bytes = (BytesColumn) column;
            VariantJson.print(bytes.data(), bytes.starts()[row], json);
            out.put(json.toString().getBytes(StandardCharsets.UTF_8));
        } else if (!(type instanceof ScalarType)) {
            object(type, (BytesColumn) column, row);
        } else if (text.isText()) {
            BytesColumn bytes = (BytesColumn) column;
            string(bytes.data(), bytes.starts()[row], bytes.lengths()[row], out);
        } else if (text.isPlain() && isFinite(column, row)) {
            text.append(column, row, out);
        } else {
            out.put('"');
            text.append(column, row, out);
            out.put('"');
        }
    }

    /** A ROW or MAP. */
    private void object(Type type, BytesColumn column, int row) {
        out.put('{');
        if (type instanceof StructType struct) {
            Column[] fields = PackedReader.readRow(struct, column.data(), column.starts()[row]);
            for (int i = 0; i < fields.length; i++) {
                Field field = struct.fields().get(i);
                byte[] name = field.name().getBytes(StandardCharsets.UTF_8);
                out.put(i == 0 ? "" : ",");
                string(name, 0, name.length, out);
                out.put(':');
                value(text(field.type()), field.type(), fields[i], 0);
            }
        } else {
            MapType map = (MapType) type;
            List<Column> entries = PackedReader.readMap(map, column.data(), column.starts()[row]);
            for (int i = 0; i < entries.get(0).size(); i++) {
                out.put(i == 0 ? "" : ",");
                key(text(map.key()), entries.get(0), i);
                out.put(':');
                value(text(map.value()), map.value(), entries.get(1), i);
            }
        }
        out.put('}');
    }

    /** A key of an object is a text whatever its type. */
    private void key(ScalarText text, Column keys, int row) {
        if (text.isText()) {
            BytesColumn bytes = (BytesColumn) keys;
            string(bytes.data(), bytes.starts()[row], bytes.lengths()[row], out);
        } else {
            out.put('"');
            text.append(keys, row, out);
            out.put('"');
        }
    }

    /** JSON has no numbers for the others; as strings they can be read again. */
    private static boolean isFinite(Column column, int row) {
        return !(column instanceof DoubleColumn doubles) || Double.isFinite(doubles.values()[row]);
    }

    private void array(ScalarText text, Type element, ArrayColumn column, int row) {
        out.put('[');
        for (int i = 0; i < column.lengths()[row]; i++) {
            if (i > 0) {
                out.put(',');
            }
            value(text, element, column.elements(), column.starts()[row] + i);
        }
        out.put(']');
    }

    private static void string(byte[] bytes, int start, int length, RecordBytes to) {
        to.put('"');
        int from = start;
        for (int i = start; i < start + length; i++) {
            byte b = bytes[i];
            if (b == '"' || b == '\\') {
                to.put(bytes, from, i - from);
                to.put('\\');
                from = i;
            } else if (b >= 0 && b < ' ') {
                to.put(bytes, from, i - from);
                to.put("\\u00");
                to.put((char) HEX[b >> 4]);
                to.put((char) HEX[b & 15]);
                from = i + 1;
            }
        }
        to.put(bytes, from, start + length - from);
        to.put('"');
    }

    @Override
    public void writeTo(OutputStream target) throws IOException {
        out.writeTo(target);
    }
}
