package io.millrace.jdbc.nested;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads values out of the JSON that the server has written of them. */
public final class NestedReader {

    private final String text;
    private int at;

    private NestedReader(String text) {
        this.text = text;
    }

    /** A {@link java.sql.Struct} for a row, a {@link Map} for a map, in the order in which the server has them; other values of text. */
    public static Object read(ValueType type, String json) {
        return type.kind() == ValueType.Kind.SCALAR
                ? ScalarValue.of(type.sql(), json)
                : new NestedReader(json).value(type);
    }

    private Object value(ValueType type) {
        if (text.startsWith("null", at)) {
            at += 4;
            return null;
        }
        switch (type.kind()) {
            case ROW:
                return row(type);
            case MAP:
                return map(type);
            case ARRAY:
                return array(type);
            default:
                return type.sql().equals(ValueType.VARIANT) ? json() : ScalarValue.of(type.sql(), token());
        }
    }

    /** The text of a value of any kind. */
    private String json() {
        int start = at;
        int depth = 0;
        do {
            char c = text.charAt(at);
            if (c == '"') {
                quoted();
                continue;
            }
            if (depth == 0 && ",]}".indexOf(c) >= 0) {
                break;
            }
            depth += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
            at++;
        } while (at < text.length());
        return text.substring(start, at);
    }

    private Object row(ValueType type) {
        List<Object> values = new ArrayList<>();
        for (at++; text.charAt(at) != '}'; skip(',')) {
            quoted();
            at++;
            values.add(value(type.part(values.size())));
        }
        at++;
        return new RowValue(type.sql(), values.toArray());
    }

    private Object map(ValueType type) {
        Map<Object, Object> entries = new LinkedHashMap<>();
        for (at++; text.charAt(at) != '}'; skip(',')) {
            String key = quoted();
            at++;
            entries.put(key(type.part(0), key), value(type.part(1)));
        }
        at++;
        return Collections.unmodifiableMap(entries);
    }

    /** A key of an object is a text, whatever it is the JSON of. */
    private static Object key(ValueType type, String key) {
        return read(type, key);
    }

    private Object array(ValueType type) {
        List<Object> values = new ArrayList<>();
        for (at++; text.charAt(at) != ']'; skip(',')) {
            values.add(value(type.part(0)));
        }
        at++;
        return new ArrayValue(type.part(0).sql(), values.toArray());
    }

    private void skip(char separator) {
        if (text.charAt(at) == separator) {
            at++;
        }
    }

    /** A text without its quotes, a number, TRUE or FALSE. */
    private String token() {
        if (text.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < text.length() && ",]}".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        for (at++; text.charAt(at) != '"'; at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
                c = text.charAt(at);
                if (c == 'u') {
                    c = (char) Integer.parseInt(text.substring(at + 1, at + 5), 16);
                    at += 4;
                }
            }
            value.append(c);
        }
        at++;
        return value.toString();
    }
}
