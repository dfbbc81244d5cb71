package io.millrace.jdbc;

import java.math.BigDecimal;
import java.sql.SQLDataException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.remote.TypedValue;

/** Gives numbers that came as JSON the class that their column's type asks for: JSON knows only one kind of number, and no NaN. */
final class JsonCells {

    private interface Conversion {
        Object of(Object value);
    }

    private final Conversion[] conversions;

    JsonCells(List<ColumnMetaData> columns) {
        conversions = columns.stream().map(column -> conversion(column.type)).toArray(Conversion[]::new);
    }

    /** Refuses parameters that JSON cannot carry; the server would only see a request that is broken. */
    static void checkParameters(TypedValue[] parameters) throws SQLDataException {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] != null) {
                checkParameter(i + 1, parameters[i].value);
            }
        }
    }

    private static void checkParameter(int index, Object value) throws SQLDataException {
        if (value instanceof List) {
            for (Object item : (List<?>) value) {
                checkParameter(index, item instanceof TypedValue ? ((TypedValue) item).value : item);
            }
        } else if ((value instanceof Double || value instanceof Float)
                && !Double.isFinite(((Number) value).doubleValue())) {
            throw new SQLDataException(
                    "parameter " + index + " is " + value
                            + ", which JSON does not have; connect without serialization=json",
                    "22023");
        }
    }

    Object convert(Object row) {
        List<?> values = (List<?>) row;
        List<Object> converted = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            Conversion conversion = conversions[i];
            converted.add(value == null || conversion == null ? value : conversion.of(value));
        }
        return converted;
    }

    /** {@code null} when the values are right as they come. */
    private static Conversion conversion(ColumnMetaData.AvaticaType type) {
        switch (type.id) {
            case Types.BIGINT:
            case Types.TIMESTAMP:
                return value -> ((Number) value).longValue();
            case Types.REAL:
                return value -> (float) toDouble(value);
            case Types.DOUBLE:
            case Types.FLOAT:
                return JsonCells::toDouble;
            case Types.DECIMAL:
                return value -> value instanceof BigDecimal ? value : new BigDecimal(value.toString());
            case Types.ARRAY:
                return arrayConversion(((ColumnMetaData.ArrayType) type).getComponent());
            default:
                return null;
        }
    }

    private static Conversion arrayConversion(ColumnMetaData.AvaticaType component) {
        Conversion element = conversion(component);
        if (element == null) {
            return null;
        }
        return value -> {
            List<Object> converted = new ArrayList<>();
            for (Object item : (List<?>) value) {
                converted.add(item == null ? null : element.of(item));
            }
            return converted;
        };
    }

    private static double toDouble(Object value) {
        return value instanceof Number ? ((Number) value).doubleValue() : Double.parseDouble(value.toString());
    }
}
