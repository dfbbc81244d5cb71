package io.millrace.connector.formats.json;

import io.millrace.connector.formats.BadRecord;
import io.millrace.connector.formats.EscapedText;

/** Goes through the members of one JSON object that lies on one line. Not thread-safe. */
abstract class ObjectWalk {

    /** The member of a key that nobody knows. */
    static final int NONE = -1;

    protected final EscapedText escaped;
    protected final JsonScanner scanner = new JsonScanner();
    private final KeyOrder keys = new KeyOrder();

    ObjectWalk(EscapedText escaped) {
        this.escaped = escaped;
    }

    /** The member with a key, or {@link #NONE}. */
    protected abstract int named(byte[] bytes, int start, int end);

    /** Reads or skips the value of a member at {@code index}; returns the index after it. */
    protected abstract int value(byte[] buffer, int index, int member);

    /** Reads the object whose brace is at {@code index}; returns the index after it. */
    protected final int members(byte[] buffer, int index) {
        int at = JsonScanner.skipBlanks(buffer, index + 1);
        if (buffer[at] == '}') {
            return at + 1;
        }
        for (int place = 0; ; place++) {
            int member;
            int value = keys.match(place, buffer, at);
            if (value != KeyOrder.OTHER) {
                member = keys.column(place);
            } else {
                int end = keyEnd(buffer, at);
                value = afterColon(buffer, end + 1);
                member = memberOf(buffer, at + 1, end);
                keys.learn(place, buffer, at, value, member);
            }
            at = value(buffer, JsonScanner.skipBlanks(buffer, value), member);
            byte next = buffer[at];
            if (next != ',' && next != '}') {
                at = JsonScanner.skipBlanks(buffer, at);
                next = buffer[at];
            }
            if (next == '}') {
                return at + 1;
            }
            if (next != ',') {
                throw BadRecord.malformed("expected ',' or '}' after a value, not " + shown(buffer, at));
            }
            at = buffer[at + 1] == '"' ? at + 1 : JsonScanner.skipBlanks(buffer, at + 1);
        }
    }

    /** A byte as messages show it. */
    protected static String shown(byte[] buffer, int at) {
        return JsonScanner.shown(buffer[at]);
    }

    /** The index of the quote that ends the key at {@code index}. */
    private int keyEnd(byte[] buffer, int index) {
        if (buffer[index] != '"') {
            throw BadRecord.malformed("expected a key in double quotes, not " + shown(buffer, index));
        }
        return scanner.string(buffer, index + 1);
    }

    private static int afterColon(byte[] buffer, int index) {
        int at = JsonScanner.skipBlanks(buffer, index);
        if (buffer[at] != ':') {
            throw BadRecord.malformed("expected ':' after a key, not " + shown(buffer, at));
        }
        return at + 1;
    }

    private int memberOf(byte[] buffer, int start, int end) {
        if (scanner.escaped()) {
            JsonEscapes.resolve(buffer, start, end, escaped);
            return named(escaped.bytes(), escaped.start(), escaped.end());
        }
        return named(buffer, start, end);
    }
}
