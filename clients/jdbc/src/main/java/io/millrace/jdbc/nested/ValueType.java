package io.millrace.jdbc.nested;

import java.util.ArrayList;
import java.util.List;

/** A type as the server names it: of one value, or one that consists of others. */
public final class ValueType {

    /** What a type consists of. */
    public enum Kind {
        SCALAR,
        ARRAY,
        ROW,
        MAP
    }

    private static final String ROW = "ROW(";
    static final String VARIANT = "VARIANT";
    private static final String MAP = "MAP<";

    private final Kind kind;
    private final String sql;
    private final List<ValueType> parts;

    private ValueType(Kind kind, String sql, List<ValueType> parts) {
        this.kind = kind;
        this.sql = sql;
        this.parts = parts;
    }

    /** Whether values of a type come as text that stands for an object: JSON for a ROW or MAP, or a UUID. */
    public static boolean isSpelt(String sql) {
        return isRow(sql) || isMap(sql) || isUuid(sql);
    }

    public static boolean isRow(String sql) {
        return sql.startsWith(ROW) && sql.endsWith(")");
    }

    public static boolean isMap(String sql) {
        return sql.startsWith(MAP) && sql.endsWith(">");
    }

    public static boolean isUuid(String sql) {
        return sql.equals("UUID");
    }

    public static ValueType of(String sql) {
        return new Reading(sql).type();
    }

    Kind kind() {
        return kind;
    }

    String sql() {
        return sql;
    }

    /** The types of the fields of a row, of key and value of a map, of the elements of an array. */
    ValueType part(int index) {
        return parts.get(index);
    }

    /** Reads a name from its beginning to its end. */
    private static final class Reading {
        private static final String ARRAY = " ARRAY";
        private static final String MULTISET = " MULTISET";
        private static final String NOT_NULL = " NOT NULL";

        private final String text;
        private int at;

        Reading(String text) {
            this.text = text;
        }

        ValueType type() {
            int start = at;
            ValueType type;
            if (text.startsWith(ROW, at)) {
                at += ROW.length();
                List<ValueType> fields = new ArrayList<>();
                while (text.charAt(at) != ')') {
                    skipName();
                    fields.add(type());
                    skipSeparator();
                }
                at++;
                type = new ValueType(Kind.ROW, text.substring(start, at), fields);
            } else if (text.startsWith(MAP, at)) {
                at += MAP.length();
                ValueType key = type();
                skipSeparator();
                ValueType value = type();
                at++;
                type = new ValueType(Kind.MAP, text.substring(start, at), List.of(key, value));
            } else {
                skipScalar();
                type = new ValueType(Kind.SCALAR, text.substring(start, at), List.of());
            }
            return suffixed(type, start);
        }

        private ValueType suffixed(ValueType type, int start) {
            ValueType suffixed = type;
            while (true) {
                if (text.startsWith(NOT_NULL, at)) {
                    at += NOT_NULL.length();
                } else if (text.startsWith(ARRAY, at) || text.startsWith(MULTISET, at)) {
                    at += (text.startsWith(ARRAY, at) ? ARRAY : MULTISET).length();
                    suffixed = new ValueType(Kind.ARRAY, text.substring(start, at), List.of(suffixed));
                } else {
                    return suffixed;
                }
            }
        }

        private void skipName() {
            if (text.charAt(at) == '"') {
                do {
                    at = text.indexOf('"', at + 1) + 1;
                } while (text.charAt(at) == '"');
            } else {
                at = text.indexOf(' ', at);
            }
            at++;
        }

        private void skipSeparator() {
            if (text.startsWith(", ", at)) {
                at += 2;
            }
        }

        /** Digits in parentheses belong to a scalar; a comma, or what closes the type around it, ends it. */
        private void skipScalar() {
            while (at < text.length()
                    && ",)>".indexOf(text.charAt(at)) < 0
                    && !text.startsWith(NOT_NULL, at)
                    && !text.startsWith(ARRAY, at)
                    && !text.startsWith(MULTISET, at)) {
                at = text.charAt(at) == '(' ? text.indexOf(')', at) + 1 : at + 1;
            }
        }
    }
}
