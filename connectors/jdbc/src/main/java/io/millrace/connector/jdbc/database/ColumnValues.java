package io.millrace.connector.jdbc.database;

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
import io.millrace.spi.data.UuidBytes;
import io.millrace.spi.data.variant.VariantJson;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The values of a column as objects that are equal when they are, and as parameters of statements. */
public record ColumnValues(Type type, TargetColumn target) {

    /** The parameter in a statement. */
    public String placeholder() {
        return switch (type.kind()) {
            case INTERVAL_MONTH, INTERVAL_DAY -> "CAST(? AS " + target.typeName() + ")";
            default -> "?";
        };
    }

    /** The value of a row; null when it is NULL. */
    public Object value(Column column, int row) {
        return value(type, column, row);
    }

    private static Object value(Type type, Column column, int row) {
        if (column.isNull(row)) {
            return null;
        }
        return switch (column.layout()) {
            case BOOLEAN -> ((BooleanColumn) column).values()[row];
            case INT -> ofInt(type, ((IntColumn) column).values()[row]);
            case LONG -> ofLong(type, ((LongColumn) column).values()[row]);
            case DOUBLE -> ((DoubleColumn) column).values()[row];
            case DECIMAL -> ((DecimalColumn) column).values()[row].setScale(((ScalarType) type).scale());
            case BYTES -> ofBytes(type, (BytesColumn) column, row);
            case ARRAY -> elements((ArrayType) type, (ArrayColumn) column, row);
        };
    }

    private static Object ofInt(Type type, int value) {
        return switch (type.kind()) {
            case DATE -> LocalDate.ofEpochDay(value);
            case TIME -> LocalTime.ofNanoOfDay(value * 1_000_000L);
            case INTERVAL_MONTH -> value + " months";
            default -> value;
        };
    }

    private static Object ofLong(Type type, long value) {
        return switch (type.kind()) {
            case DECIMAL -> BigDecimal.valueOf(value, ((ScalarType) type).scale());
            case TIMESTAMP ->
                LocalDateTime.ofInstant(Ticks.instant(value, ((ScalarType) type).precision()), ZoneOffset.UTC);
            case TIMESTAMP_LTZ ->
                Ticks.instant(value, ((ScalarType) type).precision()).atOffset(ZoneOffset.UTC);
            case INTERVAL_DAY -> value + " milliseconds";
            default -> value;
        };
    }

    private static Object ofBytes(Type type, BytesColumn column, int row) {
        return switch (type.kind()) {
            case BINARY, VARBINARY -> {
                int start = column.starts()[row];
                yield ByteBuffer.wrap(Arrays.copyOfRange(column.data(), start, start + column.lengths()[row]));
            }
            case VARIANT -> {
                StringBuilder json = new StringBuilder();
                VariantJson.print(column.data(), column.starts()[row], json);
                yield json.toString();
            }
            case UUID -> UuidBytes.uuid(column.data(), column.starts()[row]);
            default -> column.text(row);
        };
    }

    private static List<Object> elements(ArrayType type, ArrayColumn column, int row) {
        List<Object> elements = new ArrayList<>();
        int start = column.starts()[row];
        for (int at = start; at < start + column.lengths()[row]; at++) {
            elements.add(value(type.element(), column.elements(), at));
        }
        return elements;
    }

    /** Gives a statement the value as one of its parameters. */
    public void bind(PreparedStatement statement, int parameter, Object value) throws SQLException {
        switch (type.kind()) {
            case BINARY, VARBINARY ->
                statement.setBytes(parameter, value == null ? null : ((ByteBuffer) value).array());
            case INTERVAL_MONTH, INTERVAL_DAY -> statement.setString(parameter, (String) value);
            case ARRAY -> bindArray(statement, parameter, (List<?>) value);
            case VARIANT -> statement.setObject(parameter, value, Types.OTHER);
            case REAL -> bindReal(statement, parameter, (Double) value);
            default -> {
                if (value == null) {
                    statement.setNull(parameter, target.type());
                } else {
                    statement.setObject(parameter, value);
                }
            }
        }
    }

    private void bindReal(PreparedStatement statement, int parameter, Double value) throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.REAL);
        } else {
            statement.setFloat(parameter, value.floatValue());
        }
    }

    private void bindArray(PreparedStatement statement, int parameter, List<?> value) throws SQLException {
        if (value == null) {
            statement.setNull(parameter, Types.ARRAY);
        } else {
            statement.setArray(
                    parameter,
                    statement.getConnection().createArrayOf(target.typeName().substring(1), value.toArray()));
        }
    }
}
