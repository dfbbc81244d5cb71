package io.millrace.engine.codegen.expression.operand;

import io.millrace.engine.codegen.java.Java;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.error.ErrorCode;
import io.millrace.spi.error.MillraceException;

/** Conversions from text to other types and back. */
final class TextConversions {

    private final RowCode code;

    TextConversions(RowCode code) {
        this.code = code;
    }

    /** The value that a runtime method reads from text. */
    Operand parsed(Operand from, Type to, String method) {
        boolean time = to.kind() == TypeKind.DATE
                || to.kind() == TypeKind.INTERVAL_DAY
                || to.kind() == TypeKind.INTERVAL_MONTH;
        return code.value(to, (time ? "TimeText." : "NumberText.") + method + "(" + from.slice() + ")");
    }

    Operand toText(Operand from, Type to) {
        Operand printed = printed(from, to);
        int length = Conversions.precision(to);
        if (length == Type.MAX_LENGTH) {
            return printed;
        }
        if (to.kind() == TypeKind.CHAR) {
            return code.made(to, "TextMaking.character(" + printed.slice() + ", " + length + ", buffer);");
        }
        boolean fits = from.type().kind() == to.kind() && Conversions.precision(from.type()) <= length;
        return fits
                ? printed
                : code.packed(
                        to,
                        printed.value(),
                        "Text.left(" + printed.slice() + ", " + Java.constant((long) length) + ")");
    }

    private Operand printed(Operand from, Type to) {
        String buffer = code.buffer();
        Type type = from.type();
        String end = ", " + buffer + ");";
        return switch (type.kind()) {
            case CHAR, VARCHAR -> from;
            case BINARY, VARBINARY -> {
                code.line("Encoding.checkText(" + from.slice() + ");");
                yield from;
            }
            case TINYINT, SMALLINT, INTEGER, BIGINT -> code.made(to, buffer + ".append((long) " + from + ");");
            case DECIMAL ->
                type.layout() == Layout.DECIMAL
                        ? code.made(to, "NumberText.print(" + from + end)
                        : code.made(to, "NumberText.printScaled(" + from + ", " + Conversions.scale(type) + end);
            case BOOLEAN, DOUBLE -> code.made(to, "NumberText.print(" + from + end);
            case REAL -> code.made(to, "NumberText.printReal(" + from + end);
            case DATE -> code.made(to, "TimeText.printDate((long) " + from + end);
            case TIME -> code.made(to, "TimeText.printTime(" + from + ", " + Conversions.precision(type) + end);
            case TIMESTAMP, TIMESTAMP_LTZ ->
                code.made(to, "TimeText.printTimestamp(" + from + ", " + Conversions.precision(type) + end);
            case INTERVAL_DAY -> code.made(to, "TimeText.printDayInterval(" + from + end);
            case INTERVAL_MONTH -> code.made(to, "TimeText.printMonthInterval(" + from + end);
            case ROW, MAP -> {
                String packed = code.owner().constant("io.millrace.spi.data.Type", type);
                yield code.made(
                        to,
                        "io.millrace.engine.codegen.runtime.nested.NestedPacking.print(" + from.slice() + ", " + packed
                                + end);
            }
            case VARIANT -> throw new IllegalStateException("a VARIANT is converted apart");
            case UUID -> code.made(to, "Encoding.printUuid(" + from.slice() + end);
            case ARRAY, MULTISET -> {
                String element = code.owner().constant("io.millrace.spi.data.Type", ((ArrayType) type).element());
                yield code.made(to, "ArrayText.print(" + from.slice() + ", " + element + end);
            }
        };
    }

    /** Of a text that spells one, or of 16 bytes. */
    Operand toUuid(Operand from, Type to) {
        return switch (from.type().kind()) {
            case UUID -> from;
            case CHAR, VARCHAR -> code.made(to, "Encoding.parseUuid(" + from.slice() + ", " + code.buffer() + ");");
            case BINARY, VARBINARY -> {
                code.line("Encoding.checkUuid(" + from.slice() + ");");
                yield from;
            }
            default ->
                throw new MillraceException(
                        ErrorCode.NOT_SUPPORTED,
                        "CAST from " + from.type().sql() + " to " + to.sql() + " is not supported");
        };
    }

    Operand toBinary(Operand from, Type to) {
        TypeKind kind = from.type().kind();
        if (from.type().layout() != Layout.BYTES || !(from.type() instanceof ScalarType)) {
            throw new MillraceException(
                    ErrorCode.NOT_SUPPORTED,
                    "CAST from " + from.type().sql() + " to " + to.sql() + " is not supported");
        }
        int length = Conversions.precision(to);
        if (to.kind() == TypeKind.BINARY && length != Type.MAX_LENGTH) {
            return kind == to.kind() && Conversions.precision(from.type()) == length
                    ? from
                    : code.made(to, "Binary.fixed(" + from.slice() + ", " + length + ", buffer);");
        }
        if (length == Type.MAX_LENGTH || kind == to.kind() && Conversions.precision(from.type()) <= length) {
            return from;
        }
        String cut = code.define("int", "l", "Math.min(" + from.length() + ", " + length + ")");
        return Operand.slice(to, from.value(), from.start(), cut);
    }
}
