package io.millrace.planner.types;

import io.millrace.spi.data.ArrayType;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.MapType;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.StructType;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Converts types between Calcite and the data model. */
public final class TypeConversion {

    private static final SqlIntervalQualifier MONTHS =
            new SqlIntervalQualifier(TimeUnit.YEAR, TimeUnit.MONTH, SqlParserPos.ZERO);
    private static final SqlIntervalQualifier SECONDS =
            new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, SqlParserPos.ZERO);

    private TypeConversion() {}

    /**
     * The type in the data model.
     *
     * @throws UnsupportedTypeException when there is none
     */
    public static Type fromCalcite(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> Type.BOOLEAN;
            case TINYINT -> Type.TINYINT;
            case SMALLINT -> Type.SMALLINT;
            case INTEGER -> Type.INTEGER;
            case BIGINT -> Type.BIGINT;
            case REAL -> Type.REAL;
            case FLOAT, DOUBLE -> Type.DOUBLE;
            case DECIMAL -> Type.decimal(type.getPrecision(), type.getScale());
            case CHAR -> new ScalarType(TypeKind.CHAR, length(type), 0);
            case VARCHAR -> Type.varchar(length(type));
            case NULL, UNKNOWN -> Type.VARCHAR;
            case BINARY -> new ScalarType(TypeKind.BINARY, length(type), 0);
            case VARBINARY -> new ScalarType(TypeKind.VARBINARY, length(type), 0);
            case UUID -> Type.UUID;
            case DATE -> Type.DATE;
            case TIME -> new ScalarType(TypeKind.TIME, type.getPrecision(), 0);
            case TIMESTAMP -> new ScalarType(TypeKind.TIMESTAMP, type.getPrecision(), 0);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> new ScalarType(TypeKind.TIMESTAMP_LTZ, type.getPrecision(), 0);
            case ARRAY, MULTISET ->
                new ArrayType(
                        fromCalcite(type.getComponentType()),
                        type.getComponentType().isNullable(),
                        type.getSqlTypeName() == SqlTypeName.MULTISET);
            case ROW -> new StructType(rowType(type).fields());
            case VARIANT -> Type.VARIANT;
            case MAP ->
                new MapType(
                        fromCalcite(type.getKeyType()),
                        fromCalcite(type.getValueType()),
                        type.getValueType().isNullable());
            default -> {
                if (SqlTypeName.YEAR_INTERVAL_TYPES.contains(type.getSqlTypeName())) {
                    yield Type.INTERVAL_MONTH;
                }
                if (SqlTypeName.DAY_INTERVAL_TYPES.contains(type.getSqlTypeName())) {
                    yield Type.INTERVAL_DAY;
                }
                throw new UnsupportedTypeException(type.getSqlTypeName().getSpaceName());
            }
        };
    }

    private static int length(RelDataType type) {
        return type.getPrecision() < 0 ? Type.MAX_LENGTH : type.getPrecision();
    }

    /** The columns of a struct, under their own names. */
    public static RowType rowType(RelDataType struct) {
        return rowType(struct, struct.getFieldNames());
    }

    /** The columns of a struct, under other names. */
    public static RowType rowType(RelDataType struct, List<String> names) {
        List<Field> fields = new ArrayList<>();
        for (RelDataTypeField field : struct.getFieldList()) {
            fields.add(new Field(
                    names.get(field.getIndex()),
                    fromCalcite(field.getType()),
                    field.getType().isNullable()));
        }
        return new RowType(fields);
    }

    public static RelDataType toCalcite(RelDataTypeFactory types, Type type, boolean nullable) {
        return types.createTypeWithNullability(toCalcite(types, type), nullable);
    }

    public static RelDataType toCalcite(RelDataTypeFactory types, RowType rowType) {
        RelDataTypeFactory.Builder builder = types.builder();
        rowType.fields().forEach(field -> builder.add(field.name(), toCalcite(types, field.type(), field.nullable())));
        return builder.build();
    }

    private static RelDataType toCalcite(RelDataTypeFactory types, Type type) {
        if (type instanceof ArrayType array) {
            RelDataType element = toCalcite(types, array.element(), array.elementNullable());
            return array.multiset() ? types.createMultisetType(element, -1) : types.createArrayType(element, -1);
        }
        if (type instanceof StructType row) {
            return toCalcite(types, new RowType(row.fields()));
        }
        if (type instanceof MapType map) {
            return types.createMapType(
                    toCalcite(types, map.key(), false), toCalcite(types, map.value(), map.valueNullable()));
        }
        if (type == Type.VARIANT) {
            return types.createSqlType(SqlTypeName.VARIANT);
        }
        ScalarType scalar = (ScalarType) type;
        return switch (scalar.kind()) {
            case BOOLEAN -> types.createSqlType(SqlTypeName.BOOLEAN);
            case TINYINT -> types.createSqlType(SqlTypeName.TINYINT);
            case SMALLINT -> types.createSqlType(SqlTypeName.SMALLINT);
            case INTEGER -> types.createSqlType(SqlTypeName.INTEGER);
            case BIGINT -> types.createSqlType(SqlTypeName.BIGINT);
            case REAL -> types.createSqlType(SqlTypeName.REAL);
            case DOUBLE -> types.createSqlType(SqlTypeName.DOUBLE);
            case DECIMAL -> types.createSqlType(SqlTypeName.DECIMAL, scalar.precision(), scalar.scale());
            case CHAR -> sized(types, SqlTypeName.CHAR, scalar);
            case VARCHAR -> sized(types, SqlTypeName.VARCHAR, scalar);
            case BINARY -> sized(types, SqlTypeName.BINARY, scalar);
            case VARBINARY -> sized(types, SqlTypeName.VARBINARY, scalar);
            case UUID -> types.createSqlType(SqlTypeName.UUID);
            case DATE -> types.createSqlType(SqlTypeName.DATE);
            case TIME -> types.createSqlType(SqlTypeName.TIME, scalar.precision());
            case TIMESTAMP -> types.createSqlType(SqlTypeName.TIMESTAMP, scalar.precision());
            case TIMESTAMP_LTZ -> types.createSqlType(SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE, scalar.precision());
            case INTERVAL_MONTH -> types.createSqlIntervalType(MONTHS);
            case INTERVAL_DAY -> types.createSqlIntervalType(SECONDS);
            case ARRAY, MULTISET, ROW, MAP, VARIANT ->
                throw new IllegalStateException(scalar.kind() + " is not a scalar type");
        };
    }

    private static RelDataType sized(RelDataTypeFactory types, SqlTypeName name, ScalarType type) {
        return type.precision() == Type.MAX_LENGTH
                ? types.createSqlType(name)
                : types.createSqlType(name, type.precision());
    }
}
