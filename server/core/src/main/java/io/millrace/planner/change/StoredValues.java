package io.millrace.planner.change;

import io.millrace.planner.types.TypeConversion;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.data.Field;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Type;
import io.millrace.spi.error.ErrorCode;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Values on their way into columns. */
final class StoredValues {

    private StoredValues() {}

    /** A value as a column takes it; refused when it would need a CAST that nobody wrote. */
    static RexNode of(RexNode value, Field field, RexBuilder rex, SqlNode place) {
        RelDataType type = TypeConversion.toCalcite(rex.getTypeFactory(), field.type(), true);
        RelDataType from = value.getType();
        boolean scalar = field.type() instanceof ScalarType || field.type() == Type.VARIANT;
        if (!fits(scalar ? type : TypeConversion.toCalcite(rex.getTypeFactory(), field.type(), false), from)) {
            throw ValidationFailure.at(
                    ErrorCode.TYPE_MISMATCH,
                    place,
                    "column \"" + field.name() + "\" is " + field.type().sql() + ", but the value is "
                            + TypeConversion.fromCalcite(from).sql() + "; write "
                            + (field.type() == Type.VARIANT && SqlTypeFamily.CHARACTER.contains(from)
                                    ? "PARSE_JSON(…) for JSON, or for a text "
                                    : "")
                            + "CAST(… AS " + field.type().sql() + ")"
                            + (scalar ? "" : ", and COALESCE around what can be NULL within"));
        }
        return rex.makeAbstractCast(
                rex.getTypeFactory().createTypeWithNullability(stored(rex, type), from.isNullable()), value, false);
    }

    /** Whether values can be stored as they are; those within rows, maps and arrays one by one, whatever their names. */
    private static boolean fits(RelDataType type, RelDataType from) {
        if (from.getSqlTypeName() == SqlTypeName.NULL) {
            return true;
        }
        if (type.getSqlTypeName() == SqlTypeName.ROW && from.getSqlTypeName() == SqlTypeName.ROW) {
            return type.getFieldCount() == from.getFieldCount()
                    && IntStream.range(0, type.getFieldCount())
                            .allMatch(i -> from.isNullable()
                                    ? fits(field(type, i), field(from, i))
                                    : holds(field(type, i), field(from, i)));
        }
        if (type.getSqlTypeName() == SqlTypeName.MAP && from.getSqlTypeName() == SqlTypeName.MAP) {
            return fits(type.getKeyType(), from.getKeyType()) && holds(type.getValueType(), from.getValueType());
        }
        boolean collection =
                type.getSqlTypeName() == SqlTypeName.ARRAY || type.getSqlTypeName() == SqlTypeName.MULTISET;
        if (collection && from.getSqlTypeName() == type.getSqlTypeName()) {
            return holds(type.getComponentType(), from.getComponentType());
        }
        if (type.getSqlTypeName() == SqlTypeName.VARIANT || from.getSqlTypeName() == SqlTypeName.VARIANT) {
            return type.getSqlTypeName() == from.getSqlTypeName();
        }
        boolean times = SqlTypeFamily.DATETIME.contains(type) && SqlTypeFamily.CHARACTER.contains(from);
        return times || SqlTypeUtil.canAssignFrom(type, from);
    }

    /**
     * Whether values within others can be stored as they are; NULLs too, which nobody looks for later. Within rows that can be NULL
     * themselves, all types are nullable here, whatever was declared.
     */
    private static boolean holds(RelDataType type, RelDataType from) {
        return (type.isNullable() || !from.isNullable()) && fits(type, from);
    }

    private static RelDataType field(RelDataType row, int index) {
        return row.getFieldList().get(index).getType();
    }

    /** Text keeps its length, so that the target can refuse what is too long; a cast would cut it. */
    private static RelDataType stored(RexBuilder rex, RelDataType type) {
        return SqlTypeFamily.CHARACTER.contains(type)
                ? TypeConversion.toCalcite(rex.getTypeFactory(), Type.VARCHAR, true)
                : type;
    }
}
