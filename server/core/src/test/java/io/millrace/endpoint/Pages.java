package io.millrace.endpoint;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Page;
import io.millrace.spi.data.RowType;
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
import io.millrace.spi.data.builder.PageBuilder;
import java.math.BigDecimal;
import java.util.List;

/** Builds pages from rows of boxed values, for tests. */
public final class Pages {

    private Pages() {}

    public static Page of(RowType rowType, Object[]... rows) {
        PageBuilder builder = new PageBuilder(rowType);
        for (Object[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                append(builder.column(i), rowType.type(i), row[i]);
            }
            builder.endRow();
        }
        return builder.build();
    }

    /** One row. */
    public static Object[] row(Object... values) {
        return values;
    }

    /** Appends a boxed value: BigDecimal for DECIMAL, String or bytes for text, a list for ARRAY; null for NULL. */
    public static void append(ColumnBuilder column, Type type, Object value) {
        if (value == null) {
            column.appendNull();
        } else if (column instanceof BooleanColumnBuilder booleans) {
            booleans.append((Boolean) value);
        } else if (column instanceof IntColumnBuilder ints) {
            ints.append((Integer) value);
        } else if (column instanceof LongColumnBuilder longs) {
            longs.append(
                    type.kind() == TypeKind.DECIMAL
                            ? ((BigDecimal) value)
                                    .setScale(((ScalarType) type).scale())
                                    .unscaledValue()
                                    .longValueExact()
                            : ((Number) value).longValue());
        } else if (column instanceof DoubleColumnBuilder doubles) {
            doubles.append(((Number) value).doubleValue());
        } else if (column instanceof DecimalColumnBuilder decimals) {
            decimals.append(((BigDecimal) value).setScale(((ScalarType) type).scale()));
        } else if (column instanceof BytesColumnBuilder bytes) {
            if (value instanceof String text) {
                bytes.append(text);
            } else {
                bytes.append((byte[]) value);
            }
        } else {
            ArrayColumnBuilder array = (ArrayColumnBuilder) column;
            for (Object element : (List<?>) value) {
                append(array.elements(), ((ArrayType) type).element(), element);
            }
            array.endArray();
        }
    }
}
