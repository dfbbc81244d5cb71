package io.millrace.planner.typing;

import io.millrace.session.Cell;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;

/**
 * A value as {@link Cell} gives it, with a constant expression that has it.
 *
 * @param boxed null for NULL
 * @param literal SQL of a constant of exactly the type that the value stands for
 */
record Value(Object boxed, String literal) {

    /** The value in a form that is equal exactly when the values are. */
    static String text(Object value, Type type) {
        if (value == null) {
            return "NULL";
        }
        if (value instanceof byte[] binary) {
            return HexFormat.of().formatHex(binary);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof List<?> list) {
            Type element = ((ArrayType) type).element();
            return list.stream().map(one -> text(one, element)).toList().toString();
        }
        boolean text = type.kind() == TypeKind.CHAR || type.kind() == TypeKind.VARCHAR;
        return text ? "'" + value + "'" : value.toString();
    }
}
