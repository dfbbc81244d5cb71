package io.millrace.planner.validation;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.implicit.TypeCoercionImpl;

/**
 * Which operands become what before they are compared. Exact numbers stay as they are, since the engine compares DECIMALs of
 * different scales and there are pairs that no DECIMAL of 38 digits holds; so do intervals of the same kind.
 */
final class MillraceTypeCoercion extends TypeCoercionImpl {

    private static final int USUAL_SCALE = 18;

    MillraceTypeCoercion(RelDataTypeFactory types, SqlValidator validator) {
        super(types, validator);
    }

    @Override
    public RelDataType commonTypeForBinaryComparison(RelDataType left, RelDataType right) {
        if (left == null || right == null) {
            return null;
        }
        boolean comparable = areDecimals(List.of(left, right))
                || SqlTypeUtil.isInterval(left) && left.getFamily().equals(right.getFamily());
        if (comparable) {
            return null;
        }
        if (SqlTypeUtil.isDecimal(left) && SqlTypeUtil.isCharacter(right)) {
            return ofText(left, right);
        }
        return SqlTypeUtil.isCharacter(left) && SqlTypeUtil.isDecimal(right)
                ? ofText(right, left)
                : super.commonTypeForBinaryComparison(left, right);
    }

    /** Text that is compared with a DECIMAL: one that holds all its values, with as many further digits as there is room for. */
    private RelDataType ofText(RelDataType decimal, RelDataType text) {
        int most = factory.getTypeSystem().getMaxPrecision(SqlTypeName.DECIMAL);
        int room = most - (decimal.getPrecision() - decimal.getScale());
        int scale = Math.max(decimal.getScale(), Math.min(USUAL_SCALE, room));
        return factory.createTypeWithNullability(
                factory.createSqlType(SqlTypeName.DECIMAL, most, scale), decimal.isNullable() || text.isNullable());
    }

    private static boolean areDecimals(List<RelDataType> types) {
        return types.stream().allMatch(SqlTypeUtil::isExactNumeric)
                && types.stream().anyMatch(SqlTypeUtil::isDecimal);
    }

    @Override
    public boolean inOperationCoercion(SqlCallBinding binding) {
        return !keepsDecimals(binding) && super.inOperationCoercion(binding);
    }

    @Override
    public boolean quantifyOperationCoercion(SqlCallBinding binding) {
        return !keepsDecimals(binding) && super.quantifyOperationCoercion(binding);
    }

    /** Whether the operands are {@code x IN (a, b …)} of exact numbers with DECIMALs among them, which are compared one by one. */
    private boolean keepsDecimals(SqlCallBinding binding) {
        if (!(binding.operand(1) instanceof SqlNodeList list)) {
            return false;
        }
        List<RelDataType> types = new ArrayList<>(List.of(binding.getOperandType(0)));
        list.forEach(node -> types.add(validator.deriveType(binding.getScope(), node)));
        return areDecimals(types);
    }
}
