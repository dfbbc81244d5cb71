package io.millrace.connector.formats.json;

import io.millrace.connector.formats.EscapedText;

/** Reads VARIANT from the text of a JSON value, as Debezium writes columns of type JSON; or from a value that is no text. */
final class DebeziumJson extends ValueReader {

    private final EscapedText escaped;
    private final ValueReader plain;

    DebeziumJson(EscapedText escaped, ValueReader plain) {
        this.escaped = escaped;
        this.plain = plain;
    }

    @Override
    void string(byte[] bytes, int start, int end, JsonScanner scanner) {
        if (scanner.escaped()) {
            JsonEscapes.resolve(bytes, start, end, escaped);
            plain.nested(escaped.bytes(), escaped.start(), escaped.end());
        } else {
            plain.nested(bytes, start, end);
        }
    }

    @Override
    void literal(byte[] bytes, int start, int end) {
        plain.literal(bytes, start, end);
    }

    @Override
    void nested(byte[] bytes, int start, int end) {
        plain.nested(bytes, start, end);
    }
}
