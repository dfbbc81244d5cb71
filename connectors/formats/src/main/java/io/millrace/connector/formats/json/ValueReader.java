package io.millrace.connector.formats.json;

import io.millrace.connector.formats.EscapedText;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;

/** Reads one JSON value, whose end was found already, into the column of one SQL type; or only checks it. */
abstract class ValueReader {

    /**
     * A reader of one type.
     *
     * @param column where values go; null for a reader that refuses what any other would, and keeps nothing
     */
    static ValueReader of(Type type, ColumnBuilder column, EscapedText escaped, ValueEncoding encoding) {
        if (type.kind() == TypeKind.ROW || type.kind() == TypeKind.MAP) {
            return new ObjectReader(type, (BytesColumnBuilder) column, encoding);
        }
        return type instanceof ArrayType array
                ? new ArrayReader(array, (ArrayColumnBuilder) column, escaped, encoding)
                : encoding.scalar(type, column, escaped);
    }

    /** Whether all strings that are ASCII and have no escapes are good and need not be looked at when they are only checked. */
    boolean takesAnyText() {
        return false;
    }

    /** Reads the string between its quotes. */
    abstract void string(byte[] bytes, int start, int end, JsonScanner scanner);

    /** Reads a number, {@code true} or {@code false}. */
    abstract void literal(byte[] bytes, int start, int end);

    /** Reads an object or array. */
    abstract void nested(byte[] bytes, int start, int end);
}
