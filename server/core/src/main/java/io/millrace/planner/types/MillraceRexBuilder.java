package io.millrace.planner.types;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Supplier;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Makes expressions, and leaves the cast of a number to a DECIMAL that it does not fit to the engine, where it fails row by row. */
public final class MillraceRexBuilder extends RexBuilder {

    private static final int MOST_DIGITS_OF_BIGINT = 19;

    private final boolean unbound;
    private final PaddedComparisons padding = new PaddedComparisons(this);
    private boolean elsewhere;

    public MillraceRexBuilder(MillraceTypeFactory types) {
        this(types, false);
    }

    /** @param unbound whether parameters stay what they are */
    public MillraceRexBuilder(MillraceTypeFactory types, boolean unbound) {
        super(types);
        this.unbound = unbound;
    }

    /** Whether parameters get no values while the query is planned. */
    public boolean isUnbound() {
        return unbound;
    }

    /** Makes expressions that are written elsewhere than in the statement: in a view or a function, so that they have no place in its text. */
    public <T> T elsewhere(Supplier<T> making) {
        boolean outer = elsewhere;
        elsewhere = true;
        try {
            return making.get();
        } finally {
            elsewhere = outer;
        }
    }

    private SqlParserPos here(SqlParserPos position) {
        return elsewhere ? SqlParserPos.ZERO : position;
    }

    @Override
    public RexNode makeCall(SqlParserPos position, RelDataType type, SqlOperator operator, List<RexNode> operands) {
        return super.makeCall(here(position), type, operator, List.copyOf(padding.operands(operator, operands)));
    }

    @Override
    public RexNode makeCall(SqlParserPos position, SqlOperator operator, List<? extends RexNode> operands) {
        return super.makeCall(here(position), operator, padding.operands(operator, operands));
    }

    @Override
    public RexNode makeAbstractCast(
            SqlParserPos position, RelDataType type, RexNode value, boolean safe, RexLiteral format) {
        return super.makeAbstractCast(here(position), type, value, safe, format);
    }

    /** The constant with the blanks at its end, which belong to it. */
    @Override
    public RexNode makeLiteral(Object value, RelDataType type, boolean allowCast, boolean trim) {
        return super.makeLiteral(value, type, allowCast, false);
    }

    /** The constant in a type that it fits, when it does not fit the given one: the end of a range that was found by simplifying. */
    @Override
    public RexLiteral makeExactLiteral(BigDecimal value, RelDataType type) {
        boolean fits = type.getSqlTypeName() != SqlTypeName.DECIMAL || SqlTypeUtil.isValidDecimalValue(value, type);
        if (fits) {
            return super.makeExactLiteral(value, type);
        }
        BigDecimal stripped = value.stripTrailingZeros();
        BigDecimal shortest = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        int digits = Math.max(shortest.precision(), shortest.scale());
        return super.makeExactLiteral(
                shortest, typeFactory.createSqlType(SqlTypeName.DECIMAL, digits, shortest.scale()));
    }

    @Override
    public RexNode makeCast(
            SqlParserPos position,
            RelDataType type,
            RexNode value,
            boolean matchNullability,
            boolean safe,
            RexLiteral format) {
        if (isFraction(type) && value.getType().getIntervalQualifier() != null) {
            return super.makeCast(position, type, units(position, value, type), matchNullability, safe, format);
        }
        try {
            return super.makeCast(position, type, value, matchNullability, safe, format);
        } catch (IllegalArgumentException e) {
            if (type.getSqlTypeName() == SqlTypeName.DECIMAL) {
                return makeAbstractCast(position, type, value, safe, format);
            }
            throw e;
        }
    }

    private static boolean isFraction(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.DECIMAL && type.getScale() > 0;
    }

    /** An interval in its last unit; Calcite divides whole numbers. */
    private RexNode units(SqlParserPos position, RexNode interval, RelDataType type) {
        SqlTypeName kind = interval.getType().getSqlTypeName();
        boolean nullable = interval.getType().isNullable();
        BigDecimal stored = kind.isYearMonth() ? TimeUnit.MONTH.multiplier : TimeUnit.MILLISECOND.multiplier;
        BigDecimal unit = kind.getEndUnit().multiplier.divide(stored);
        RexNode count = makeReinterpretCast(
                typeFactory.createTypeWithNullability(
                        typeFactory.createSqlType(kind.isYearMonth() ? SqlTypeName.INTEGER : SqlTypeName.BIGINT),
                        nullable),
                interval,
                makeLiteral(false));
        int digits = Math.min(
                type.getScale() + MOST_DIGITS_OF_BIGINT,
                typeFactory.getTypeSystem().getMaxNumericPrecision());
        RelDataType wide = typeFactory.createTypeWithNullability(
                typeFactory.createSqlType(SqlTypeName.DECIMAL, digits, type.getScale()), nullable);
        return makeCall(
                position, SqlStdOperatorTable.DIVIDE, makeAbstractCast(wide, count, false), makeExactLiteral(unit));
    }
}
