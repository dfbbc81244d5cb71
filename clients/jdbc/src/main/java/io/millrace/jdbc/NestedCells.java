package io.millrace.jdbc;

import io.millrace.jdbc.nested.FineTimes;
import io.millrace.jdbc.nested.NestedReader;
import io.millrace.jdbc.nested.ValueType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.avatica.ColumnMetaData;

/** Gives rows, maps and UUIDs, which come as text, the classes of JDBC, also where they lie in arrays; and there to timestamps. */
final class NestedCells {

    private final List<UnaryOperator<Object>> conversions;

    private NestedCells(List<UnaryOperator<Object>> conversions) {
        this.conversions = conversions;
    }

    /** {@code null} when there is nothing to convert. */
    static NestedCells of(List<ColumnMetaData> columns) {
        List<UnaryOperator<Object>> conversions = new ArrayList<>();
        columns.forEach(column ->
                conversions.add(FineTimes.isFine(column.type.id, column.type.name) ? null : conversion(column.type)));
        return conversions.stream().allMatch(conversion -> conversion == null) ? null : new NestedCells(conversions);
    }

    private static UnaryOperator<Object> conversion(ColumnMetaData.AvaticaType type) {
        if (type instanceof ColumnMetaData.ArrayType) {
            UnaryOperator<Object> element = conversion(((ColumnMetaData.ArrayType) type).getComponent());
            return element == null ? null : values -> converted((List<?>) values, element);
        }
        if (!ValueType.isSpelt(type.name) && !FineTimes.isFine(type.id, type.name)) {
            return null;
        }
        ValueType nested = ValueType.of(type.name);
        return value -> NestedReader.read(nested, (String) value);
    }

    private static List<Object> converted(List<?> values, UnaryOperator<Object> element) {
        List<Object> converted = new ArrayList<>();
        for (Object value : values) {
            converted.add(value == null ? null : element.apply(value));
        }
        return converted;
    }

    Object convert(Object row) {
        List<?> values = row instanceof Object[] ? Arrays.asList((Object[]) row) : (List<?>) row;
        List<Object> converted = new ArrayList<>(values);
        for (int i = 0; i < converted.size(); i++) {
            UnaryOperator<Object> conversion = conversions.get(i);
            if (conversion != null && converted.get(i) != null) {
                converted.set(i, conversion.apply(converted.get(i)));
            }
        }
        return converted;
    }
}
