package io.millrace.cli.output;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A column of a result: its name and how its values are read and set. */
public record ResultColumn(String name, int type) {

    /** The columns of a result. */
    public static List<ResultColumn> of(ResultSetMetaData metaData) throws SQLException {
        List<ResultColumn> columns = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            columns.add(new ResultColumn(metaData.getColumnLabel(i), metaData.getColumnType(i)));
        }
        return columns;
    }

    /** The value as Boolean, Number, List or text; {@code null} for NULL. */
    public Object read(ResultSet row, int index) throws SQLException {
        return switch (type) {
            case Types.BOOLEAN, Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL, Types.DOUBLE ->
                row.getObject(index);
            case Types.DECIMAL -> row.getBigDecimal(index);
            case Types.ARRAY -> elements(row.getArray(index));
            default -> row.getString(index);
        };
    }

    private static List<Object> elements(Array array) throws SQLException {
        return array == null ? null : Arrays.asList((Object[]) array.getArray());
    }

    boolean isNumeric() {
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT, Types.REAL, Types.DOUBLE, Types.DECIMAL ->
                true;
            default -> false;
        };
    }

    /** The value as people read it. */
    public static String text(Object value) {
        return value instanceof BigDecimal ? ((BigDecimal) value).toPlainString() : String.valueOf(value);
    }
}
