package io.millrace.endpoint.wire;

import io.millrace.session.PreparedSql;
import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.sql.DatabaseMetaData;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.apache.calcite.avatica.Meta;

/** Describes columns and parameters in Avatica's words. */
public final class Signatures {

    private Signatures() {}

    /** The signature of rows of the given columns; of a statement without rows when there are none. */
    public static Meta.Signature of(PreparedSql statement, List<Field> columns) {
        Meta.StatementType withoutRows = statement.kind() == PreparedSql.Kind.UPDATE
                ? Meta.StatementType.OTHER_DML
                : Meta.StatementType.OTHER_DDL;
        Meta.StatementType type = columns.isEmpty() ? withoutRows : Meta.StatementType.SELECT;
        return new Meta.Signature(
                columns(columns),
                statement.sql(),
                statement.parameters().stream().map(Signatures::parameter).toList(),
                Map.of(),
                Meta.CursorFactory.LIST,
                type);
    }

    /** The signature of rows that no statement asked for, as metadata. */
    public static Meta.Signature of(List<Field> columns) {
        return new Meta.Signature(
                columns(columns), "", List.of(), Map.of(), Meta.CursorFactory.LIST, Meta.StatementType.SELECT);
    }

    private static List<ColumnMetaData> columns(List<Field> fields) {
        List<ColumnMetaData> columns = new ArrayList<>(fields.size());
        for (Field field : fields) {
            columns.add(column(columns.size(), field));
        }
        return columns;
    }

    private static ColumnMetaData column(int ordinal, Field field) {
        Type type = field.type();
        ColumnMetaData.AvaticaType avaticaType = type(type);
        return new ColumnMetaData(
                ordinal,
                false,
                isText(type),
                true,
                false,
                field.nullable() ? DatabaseMetaData.columnNullable : DatabaseMetaData.columnNoNulls,
                isSigned(type),
                displaySize(type),
                field.name(),
                field.name(),
                "",
                precision(type),
                scale(type),
                "",
                "",
                avaticaType,
                true,
                false,
                false,
                className(type));
    }

    private static AvaticaParameter parameter(Field parameter) {
        Type type = parameter.type();
        return new AvaticaParameter(
                isSigned(type),
                precision(type),
                scale(type),
                type.kind().jdbcCode(),
                type.kind().sqlName(),
                className(type),
                parameter.name());
    }

    static ColumnMetaData.AvaticaType type(Type type) {
        if (type instanceof ArrayType) {
            ArrayType array = (ArrayType) type;
            return ColumnMetaData.array(type(array.element()), array.sql(), Rep.ARRAY);
        }
        if (type.kind() == TypeKind.ROW || type.kind() == TypeKind.MAP) {
            return ColumnMetaData.scalar(Types.OTHER, type.sql(), Rep.STRING); // what Avatica calls a STRUCT is no text
        }
        if (Ticks.isFine(type)) {
            return ColumnMetaData.scalar(Types.OTHER, type.sql(), Rep.STRING); // Avatica's have milliseconds
        }
        return ColumnMetaData.scalar(type.kind().jdbcCode(), type.kind().sqlName(), rep(type.kind()));
    }

    private static Rep rep(TypeKind kind) {
        return switch (kind) {
            case BOOLEAN -> Rep.BOOLEAN;
            case TINYINT -> Rep.BYTE;
            case SMALLINT -> Rep.SHORT;
            case INTEGER, DATE, TIME -> Rep.INTEGER;
            case BIGINT, TIMESTAMP, TIMESTAMP_LTZ -> Rep.LONG;
            case REAL -> Rep.FLOAT;
            case DOUBLE -> Rep.DOUBLE;
            case DECIMAL -> Rep.NUMBER;
            case CHAR, VARCHAR, INTERVAL_MONTH, INTERVAL_DAY, UUID, ROW, MAP, VARIANT -> Rep.STRING;
            case BINARY, VARBINARY -> Rep.BYTE_STRING;
            case ARRAY, MULTISET -> Rep.ARRAY;
        };
    }

    private static String className(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> "java.lang.Boolean";
            case TINYINT, SMALLINT, INTEGER -> "java.lang.Integer";
            case BIGINT -> "java.lang.Long";
            case REAL -> "java.lang.Float";
            case DOUBLE -> "java.lang.Double";
            case DECIMAL -> "java.math.BigDecimal";
            case CHAR, VARCHAR, INTERVAL_MONTH, INTERVAL_DAY, UUID, ROW, MAP, VARIANT -> "java.lang.String";
            case BINARY, VARBINARY -> "[B";
            case DATE -> "java.sql.Date";
            case TIME -> "java.sql.Time";
            case TIMESTAMP, TIMESTAMP_LTZ -> "java.sql.Timestamp";
            case ARRAY, MULTISET -> "java.sql.Array";
        };
    }

    public static int precision(Type type) {
        return type instanceof ScalarType ? ((ScalarType) type).precision() : 0;
    }

    public static int scale(Type type) {
        return type instanceof ScalarType ? ((ScalarType) type).scale() : 0;
    }

    private static int displaySize(Type type) {
        int precision = precision(type);
        return switch (type.kind()) {
            case BOOLEAN -> 5;
            case TINYINT, SMALLINT, INTEGER, BIGINT -> precision + 1;
            case DECIMAL -> precision + 2;
            case REAL -> 15;
            case DOUBLE -> 25;
            case UUID -> 36;
            case DATE -> 10;
            case TIME -> 12;
            case TIMESTAMP, TIMESTAMP_LTZ -> 20 + Math.max(3, precision);
            case INTERVAL_MONTH, INTERVAL_DAY -> 30;
            case CHAR, VARCHAR, BINARY, VARBINARY -> precision;
            case ARRAY, MULTISET, ROW, MAP, VARIANT -> Type.MAX_LENGTH;
        };
    }

    private static boolean isText(Type type) {
        return type.kind() == TypeKind.CHAR || type.kind() == TypeKind.VARCHAR;
    }

    public static boolean isSigned(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, DOUBLE, DECIMAL, INTERVAL_MONTH, INTERVAL_DAY -> true;
            case BOOLEAN,
                    CHAR,
                    VARCHAR,
                    BINARY,
                    VARBINARY,
                    UUID,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LTZ,
                    ARRAY,
                    MULTISET,
                    ROW,
                    MAP,
                    VARIANT -> false;
        };
    }
}
