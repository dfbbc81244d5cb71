package io.millrace.connector.formats.json;

import io.millrace.connector.formats.EscapedText;
import io.millrace.connector.formats.ScalarReader;
import io.millrace.connector.formats.TextReader;

/** Reads any value into CHAR and VARCHAR: strings as their text, the others as their JSON text. */
final class StringReader extends ValueReader {

    private final TextReader text;
    private final EscapedText escaped;

    StringReader(ScalarReader text, EscapedText escaped) {
        this.text = (TextReader) text;
        this.escaped = escaped;
    }

    @Override
    boolean takesAnyText() {
        return text.takesAnyLength();
    }

    @Override
    void string(byte[] bytes, int start, int end, JsonScanner scanner) {
        if (!scanner.escaped()) {
            text.read(bytes, start, end, scanner.ascii());
            return;
        }
        JsonEscapes.resolve(bytes, start, end, escaped);
        if (text.keepsSlicesOf(bytes)) {
            text.check(escaped.bytes(), escaped.start(), escaped.end(), false);
            text.append(bytes, start, escaped.end() - escaped.start());
            escaped.writeTo(start);
        } else {
            text.read(escaped.bytes(), escaped.start(), escaped.end(), false);
        }
    }

    @Override
    void literal(byte[] bytes, int start, int end) {
        text.read(bytes, start, end, true);
    }

    @Override
    void nested(byte[] bytes, int start, int end) {
        text.read(bytes, start, end);
    }
}
