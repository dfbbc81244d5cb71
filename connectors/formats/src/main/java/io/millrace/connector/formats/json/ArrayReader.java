package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.EscapedText;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.builder.ArrayColumnBuilder;

/** Reads JSON arrays into ARRAY columns; or, without a column, only checks them. */
final class ArrayReader extends ValueReader {

    private final ArrayType type;
    private final ArrayColumnBuilder column;
    private final ValueReader elements;
    private final JsonScanner scanner = new JsonScanner();

    ArrayReader(ArrayType type, ArrayColumnBuilder column, EscapedText escaped, ValueEncoding encoding) {
        this.type = type;
        this.column = column;
        this.elements = ValueReader.of(type.element(), column == null ? null : column.elements(), escaped, encoding);
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
    void nested(byte[] bytes, int start, int end) {
        if (bytes[start] != '[') {
            throw BadRecord.notA(type.sql());
        }
        if (column == null) {
            elements(bytes, start + 1, end - 1);
            return;
        }
        int before = column.elements().size();
        try {
            elements(bytes, start + 1, end - 1);
            column.endArray();
        } catch (BadRecord e) {
            column.elements().truncate(before);
            throw e;
        }
    }

    private void elements(byte[] bytes, int start, int close) {
        int at = JsonScanner.skipBlanks(bytes, start);
        while (at < close) {
            at = JsonScanner.skipBlanks(bytes, element(bytes, at));
            if (at == close) {
                return;
            }
            if (bytes[at] != ',') {
                throw BadRecord.malformed("has no comma between two elements");
            }
            at = JsonScanner.skipBlanks(bytes, at + 1);
            if (at == close) {
                throw BadRecord.malformed("ends with a comma");
            }
        }
    }

    private int element(byte[] bytes, int at) {
        switch (bytes[at]) {
            case '"' -> {
                int end = scanner.string(bytes, at + 1);
                elements.string(bytes, at + 1, end, scanner);
                return end + 1;
            }
            case '[', '{' -> {
                int end = scanner.nested(bytes, at);
                elements.nested(bytes, at, end);
                return end;
            }
            default -> {
                int end = scanner.literal(bytes, at);
                if (bytes[at] != 'n') {
                    elements.literal(bytes, at, end);
                } else {
                    nullElement();
                }
                return end;
            }
        }
    }

    private void nullElement() {
        if (!type.elementNullable()) {
            throw BadRecord.nullNotAllowed("has a null element, which " + type.sql() + " NOT NULL does not allow");
        }
        if (column != null) {
            column.elements().appendNull();
        }
    }
}
