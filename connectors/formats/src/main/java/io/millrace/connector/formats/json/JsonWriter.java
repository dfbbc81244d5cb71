package io.millrace.connector.formats.json;

import io.millrace.connector.formats.RecordBytes;
import io.millrace.connector.formats.ScalarText;
import io.millrace.spi.connector.RecordWriter;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.Type;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes rows as JSON objects, one a line, with the columns in their order. */
final class JsonWriter implements RecordWriter {

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private final byte[][] names;
    private final Type[] types;
    private final ScalarText[] texts;
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
            texts[i] = new ScalarText(scalar(types[i]));
        }
    }

    /** The type of a value, or of the values within an array. */
    private static Type scalar(Type type) {
        return type instanceof ArrayType array ? scalar(array.element()) : type;
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
