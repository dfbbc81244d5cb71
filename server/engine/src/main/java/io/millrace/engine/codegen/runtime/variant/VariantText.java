package io.millrace.engine.codegen.runtime.variant;

import io.millrace.engine.codegen.runtime.TextBuffer;
import io.millrace.spi.data.variant.VariantJson;
import io.millrace.spi.data.variant.VariantKind;
import io.millrace.spi.data.variant.VariantNumbers;

/** What is said of VARIANT values. */
public final class VariantText {

    private VariantText() {}

    /** Appends a value as JSON. */
    public static void print(byte[] data, int at, TextBuffer out) {
        StringBuilder text = new StringBuilder();
        VariantJson.print(data, at, text);
        out.append(text.toString());
    }

    /** Appends the type of a value. */
    public static void typeOf(byte[] data, int at, TextBuffer out) {
        out.append(typeOf(data, at));
    }

    /** The least of the types that hold a value. */
    static String typeOf(byte[] data, int at) {
        return switch (data[at]) {
            case VariantKind.NULL -> "NULL";
            case VariantKind.FALSE, VariantKind.TRUE -> "BOOLEAN";
            case VariantKind.NEGATIVE, VariantKind.ZERO, VariantKind.POSITIVE -> numberType(data, at);
            case VariantKind.NEGATIVE_INFINITY, VariantKind.INFINITY, VariantKind.NAN -> "DOUBLE";
            case VariantKind.TEXT -> "VARCHAR";
            case VariantKind.BINARY -> "VARBINARY";
            case VariantKind.UUID -> "UUID";
            case VariantKind.DATE -> "DATE";
            case VariantKind.TIME -> "TIME";
            case VariantKind.TIMESTAMP -> "TIMESTAMP";
            case VariantKind.TIMESTAMP_LTZ -> "TIMESTAMP WITH LOCAL TIME ZONE";
            case VariantKind.INTERVAL_MONTH -> "INTERVAL YEAR TO MONTH";
            case VariantKind.INTERVAL_DAY -> "INTERVAL DAY TO SECOND";
            case VariantKind.ARRAY -> "ARRAY";
            case VariantKind.OBJECT -> "OBJECT";
            default -> throw new IllegalStateException("no kind " + data[at]);
        };
    }

    private static String numberType(byte[] data, int at) {
        if (!VariantNumbers.isLong(data, at)) {
            return "DECIMAL";
        }
        long value = VariantNumbers.readLong(data, at);
        return value == (int) value ? "INTEGER" : "BIGINT";
    }
}
