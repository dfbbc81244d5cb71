package io.millrace.connector.formats.json;

import io.millrace.connector.formats.EscapedText;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;

/** Reads one JSON value, whose end was found already, into the column of one SQL type; or only checks it. */
abstract class ValueReader {

    static ValueReader of(Type type, ColumnBuilder column, EscapedText escaped) {
        if (type == Type.VARIANT) {
            return new AnyValueReader((BytesColumnBuilder) column);
        }
        if (isObject(type)) {
            return new ObjectReader(type, (BytesColumnBuilder) column);
        }
        return type instanceof ArrayType array
                ? new ArrayReader(array, (ArrayColumnBuilder) column, escaped)
                : of(type, ScalarReader.of(type, column), escaped);
    }

    /** A reader that refuses what one of {@link #of} would, and keeps nothing. */
    static ValueReader checking(Type type, EscapedText escaped) {
        if (type == Type.VARIANT) {
            return new AnyValueReader(null);
        }
        if (isObject(type)) {
            return new ObjectReader(type, null);
        }
        return type instanceof ArrayType array
                ? new ArrayReader(array, null, escaped)
                : of(type, ScalarReader.checking(type), escaped);
    }

    private static boolean isObject(Type type) {
        return type.kind() == TypeKind.ROW || type.kind() == TypeKind.MAP;
    }

    private static ValueReader of(Type type, ScalarReader scalar, EscapedText escaped) {
        return type.kind() == TypeKind.CHAR || type.kind() == TypeKind.VARCHAR
                ? new StringReader(scalar, escaped)
                : new PlainReader(type, scalar, escaped);
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
