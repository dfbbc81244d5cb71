package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.EscapedText;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;

/** Reads the types that have one plain text form: numbers, booleans, dates, times and Base64. */
final class PlainReader extends ValueReader {

    private final ScalarReader scalar;
    private final EscapedText escaped;
    private final boolean numeric;
    private final boolean bool;
    private final String type;

    PlainReader(Type type, ScalarReader scalar, EscapedText escaped) {
        this.scalar = scalar;
        this.escaped = escaped;
        this.type = type.sql();
        this.bool = type.kind() == TypeKind.BOOLEAN;
        this.numeric = switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, TIMESTAMP, TIMESTAMP_LTZ -> true;
            case BOOLEAN,
                    CHAR,
                    VARCHAR,
                    BINARY,
                    VARBINARY,
                    UUID,
                    DATE,
                    TIME,
                    INTERVAL_MONTH,
                    INTERVAL_DAY,
                    ARRAY,
                    MULTISET,
                    ROW,
                    MAP,
                    VARIANT -> false;
        };
    }

    @Override
    void string(byte[] bytes, int start, int end, JsonScanner scanner) {
        if (!scanner.escaped()) {
            scalar.read(bytes, start, end);
        } else {
            JsonEscapes.resolve(bytes, start, end, escaped);
            scalar.read(escaped.bytes(), escaped.start(), escaped.end());
        }
    }

    @Override
    void literal(byte[] bytes, int start, int end) {
        boolean word = bytes[start] == 't' || bytes[start] == 'f';
        if (word ? !bool : !numeric) {
            throw BadRecord.notA(type);
        }
        scalar.read(bytes, start, end);
    }

    @Override
    void nested(byte[] bytes, int start, int end) {
        throw BadRecord.notA(type);
    }
}
