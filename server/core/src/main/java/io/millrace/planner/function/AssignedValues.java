package io.millrace.planner.function;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Values on their way into parameters and out of bodies: cast when that loses no sight of what was meant. */
public final class AssignedValues {

    private AssignedValues() {}

    /** Whether a value of a type can stand for one of another without a CAST that somebody wrote. */
    public static boolean fits(RelDataType wanted, RelDataType given) {
        boolean times = SqlTypeFamily.DATETIME.contains(wanted) && SqlTypeFamily.CHARACTER.contains(given);
        return given.getSqlTypeName() == SqlTypeName.NULL || times || SqlTypeUtil.canAssignFrom(wanted, given);
    }

    /** The value in a type; as it is, when it has that type already, with or without nulls. */
    static RexNode cast(RexBuilder rex, RexNode value, RelDataType type) {
        return SqlTypeUtil.equalSansNullability(rex.getTypeFactory(), value.getType(), type)
                ? value
                : rex.makeAbstractCast(
                        rex.getTypeFactory()
                                .createTypeWithNullability(type, value.getType().isNullable()),
                        value,
                        false);
    }

    /** The value in exactly that type. */
    static RexNode exactly(RexBuilder rex, RexNode value, RelDataType type) {
        return value.getType().equals(type) ? value : rex.makeAbstractCast(type, value, false);
    }

    /** The same for columns. */
    static List<RexNode> exactly(RexBuilder rex, List<RexNode> values, RelDataType row) {
        return row.getFieldList().stream()
                .map(field -> exactly(rex, values.get(field.getIndex()), field.getType()))
                .toList();
    }
}
