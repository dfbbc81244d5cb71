package io.millrace.jdbc;

import io.millrace.jdbc.nested.FineTimes;
import io.millrace.jdbc.nested.ValueType;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Types;
import java.util.Map;
import java.util.UUID;
import org.apache.calcite.avatica.AvaticaResultSetMetaData;
import org.apache.calcite.avatica.AvaticaStatement;
import org.apache.calcite.avatica.Meta;

/** What columns are, with rows as {@link Struct} and maps as {@link Map}, which is what the values are made. */
final class MillraceResultSetMetaData extends AvaticaResultSetMetaData {

    MillraceResultSetMetaData(AvaticaStatement statement, Meta.Signature signature) {
        super(statement, null, signature);
    }

    @Override
    public String getColumnTypeName(int column) throws SQLException {
        return FineTimes.plainName(super.getColumnTypeName(column));
    }

    @Override
    public int getColumnType(int column) throws SQLException {
        if (super.getColumnTypeName(column).startsWith("TIMESTAMP")) {
            return Types.TIMESTAMP;
        }
        return ValueType.isRow(getColumnTypeName(column)) ? Types.STRUCT : super.getColumnType(column);
    }

    @Override
    public String getColumnClassName(int column) throws SQLException {
        String type = getColumnTypeName(column);
        if (ValueType.isRow(type)) {
            return Struct.class.getName();
        }
        if (ValueType.isUuid(type)) {
            return UUID.class.getName();
        }
        return ValueType.isMap(type) ? Map.class.getName() : super.getColumnClassName(column);
    }
}
