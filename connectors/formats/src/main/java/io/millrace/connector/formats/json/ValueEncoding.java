package io.millrace.connector.formats.json;

import io.millrace.connector.formats.EscapedText;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;

/** How the values of scalar types are written in JSON. */
interface ValueEncoding {

    /** Texts as strings, numbers as numbers, times as people read them. */
    ValueEncoding PLAIN = (type, column, escaped) -> {
        if (type == Type.VARIANT) {
            return new AnyValueReader((BytesColumnBuilder) column);
        }
        ScalarReader scalar = column == null ? ScalarReader.checking(type) : ScalarReader.of(type, column);
        return type.kind() == TypeKind.CHAR || type.kind() == TypeKind.VARCHAR
                ? new StringReader(scalar, escaped)
                : new PlainReader(type, scalar, escaped);
    };

    /** @param column where values go; null where they are only checked */
    ValueReader scalar(Type type, ColumnBuilder column, EscapedText escaped);
}
