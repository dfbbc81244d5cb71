package io.millrace.connector.jdbc.replication;

import io.millrace.spi.data.DecimalFit;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
import io.millrace.spi.data.variant.InvalidJsonException;
import io.millrace.spi.data.variant.JsonReader;
import io.millrace.spi.data.variant.VariantWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the texts in which PostgreSQL writes the values of one column. Used by one thread. */
final class TextValues {

    private interface Reading {
        void read(byte[] text, int start, int length, ColumnBuilder to) throws UnfitTextException;
    }

    private final Field field;
    private final Reading reading;
    private final PostgresTimes times = new PostgresTimes();
    private final JsonReader json = new JsonReader(new VariantWriter());
    private byte[] decoded = new byte[UuidBytes.LENGTH];

    TextValues(Field field) {
        this.field = field;
        this.reading = reading(field.type());
    }

    private Reading reading(Type type) {
        return switch (type.kind()) {
            case BOOLEAN ->
                (text, start, length, to) -> ((BooleanColumnBuilder) to).append(length == 1 && text[start] == 't');
            case TINYINT, SMALLINT, INTEGER ->
                (text, start, length, to) ->
                        ((IntColumnBuilder) to).append((int) DecimalText.whole(text, start, length));
            case BIGINT ->
                (text, start, length, to) -> ((LongColumnBuilder) to).append(DecimalText.whole(text, start, length));
            case REAL ->
                (text, start, length, to) ->
                        ((DoubleColumnBuilder) to).append(Float.parseFloat(ascii(text, start, length)));
            case DOUBLE ->
                (text, start, length, to) ->
                        ((DoubleColumnBuilder) to).append(Double.parseDouble(ascii(text, start, length)));
            case DECIMAL -> decimal((ScalarType) type);
            case CHAR, VARCHAR -> (text, start, length, to) -> readText((ScalarType) type, text, start, length, to);
            case BINARY, VARBINARY ->
                (text, start, length, to) -> readBytes((ScalarType) type, text, start, length, to);
            case UUID -> this::readUuid;
            case DATE -> (text, start, length, to) -> ((IntColumnBuilder) to).append(times.date(text, start, length));
            case TIME -> (text, start, length, to) -> ((IntColumnBuilder) to).append(times.time(text, start, length));
            case TIMESTAMP, TIMESTAMP_LTZ ->
                (text, start, length, to) -> ((LongColumnBuilder) to)
                        .append(times.timestamp(text, start, length, ((ScalarType) type).precision()));
            case VARIANT -> this::readJson;
            case INTERVAL_MONTH, INTERVAL_DAY, ARRAY, MULTISET, ROW, MAP ->
                throw new IllegalStateException("columns of " + type.sql() + " were refused");
        };
    }

    /** Appends the value of a column of an image. */
    void read(RowImage image, int column, ColumnBuilder to) throws UnfitTextException {
        int length = image.lengths[column];
        if (length >= 0) {
            try {
                reading.read(image.bytes, image.starts[column], length, to);
            } catch (UnfitTextException e) {
                throw new UnfitTextException("column \"" + field.name() + "\": " + e.getMessage() + " is not a "
                        + field.type().sql());
            }
        } else if (field.nullable()) {
            to.appendNull();
        } else {
            throw new UnfitTextException("column \"" + field.name() + "\" is NULL, but was declared NOT NULL");
        }
    }

    private static String ascii(byte[] text, int start, int length) {
        return new String(text, start, length, StandardCharsets.ISO_8859_1);
    }

    private static Reading decimal(ScalarType type) {
        if (type.layout() == Layout.LONG) {
            return (text, start, length, to) -> ((LongColumnBuilder) to)
                    .append(DecimalText.unscaled(text, start, length, type.precision(), type.scale()));
        }
        return (text, start, length, to) -> ((DecimalColumnBuilder) to).append(wide(type, ascii(text, start, length)));
    }

    private static BigDecimal wide(ScalarType type, String text) throws UnfitTextException {
        try {
            return DecimalFit.of(new BigDecimal(text), type, RoundingMode.UNNECESSARY);
        } catch (ArithmeticException | NumberFormatException e) { // also of NaN
            throw new UnfitTextException(text);
        }
    }

    private static void readText(ScalarType type, byte[] text, int start, int length, ColumnBuilder to)
            throws UnfitTextException {
        int characters = 0;
        if (type.precision() != Type.MAX_LENGTH) {
            for (int at = start; at < start + length; at++) {
                characters += (text[at] & 0xC0) == 0x80 ? 0 : 1;
            }
            if (characters > type.precision()) {
                throw new UnfitTextException("\"" + new String(text, start, length, StandardCharsets.UTF_8) + "\"");
            }
        }
        if (type.kind() == TypeKind.CHAR && characters < type.precision()) {
            byte[] padded = Arrays.copyOfRange(text, start, start + length + type.precision() - characters);
            Arrays.fill(padded, length, padded.length, (byte) ' ');
            ((BytesColumnBuilder) to).append(padded);
        } else {
            ((BytesColumnBuilder) to).append(text, start, length);
        }
    }

    /** Bytes come as two hexadecimal digits each, behind {@code \x}. */
    private void readBytes(ScalarType type, byte[] text, int start, int length, ColumnBuilder to)
            throws UnfitTextException {
        int count = (length - 2) / 2;
        boolean fixed = type.kind() == TypeKind.BINARY;
        if (count > type.precision() || (fixed && count < type.precision())) {
            throw new UnfitTextException("a value of " + count + " bytes");
        }
        if (decoded.length < count) {
            decoded = new byte[Math.max(count, 2 * decoded.length)];
        }
        for (int i = 0; i < count; i++) {
            int at = start + 2 + 2 * i;
            decoded[i] = (byte) (Character.digit(text[at], 16) << 4 | Character.digit(text[at + 1], 16));
        }
        ((BytesColumnBuilder) to).append(decoded, 0, count);
    }

    private void readUuid(byte[] text, int start, int length, ColumnBuilder to) throws UnfitTextException {
        if (!UuidBytes.parse(text, start, length, decoded)) {
            throw new UnfitTextException("\"" + new String(text, start, length, StandardCharsets.UTF_8) + "\"");
        }
        ((BytesColumnBuilder) to).append(decoded, 0, UuidBytes.LENGTH);
    }

    private void readJson(byte[] text, int start, int length, ColumnBuilder to) throws UnfitTextException {
        VariantWriter value = json.out();
        value.clear();
        try {
            json.read(text, start, length);
        } catch (InvalidJsonException e) {
            throw new UnfitTextException("\"" + new String(text, start, length, StandardCharsets.UTF_8) + "\"");
        }
        ((BytesColumnBuilder) to).append(value.data(), 0, value.size());
    }
}
