package io.millrace.connector.jdbc.replication;

import io.millrace.connector.jdbc.database.TargetColumn;
import io.millrace.spi.connector.SourceColumn;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.sql.Types;
import java.util.List;
import java.util.Optional;

/** The columns of a table that was declared without any: each of a type that holds all values. */
final class FoundTypes {

    private static final int MOST_DIGITS = 38;

    private FoundTypes() {}

    static List<SourceColumn> of(List<TargetColumn> columns) {
        return columns.stream()
                .map(column -> new SourceColumn(new Field(column.name(), type(column), true), Optional.empty()))
                .toList();
    }

    private static Type type(TargetColumn column) {
        boolean zoned = column.typeName().endsWith("tz");
        return switch (column.typeName()) {
            case "json", "jsonb" -> Type.VARIANT;
            case "uuid" -> Type.UUID;
            case "money" -> Type.VARCHAR;
            default ->
                switch (column.type()) {
                    case Types.BOOLEAN, Types.BIT -> column.typeName().equals("bool") ? Type.BOOLEAN : Type.VARCHAR;
                    case Types.SMALLINT -> Type.SMALLINT;
                    case Types.INTEGER -> Type.INTEGER;
                    case Types.BIGINT -> Type.BIGINT;
                    case Types.REAL -> Type.REAL;
                    case Types.DOUBLE, Types.FLOAT -> Type.DOUBLE;
                    case Types.NUMERIC, Types.DECIMAL -> number(column);
                    case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> Type.VARBINARY;
                    case Types.DATE -> Type.DATE;
                    case Types.TIME -> zoned ? Type.VARCHAR : Type.TIME;
                    case Types.TIMESTAMP, Types.TIMESTAMP_WITH_TIMEZONE ->
                        new ScalarType(zoned ? TypeKind.TIMESTAMP_LTZ : TypeKind.TIMESTAMP, column.scale(), 0);
                    default -> Type.VARCHAR;
                };
        };
    }

    /** A NUMERIC without limits, or with too many digits, is a text. */
    private static Type number(TargetColumn column) {
        boolean held = column.size() > 0
                && column.size() <= MOST_DIGITS
                && column.scale() >= 0
                && column.scale() <= column.size();
        return held ? Type.decimal(column.size(), column.scale()) : Type.VARCHAR;
    }
}
