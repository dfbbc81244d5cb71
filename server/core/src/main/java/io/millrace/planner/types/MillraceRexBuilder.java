package io.millrace.planner.types;

import java.math.BigDecimal;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Makes expressions, and leaves the cast of a number to a DECIMAL that it does not fit to the engine, where it fails row by row. */
public final class MillraceRexBuilder extends RexBuilder {

    private final boolean unbound;

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
        try {
            return super.makeCast(position, type, value, matchNullability, safe, format);
        } catch (IllegalArgumentException e) {
            if (type.getSqlTypeName() == SqlTypeName.DECIMAL) {
                return makeAbstractCast(position, type, value, safe, format);
            }
            throw e;
        }
    }
}
