package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.EscapedText;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.packed.PackedMap;
import io.millrace.spi.data.packed.PackedWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads JSON objects into ROW and MAP columns; or, without a column, only checks them. Fields of a ROW are matched as columns are: by name
 * without regard to case, NULL when missing, the last of several; other keys are skipped.
 */
final class ObjectReader extends ValueReader {

    private static final int NO_FIELD = -1;
    /** A scanner looks at some bytes behind what it reads. */
    private static final int PADDING = 16;

    private final Type type;
    private final BytesColumnBuilder column;
    /** The texts of one object, which is copied, so that they can be resolved before it is packed. */
    private final EscapedText escaped = new EscapedText();

    private final JsonScanner scanner = new JsonScanner();
    /** Of a ROW its fields, of a MAP its keys and its values. */
    private final ColumnBuilder[] builders;

    private final ValueReader[] readers;
    /** Of a ROW the names of its fields. */
    private final byte[][] names;

    ObjectReader(Type type, BytesColumnBuilder column, ValueEncoding encoding) {
        this.type = type;
        this.column = column;
        Type[] types = type instanceof StructType row
                ? row.fields().stream().map(Field::type).toArray(Type[]::new)
                : new Type[] {((MapType) type).key(), ((MapType) type).value()};
        names = type instanceof StructType row
                ? row.fields().stream()
                        .map(field -> field.name().getBytes(StandardCharsets.UTF_8))
                        .toArray(byte[][]::new)
                : new byte[0][];
        builders = new ColumnBuilder[types.length];
        readers = new ValueReader[types.length];
        for (int i = 0; i < types.length; i++) {
            builders[i] = ColumnBuilder.of(types[i]);
            readers[i] = ValueReader.of(types[i], builders[i], escaped, encoding);
        }
    }

    @Override
    void string(byte[] bytes, int start, int end, JsonScanner found) {
        throw BadRecord.notA(type.sql());
    }

    @Override
    void literal(byte[] bytes, int start, int end) {
        throw BadRecord.notA(type.sql());
    }

    @Override
    void nested(byte[] given, int from, int to) {
        if (given[from] != '{') {
            throw BadRecord.notA(type.sql());
        }
        int end = to - from;
        byte[] bytes = new byte[end + PADDING];
        System.arraycopy(given, from, bytes, 0, end);
        Arrays.fill(bytes, end, bytes.length, (byte) '\n');
        escaped.clear();
        for (ColumnBuilder builder : builders) {
            builder.build();
        }
        int at = JsonScanner.skipBlanks(bytes, 1);
        while (at < end - 1) {
            at = JsonScanner.skipBlanks(bytes, member(bytes, at));
            if (at < end - 1) {
                if (bytes[at] != ',') {
                    throw BadRecord.malformed("has no comma between two fields");
                }
                at = JsonScanner.skipBlanks(bytes, at + 1);
                if (at == end - 1) {
                    throw BadRecord.malformed("ends with a comma");
                }
            }
        }
        escaped.commit(bytes);
        byte[] packed = type instanceof StructType row ? row(row) : map((MapType) type);
        if (column != null) {
            column.append(packed);
        }
    }

    /** Reads the key at {@code at} and its value; returns the index behind it. */
    private int member(byte[] bytes, int at) {
        if (bytes[at] != '"') {
            throw BadRecord.malformed("expected a key in double quotes, not " + JsonScanner.shown(bytes[at]));
        }
        int close = scanner.string(bytes, at + 1);
        int place;
        if (type instanceof StructType row) {
            place = field(row, bytes, at + 1, close);
        } else {
            readers[0].string(bytes, at + 1, close, scanner);
            place = 1;
        }
        int colon = JsonScanner.skipBlanks(bytes, close + 1);
        if (bytes[colon] != ':') {
            throw BadRecord.malformed("expected ':' after a key, not " + JsonScanner.shown(bytes[colon]));
        }
        return value(bytes, JsonScanner.skipBlanks(bytes, colon + 1), place);
    }

    private int field(StructType row, byte[] bytes, int start, int end) {
        int place = written(bytes, start, end);
        if (place == NO_FIELD) {
            place = inOtherWriting(row, bytes, start, end);
        }
        if (place != NO_FIELD) {
            builders[place].build();
        }
        return place;
    }

    /** The field whose name is written as it was declared, which costs no text. */
    private int written(byte[] bytes, int start, int end) {
        for (int i = 0; i < names.length; i++) {
            if (Arrays.equals(names[i], 0, names[i].length, bytes, start, end)) {
                return i;
            }
        }
        return NO_FIELD;
    }

    private int inOtherWriting(StructType row, byte[] bytes, int start, int end) {
        String name;
        if (scanner.escaped()) {
            JsonEscapes.resolve(bytes, start, end, escaped);
            name = new String(
                    escaped.bytes(), escaped.start(), escaped.end() - escaped.start(), StandardCharsets.UTF_8);
        } else {
            name = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
        for (int i = 0; i < names.length; i++) {
            if (row.fields().get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        return NO_FIELD;
    }

    private int value(byte[] bytes, int at, int place) {
        if (place == NO_FIELD) {
            return scanner.value(bytes, at);
        }
        switch (bytes[at]) {
            case '"' -> {
                int end = scanner.string(bytes, at + 1);
                readers[place].string(bytes, at + 1, end, scanner);
                return end + 1;
            }
            case '[', '{' -> {
                int end = scanner.nested(bytes, at);
                readers[place].nested(bytes, at, end);
                return end;
            }
            default -> {
                int end = scanner.literal(bytes, at);
                if (bytes[at] == 'n') {
                    builders[place].appendNull();
                } else {
                    readers[place].literal(bytes, at, end);
                }
                return end;
            }
        }
    }

    private byte[] row(StructType row) {
        PackedWriter writer = new PackedWriter();
        for (int i = 0; i < builders.length; i++) {
            Field field = row.fields().get(i);
            if (builders[i].size() == 0) {
                builders[i].appendNull();
            }
            if (!field.nullable() && builders[i].peek().isNull(0)) {
                throw BadRecord.nullNotAllowed("field \"" + field.name() + "\" must not be null");
            }
            writer.put(field.type(), builders[i].peek(), 0);
        }
        return writer.toBytes();
    }

    private byte[] map(MapType map) {
        if (!map.valueNullable() && builders[1].peek().nulls() != null) {
            throw BadRecord.nullNotAllowed("a value must not be null");
        }
        return PackedMap.of(map, builders[0].peek(), builders[1].peek(), 0, builders[0].size());
    }
}
