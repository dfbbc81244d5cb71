package io.millrace.connector.formats.json;

import io.millrace.connector.formats.EscapedText;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.spi.data.ArrayColumnBuilder;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.ColumnBuilder;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;

/** Reads one JSON value, whose end was found already, into the column of one SQL type. */
abstract class ValueReader {

    static ValueReader of(Type type, ColumnBuilder column, EscapedText escaped) {
        if (type instanceof ArrayType array) {
            return new ArrayReader(array, (ArrayColumnBuilder) column, escaped);
        }
        ScalarReader scalar = ScalarReader.of(type, column);
        return type.kind() == TypeKind.CHAR || type.kind() == TypeKind.VARCHAR
                ? new StringReader(scalar, escaped)
                : new PlainReader(type, scalar, escaped);
    }

    /** Reads the string between its quotes. */
    abstract void string(byte[] bytes, int start, int end, JsonScanner scanner);

    /** Reads a number, {@code true} or {@code false}. */
    abstract void literal(byte[] bytes, int start, int end);

    /** Reads an object or array. */
    abstract void nested(byte[] bytes, int start, int end);
}
