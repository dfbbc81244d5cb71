package io.millrace.engine.codegen;

import io.millrace.dstream.expression.Literal;
import io.millrace.spi.data.ArrayColumn;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.BooleanColumn;
import io.millrace.spi.data.BytesColumn;
import io.millrace.spi.data.Column;
import io.millrace.spi.data.DecimalColumn;
import io.millrace.spi.data.DoubleColumn;
import io.millrace.spi.data.IntColumn;
import io.millrace.spi.data.Layout;
import io.millrace.spi.data.LongColumn;
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
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pages made of boxed values and back. DECIMALs are BigDecimals, text is String, REAL is Double. */
final class Rows {

    private Rows() {}

    /** A page of one column. */
    static Column columnOf(Type type, Object... values) {
        ColumnBuilder builder = ColumnBuilder.of(type);
        Arrays.stream(values).forEach(value -> append(builder, type, value));
        return builder.build();
    }

    static Page page(RowType rowType, List<Object[]> rows) {
        Column[] columns = new Column[rowType.size()];
        for (int i = 0; i < columns.length; i++) {
            int index = i;
            columns[i] = columnOf(
                    rowType.type(i), rows.stream().map(row -> row[index]).toArray());
        }
        return new Page(rows.size(), columns, null);
    }

    static void append(ColumnBuilder builder, Type type, Object value) {
        if (value == null) {
            builder.appendNull();
        } else if (builder instanceof BooleanColumnBuilder booleans) {
            booleans.append((Boolean) value);
        } else if (builder instanceof IntColumnBuilder ints) {
            ints.append((Integer) value);
        } else if (builder instanceof LongColumnBuilder longs) {
            longs.append(value instanceof BigDecimal decimal ? scaled(decimal, type) : ((Number) value).longValue());
        } else if (builder instanceof DoubleColumnBuilder doubles) {
            doubles.append((Double) value);
        } else if (builder instanceof BytesColumnBuilder bytes) {
            bytes.append((String) value);
        } else if (builder instanceof DecimalColumnBuilder decimals) {
            decimals.append(((BigDecimal) value).setScale(((ScalarType) type).scale()));
        } else {
            ArrayColumnBuilder arrays = (ArrayColumnBuilder) builder;
            ((List<?>) value).forEach(element -> append(arrays.elements(), ((ArrayType) type).element(), element));
            arrays.endArray();
        }
    }

    private static long scaled(BigDecimal value, Type type) {
        return value.setScale(((ScalarType) type).scale()).unscaledValue().longValueExact();
    }

    static Literal literal(Object value, Type type) {
        if (value == null) {
            return Literal.nullOf(type);
        }
        return Literal.of(
                value instanceof BigDecimal decimal && type.layout() == Layout.LONG ? scaled(decimal, type) : value,
                type);
    }

    static Object value(Column column, int row, Type type) {
        if (column.isNull(row)) {
            assertZero(column, row);
            return null;
        }
        if (column instanceof BooleanColumn booleans) {
            return booleans.values()[row];
        } else if (column instanceof IntColumn ints) {
            return ints.values()[row];
        } else if (column instanceof LongColumn longs) {
            return type.kind() == TypeKind.DECIMAL
                    ? BigDecimal.valueOf(longs.values()[row], ((ScalarType) type).scale())
                    : (Object) longs.values()[row];
        } else if (column instanceof DoubleColumn doubles) {
            return doubles.values()[row];
        } else if (column instanceof BytesColumn bytes) {
            return bytes.text(row);
        } else if (column instanceof DecimalColumn decimals) {
            return decimals.values()[row];
        }
        ArrayColumn arrays = (ArrayColumn) column;
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < arrays.lengths()[row]; i++) {
            elements.add(value(arrays.elements(), arrays.starts()[row] + i, ((ArrayType) type).element()));
        }
        return elements;
    }

    /** Null rows hold the zero of their layout. */
    private static void assertZero(Column column, int row) {
        boolean zero;
        if (column instanceof BooleanColumn booleans) {
            zero = !booleans.values()[row];
        } else if (column instanceof IntColumn ints) {
            zero = ints.values()[row] == 0;
        } else if (column instanceof LongColumn longs) {
            zero = longs.values()[row] == 0;
        } else if (column instanceof DoubleColumn doubles) {
            zero = doubles.values()[row] == 0;
        } else if (column instanceof BytesColumn bytes) {
            zero = bytes.lengths()[row] == 0;
        } else if (column instanceof DecimalColumn decimals) {
            zero = decimals.values()[row].signum() == 0;
        } else {
            zero = ((ArrayColumn) column).lengths()[row] == 0;
        }
        if (!zero) {
            throw new AssertionError("null row " + row + " does not hold zero in " + column);
        }
    }

    static List<Object> values(Column column, Type type) {
        List<Object> values = new ArrayList<>();
        for (int row = 0; row < column.size(); row++) {
            values.add(value(column, row, type));
        }
        return values;
    }
}
