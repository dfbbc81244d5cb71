package io.millrace.engine.codegen.expression.operand;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.variant.VariantKind;

/** Conversions from VARIANT to other types, for which JSON's null becomes NULL, and back. */
final class VariantConversions {

    private static final String ROOM = "io.millrace.engine.codegen.runtime.variant.";
    private static final String MAKING = ROOM + "VariantMaking.";
    private static final String CASTS = ROOM + "VariantCasts.";
    private static final String UNPACKING = ROOM + "VariantUnpacking.";

    private final RowCode code;
    private final Conversions conversions;

    VariantConversions(RowCode code, Conversions conversions) {
        this.code = code;
        this.conversions = conversions;
    }

    private String constant(Type type) {
        return code.owner().constant("io.millrace.spi.data.Type", type);
    }

    Operand toVariant(Operand from) {
        Type type = from.type();
        String end = ", " + code.buffer() + ");";
        String put = switch (type.kind()) {
            case BOOLEAN -> "putBoolean(" + from;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> "putLong((long) " + from;
            case REAL -> "putReal(" + from;
            case DOUBLE -> "putDouble(" + from;
            case DECIMAL ->
                type.layout() == Layout.DECIMAL
                        ? "putDecimal(" + from
                        : "putScaled(" + from + ", " + Conversions.scale(type);
            case CHAR, VARCHAR -> "putText(" + from.slice();
            case BINARY, VARBINARY -> "putBinary(" + from.slice();
            case UUID -> "putUuid(" + from.slice();
            case DATE -> "putDate(" + from;
            case TIME -> "putTime(" + from;
            case TIMESTAMP -> "putTimestamp(" + from + ", " + Ticks.perMilli(type) + "L";
            case TIMESTAMP_LTZ -> "putInstant(" + from + ", " + Ticks.perMilli(type) + "L";
            case INTERVAL_MONTH -> "putMonths(" + from;
            case INTERVAL_DAY -> "putMillis(" + from;
            case ARRAY, MULTISET -> "putArray(" + constant(((ArrayType) type).element()) + ", " + from.slice();
            case ROW, MAP -> "putPacked(" + constant(type) + ", " + from.slice();
            case VARIANT -> null;
        };
        return put == null ? from : code.made(Type.VARIANT, MAKING + put + end);
    }

    /** The value in another type; null for JSON's null, which the operand says of itself. */
    Operand fromVariant(Operand from, Type to) {
        Branches branches = new Branches(code, to);
        branches.add(
                "      if (" + from.value() + "[" + from.start() + "] != " + VariantKind.NULL + ") {\n",
                () -> valueOf(from, to),
                "      }\n");
        return branches.join("", "", true);
    }

    private Operand valueOf(Operand from, Type to) {
        String at = "(" + from.value() + ", " + from.start();
        String end = ", " + code.buffer() + ");";
        return switch (to.kind()) {
            case BOOLEAN -> code.value(to, CASTS + "bool" + at + ")");
            case TINYINT, SMALLINT, INTEGER, BIGINT ->
                conversions.convert(code.value(Type.BIGINT, CASTS + "bigint" + at + ")"), to);
            case REAL, DOUBLE -> conversions.convert(code.value(Type.DOUBLE, CASTS + "floating" + at + ")"), to);
            case DECIMAL -> {
                String method = to.layout() == Layout.DECIMAL ? "decimal" : "scaled";
                ScalarType decimal = (ScalarType) to;
                yield code.value(to, CASTS + method + at + ", " + decimal.precision() + ", " + decimal.scale() + ")");
            }
            case CHAR, VARCHAR -> conversions.convert(code.made(Type.VARCHAR, CASTS + "text" + at + end), to);
            case BINARY, VARBINARY -> conversions.convert(code.made(Type.VARBINARY, CASTS + "binary" + at + end), to);
            case UUID -> code.made(to, CASTS + "uuid" + at + end);
            case DATE -> code.value(to, CASTS + "date" + at + ")");
            case TIME -> conversions.convert(code.value(Type.TIME, CASTS + "time" + at + ")"), to);
            case TIMESTAMP, TIMESTAMP_LTZ -> {
                String zoned = ", " + (to.kind() == TypeKind.TIMESTAMP_LTZ);
                String read = Ticks.isFine(to) ? ", " + Ticks.perMilli(to) + "L)" : ")";
                yield conversions.convert(
                        code.value(Conversions.finest(to), CASTS + "timestamp" + at + zoned + read), to);
            }
            case INTERVAL_MONTH -> code.value(to, CASTS + "months" + at + ")");
            case INTERVAL_DAY -> code.value(to, CASTS + "millis" + at + ")");
            case ARRAY, MULTISET -> {
                String elements = code.define(
                        "Column", "any", UNPACKING + "array(" + constant(to) + ", " + at.substring(1) + ")");
                yield Operand.slice(to, elements, "0", code.define("int", "l", elements + ".size()"));
            }
            case ROW, MAP -> code.made(to, UNPACKING + "packed(" + constant(to) + ", " + at.substring(1) + end);
            case VARIANT -> from;
        };
    }
}
