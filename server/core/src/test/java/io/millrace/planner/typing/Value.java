package io.millrace.planner.typing;

import io.millrace.session.Cell;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.builder.ArrayColumnBuilder;
import io.millrace.spi.data.builder.BooleanColumnBuilder;
import io.millrace.spi.data.builder.BytesColumnBuilder;
import io.millrace.spi.data.builder.ColumnBuilder;
import io.millrace.spi.data.builder.DecimalColumnBuilder;
import io.millrace.spi.data.builder.DoubleColumnBuilder;
import io.millrace.spi.data.builder.IntColumnBuilder;
import io.millrace.spi.data.builder.LongColumnBuilder;
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

    static void append(ColumnBuilder builder, Type type, Object value) {
        if (value == null) {
            builder.appendNull();
        } else if (builder instanceof BooleanColumnBuilder booleans) {
            booleans.append((Boolean) value);
        } else if (builder instanceof IntColumnBuilder ints) {
            ints.append((Integer) value);
        } else if (builder instanceof LongColumnBuilder longs) {
            longs.append(
                    value instanceof BigDecimal decimal
                            ? decimal.setScale(((ScalarType) type).scale())
                                    .unscaledValue()
                                    .longValueExact()
                            : (Long) value);
        } else if (builder instanceof DoubleColumnBuilder doubles) {
            doubles.append((Double) value);
        } else if (builder instanceof BytesColumnBuilder bytes) {
            if (value instanceof byte[] binary) {
                bytes.append(binary);
            } else {
                bytes.append((String) value);
            }
        } else if (builder instanceof DecimalColumnBuilder decimals) {
            decimals.append(((BigDecimal) value).setScale(((ScalarType) type).scale()));
        } else {
            ArrayColumnBuilder arrays = (ArrayColumnBuilder) builder;
            ((List<?>) value).forEach(element -> append(arrays.elements(), ((ArrayType) type).element(), element));
            arrays.endArray();
        }
    }

    /** The value of a row in a form that is equal exactly when the values are. */
    static String text(Column column, Type type, int row) {
        return text(Cell.get(column, type, row), type);
    }

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
