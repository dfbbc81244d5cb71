package io.millrace.session;

import io.millrace.engine.view.RowText;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.LongColumn;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import io.millrace.spi.data.UuidBytes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Single values at the border to clients, boxed: Boolean, Integer (TINYINT to INTEGER, DATE as epoch day, TIME as millisecond of
 * day, months), Long (BIGINT, TIMESTAMP as epoch millisecond, day-time intervals), text for a TIMESTAMP with more digits, Double, BigDecimal for every DECIMAL, String,
 * byte[], List for arrays, the text of a UUID, text in JSON for a ROW or MAP; {@code null} for NULL.
 */
public final class Cell {

    private Cell() {}

    /** The boxed value of one row of a column of the given type; {@code null} for NULL. */
    public static Object get(Column column, Type type, int row) {
        if (column.isNull(row)) {
            return null;
        }
        return switch (column.layout()) {
            case BOOLEAN -> ((BooleanColumn) column).values()[row];
            case INT -> ((IntColumn) column).values()[row];
            case LONG -> longValue(((LongColumn) column).values()[row], type);
            case DOUBLE -> ((DoubleColumn) column).values()[row];
            case BYTES -> bytesValue((BytesColumn) column, type, row);
            case DECIMAL -> ((DecimalColumn) column).values()[row];
            case ARRAY -> arrayValue((ArrayColumn) column, ((ArrayType) type).element(), row);
        };
    }

    private static Object longValue(long value, Type type) {
        if (Ticks.isFine(type)) {
            return RowText.timestamp(value, (ScalarType) type);
        }
        return type.kind() == TypeKind.DECIMAL
                ? (Object) BigDecimal.valueOf(value, ((ScalarType) type).scale())
                : (Object) value;
    }

    private static Object bytesValue(BytesColumn column, Type type, int row) {
        if (type.kind() == TypeKind.BINARY || type.kind() == TypeKind.VARBINARY) {
            int start = column.starts()[row];
            return Arrays.copyOfRange(column.data(), start, start + column.lengths()[row]);
        }
        if (type.kind() == TypeKind.UUID) {
            return UuidBytes.text(column.data(), column.starts()[row]);
        }
        if (!(type instanceof ScalarType)) {
            StringBuilder text = new StringBuilder();
            RowText.append(text, column, type, row);
            return text.toString();
        }
        return column.text(row);
    }

    private static List<Object> arrayValue(ArrayColumn column, Type element, int row) {
        List<Object> values = new ArrayList<>(column.lengths()[row]);
        for (int i = 0; i < column.lengths()[row]; i++) {
            values.add(get(column.elements(), element, column.starts()[row] + i));
        }
        return values;
    }
}
