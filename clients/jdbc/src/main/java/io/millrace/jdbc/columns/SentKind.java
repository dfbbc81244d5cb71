package io.millrace.jdbc.columns;

import java.math.BigDecimal;
import org.apache.calcite.avatica.remote.TypedValue;

/** What the values of a column in a block are. The server knows the same kinds by the same numbers. */
enum SentKind {
    NULL(0),
    BOOLEAN(1),
    /** Whole numbers that fit into four bytes. */
    INT(2),
    LONG(3),
    FLOAT(4),
    DOUBLE(5),
    DECIMAL(6),
    STRING(7),
    BYTES(8),
    /** Days since 1970. */
    DATE(9),
    /** Milliseconds of the day. */
    TIME(10),
    /** Milliseconds since 1970. */
    TIMESTAMP(11),
    /** Each value as Avatica sends it, behind a byte that says whether there is one: for values of several kinds, and of all others. */
    MIXED(12);

    private final int number;

    SentKind(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Whether values have lengths of their own. */
    boolean isVariable() {
        return this == DECIMAL || this == STRING || this == BYTES || this == MIXED;
    }

    /** How many bytes a value takes that has no length of its own. */
    int width() {
        switch (this) {
            case INT:
            case FLOAT:
            case DATE:
            case TIME:
                return Integer.BYTES;
            case LONG:
            case DOUBLE:
            case TIMESTAMP:
                return Long.BYTES;
            default:
                return 1;
        }
    }

    /**
     * The kind of a value; whole numbers are LONG.
     *
     * @param given null for a parameter that was not set
     */
    static SentKind of(TypedValue given) {
        if (given == null) {
            return MIXED;
        }
        if (given.value == null) {
            return NULL;
        }
        switch (given.type) {
            case BOOLEAN:
            case PRIMITIVE_BOOLEAN:
                return given.value instanceof Boolean ? BOOLEAN : MIXED;
            case BYTE:
            case PRIMITIVE_BYTE:
            case SHORT:
            case PRIMITIVE_SHORT:
            case INTEGER:
            case PRIMITIVE_INT:
            case LONG:
            case PRIMITIVE_LONG:
                return number(given, LONG);
            case FLOAT:
            case PRIMITIVE_FLOAT:
                return number(given, FLOAT);
            case DOUBLE:
            case PRIMITIVE_DOUBLE:
                return number(given, DOUBLE);
            case NUMBER:
                return given.value instanceof BigDecimal ? DECIMAL : MIXED;
            case STRING:
                return given.value instanceof String ? STRING : MIXED;
            case BYTE_STRING:
                return given.value instanceof String ? BYTES : MIXED;
            case JAVA_SQL_DATE:
                return number(given, DATE);
            case JAVA_SQL_TIME:
                return number(given, TIME);
            case JAVA_SQL_TIMESTAMP:
            case JAVA_UTIL_DATE:
                return number(given, TIMESTAMP);
            default:
                return MIXED;
        }
    }

    private static SentKind number(TypedValue given, SentKind kind) {
        return given.value instanceof Number ? kind : MIXED;
    }
}
