package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.spi.data.builder.BooleanColumnBuilder;

/** Reads BOOLEAN also from 0 and 1, which databases have that know no other truth. */
final class DebeziumBoolean extends ValueReader {

    private final BooleanColumnBuilder column;
    private final ValueReader plain;

    DebeziumBoolean(BooleanColumnBuilder column, ValueReader plain) {
        this.column = column;
        this.plain = plain;
    }

    @Override
    void string(byte[] bytes, int start, int end, JsonScanner scanner) {
        plain.string(bytes, start, end, scanner);
    }

    @Override
    void literal(byte[] bytes, int start, int end) {
        boolean one = bytes[start] == '1';
        if (end - start > 1 || (!one && bytes[start] != '0')) {
            plain.literal(bytes, start, end);
        } else if (column != null) {
            column.append(one);
        }
    }

    @Override
    void nested(byte[] bytes, int start, int end) {
        throw BadRecord.notA("BOOLEAN");
    }
}
