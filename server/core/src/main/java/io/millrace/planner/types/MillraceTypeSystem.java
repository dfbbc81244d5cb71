package io.millrace.planner.types;

import io.millrace.spi.data.Ticks;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** The rules for precision and derived types: DECIMALs of up to 38 digits, times with milliseconds unless more digits are asked for, averages that do not truncate. */
public final class MillraceTypeSystem extends RelDataTypeSystemImpl {

    private static final int MAX_DECIMAL_DIGITS = 38;
    private static final int MIN_AVERAGE_SCALE = 6;
    private static final int MIN_PRODUCT_SCALE = 6;

    @Override
    public int getMaxPrecision(SqlTypeName type) {
        if (type == SqlTypeName.DECIMAL) {
            return MAX_DECIMAL_DIGITS;
        }
        if (isTime(type)) {
            return type == SqlTypeName.TIME ? Ticks.MILLI_DIGITS : Ticks.NANO_DIGITS;
        }
        return isString(type) ? Integer.MAX_VALUE : super.getMaxPrecision(type);
    }

    @Override
    public int getMaxScale(SqlTypeName type) {
        return type == SqlTypeName.DECIMAL ? MAX_DECIMAL_DIGITS : super.getMaxScale(type);
    }

    @Override
    public int getDefaultPrecision(SqlTypeName type) {
        if (type == SqlTypeName.DECIMAL) {
            return MAX_DECIMAL_DIGITS;
        }
        return isTime(type) ? Ticks.MILLI_DIGITS : super.getDefaultPrecision(type);
    }

    /** Whether it is a timestamp with more than milliseconds. */
    public static boolean isFine(RelDataType type) {
        return SqlTypeUtil.isTimestamp(type) && type.getPrecision() > Ticks.MILLI_DIGITS;
    }

    /** The same type, of timestamps with no more than milliseconds. */
    public static RelDataType inMillis(RelDataTypeFactory types, RelDataType type) {
        return isFine(type)
                ? types.createTypeWithNullability(
                        types.createSqlType(type.getSqlTypeName(), Ticks.MILLI_DIGITS), type.isNullable())
                : type;
    }

    private static boolean isTime(SqlTypeName type) {
        return type == SqlTypeName.TIME
                || type == SqlTypeName.TIMESTAMP
                || type == SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
    }

    private static boolean isString(SqlTypeName type) {
        return SqlTypeName.STRING_TYPES.contains(type);
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    /** Beyond 38 digits a product gives up digits behind the point, down to six, before it gives up whole ones. */
    @Override
    public RelDataType deriveDecimalMultiplyType(RelDataTypeFactory types, RelDataType left, RelDataType right) {
        RelDataType product = super.deriveDecimalMultiplyType(types, left, right);
        if (product == null || product.getSqlTypeName() != SqlTypeName.DECIMAL) {
            return product;
        }
        int scale = left.getScale() + right.getScale();
        int whole = left.getPrecision() + right.getPrecision() - scale;
        if (whole + scale <= MAX_DECIMAL_DIGITS) {
            return product;
        }
        int kept = Math.max(MAX_DECIMAL_DIGITS - whole, Math.min(scale, MIN_PRODUCT_SCALE));
        return types.createTypeWithNullability(
                types.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL_DIGITS, kept), product.isNullable());
    }

    /**
     * A quotient has as many digits behind the point as its operands can make meaningful, at least six. Beyond 38 digits it gives up
     * some of these before whole ones, but never those that the dividend has; whole ones that then do not fit are an error.
     */
    @Override
    public RelDataType deriveDecimalDivideType(RelDataTypeFactory types, RelDataType left, RelDataType right) {
        RelDataType quotient = super.deriveDecimalDivideType(types, left, right);
        if (quotient == null || quotient.getSqlTypeName() != SqlTypeName.DECIMAL) {
            return quotient;
        }
        RelDataType dividend = types.decimalOf(left);
        RelDataType divisor = types.decimalOf(right);
        int whole = dividend.getPrecision() - dividend.getScale() + divisor.getScale();
        int scale = Math.max(MIN_PRODUCT_SCALE, dividend.getScale() + divisor.getPrecision() + 1);
        int least = Math.min(scale, Math.max(MIN_PRODUCT_SCALE, dividend.getScale()));
        int kept = Math.min(scale, Math.max(MAX_DECIMAL_DIGITS - whole, least));
        RelDataType type = types.createSqlType(SqlTypeName.DECIMAL, Math.min(MAX_DECIMAL_DIGITS, whole + kept), kept);
        return types.createTypeWithNullability(type, quotient.isNullable());
    }

    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory types, RelDataType argument) {
        RelDataType average;
        if (argument.getSqlTypeName() == SqlTypeName.DECIMAL) {
            average = types.createSqlType(
                    SqlTypeName.DECIMAL, MAX_DECIMAL_DIGITS, Math.max(MIN_AVERAGE_SCALE, argument.getScale()));
        } else if (SqlTypeName.NUMERIC_TYPES.contains(argument.getSqlTypeName())) {
            average = types.createSqlType(SqlTypeName.DOUBLE);
        } else {
            return argument;
        }
        return types.createTypeWithNullability(average, argument.isNullable());
    }

    @Override
    public RelDataType deriveSumType(RelDataTypeFactory types, RelDataType argument) {
        RelDataType sum;
        if (argument.getSqlTypeName() == SqlTypeName.DECIMAL) {
            sum = types.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL_DIGITS, argument.getScale());
        } else if (SqlTypeName.INT_TYPES.contains(argument.getSqlTypeName())) {
            sum = types.createSqlType(SqlTypeName.BIGINT);
        } else if (SqlTypeName.APPROX_TYPES.contains(argument.getSqlTypeName())) {
            sum = types.createSqlType(SqlTypeName.DOUBLE);
        } else {
            return argument;
        }
        return types.createTypeWithNullability(sum, argument.isNullable());
    }
}
