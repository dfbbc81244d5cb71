package io.millrace.engine.view;

import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.data.packed.PackedReader;
import io.millrace.spi.data.variant.VariantJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;

/** Rows as JSON text, for the relations that show late and failed rows. */
public final class RowText {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS").withZone(ZoneOffset.UTC);

    private static final int MILLI_DIGITS = 3;

    private RowText() {}

    /** One row as a JSON object in UTF-8. */
    public static byte[] json(RowType rowType, Page page, int row) {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < Math.min(rowType.size(), page.columnCount()); i++) {
            text.append(i == 0 ? "" : ",");
            quote(text, rowType.field(i).name());
            text.append(':');
            append(text, page.column(i), rowType.type(i), row);
        }
        return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Some values of a row by their names, as in {@code k = 1, name = "x"}. */
    public static String named(RowType rowType, int[] columns, Page page, int row) {
        StringBuilder text = new StringBuilder();
        for (int column : columns) {
            text.append(text.length() == 0 ? "" : ", ")
                    .append(rowType.field(column).name())
                    .append(" = ");
            append(text, page.column(column), rowType.type(column), row);
        }
        return text.toString();
    }

    /** A time as text, in UTC. */
    public static String timestamp(long millis) {
        return TIMESTAMP.format(Instant.ofEpochMilli(millis));
    }

    /** A time of a type as text, in UTC and with at least milliseconds. */
    public static String timestamp(long ticks, ScalarType type) {
        String text = TIMESTAMP.format(Ticks.instant(ticks, type.precision()));
        if (type.precision() <= MILLI_DIGITS) {
            return text;
        }
        long perMilli = Ticks.perMilli(type);
        String nanos = String.format("%06d", Ticks.nanosOfMilli(ticks, perMilli));
        return text + nanos.substring(0, type.precision() - MILLI_DIGITS);
    }

    /** Appends a value as JSON. */
    public static void append(StringBuilder text, Column column, Type type, int row) {
        append(text, column, type, row, false);
    }

    /**
     * Appends a value as JSON.
     *
     * @param exact whether BIGINT and DECIMAL are texts wherever they stand, for those who read numbers as DOUBLE
     */
    public static void append(StringBuilder text, Column column, Type type, int row, boolean exact) {
        if (column.isNull(row)) {
            text.append("null");
            return;
        }
        switch (column.layout()) {
            case BOOLEAN -> text.append(((BooleanColumn) column).values()[row]);
            case INT -> intValue(text, ((IntColumn) column).values()[row], type);
            case LONG -> longValue(text, ((LongColumn) column).values()[row], type, exact);
            case DOUBLE -> doubleValue(text, ((DoubleColumn) column).values()[row], type);
            case DECIMAL -> number(text, ((DecimalColumn) column).values()[row].toPlainString(), exact);
            case BYTES -> bytesValue(text, (BytesColumn) column, type, row, exact);
            case ARRAY -> arrayValue(text, (ArrayColumn) column, ((ArrayType) type).element(), row, exact);
        }
    }

    /** Appends a text that is JSON, as it is. */
    public static void appendJson(StringBuilder text, Column column, int row) {
        text.append(column.isNull(row) ? "null" : ((BytesColumn) column).text(row));
    }

    private static void intValue(StringBuilder text, int value, Type type) {
        switch (type.kind()) {
            case DATE -> quote(text, LocalDate.ofEpochDay(value).toString());
            case TIME -> quote(text, LocalTime.ofNanoOfDay(value * 1_000_000L).toString());
            default -> text.append(value);
        }
    }

    private static void longValue(StringBuilder text, long value, Type type, boolean exact) {
        switch (type.kind()) {
            case TIMESTAMP, TIMESTAMP_LTZ -> quote(text, timestamp(value, (ScalarType) type));
            case DECIMAL ->
                number(
                        text,
                        BigDecimal.valueOf(value, ((ScalarType) type).scale()).toPlainString(),
                        exact);
            case BIGINT -> text.append(exact ? "\"" : "").append(value).append(exact ? "\"" : "");
            default -> text.append(value);
        }
    }

    private static void number(StringBuilder text, String digits, boolean exact) {
        text.append(exact ? "\"" : "").append(digits).append(exact ? "\"" : "");
    }

    /** In quotes where JSON has no such number. */
    private static void doubleValue(StringBuilder text, double value, Type type) {
        String number = type.kind() == TypeKind.REAL ? Float.toString((float) value) : Double.toString(value);
        if (Double.isFinite(value)) {
            text.append(number);
        } else {
            quote(text, number);
        }
    }

    private static void bytesValue(StringBuilder text, BytesColumn column, Type type, int row, boolean exact) {
        switch (type.kind()) {
            case BINARY, VARBINARY -> {
                int start = column.starts()[row];
                quote(text, HexFormat.of().formatHex(column.data(), start, start + column.lengths()[row]));
            }
            case UUID -> quote(text, UuidBytes.text(column.data(), column.starts()[row]));
            case VARIANT -> VariantJson.print(column.data(), column.starts()[row], text);
            case ROW, MAP -> packed(text, column.data(), column.starts()[row], type, exact);
            default -> quote(text, column.text(row));
        }
    }

    /** Appends a ROW or MAP that lies in an array as an object of JSON. */
    public static void packed(StringBuilder text, byte[] data, int start, Type type) {
        packed(text, data, start, type, false);
    }

    private static void packed(StringBuilder text, byte[] data, int start, Type type, boolean exact) {
        text.append('{');
        if (type instanceof StructType struct) {
            Column[] values = PackedReader.readRow(struct, data, start);
            for (int i = 0; i < values.length; i++) {
                Field field = struct.fields().get(i);
                quote(i == 0 ? text : text.append(','), field.name());
                append(text.append(':'), values[i], field.type(), 0, exact);
            }
        } else {
            MapType map = (MapType) type;
            List<Column> entries = PackedReader.readMap(map, data, start);
            for (int i = 0; i < entries.get(0).size(); i++) {
                key(i == 0 ? text : text.append(','), entries.get(0), map.key(), i);
                append(text.append(':'), entries.get(1), map.value(), i, exact);
            }
        }
        text.append('}');
    }

    /** A key of an object is a text. */
    private static void key(StringBuilder text, Column keys, Type type, int row) {
        StringBuilder key = new StringBuilder();
        append(key, keys, type, row);
        if (key.charAt(0) == '"') {
            text.append(key);
        } else {
            quote(text, key.toString());
        }
    }

    private static void arrayValue(StringBuilder text, ArrayColumn column, Type element, int row, boolean exact) {
        text.append('[');
        for (int i = 0; i < column.lengths()[row]; i++) {
            text.append(i == 0 ? "" : ",");
            append(text, column.elements(), element, column.starts()[row] + i, exact);
        }
        text.append(']');
    }

    private static void quote(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ') {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
