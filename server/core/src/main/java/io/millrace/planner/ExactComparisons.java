package io.millrace.planner;

import io.millrace.planner.rules.LongLists;
import io.millrace.planner.validation.ValidationFailure;
import java.util.List;
import java.util.Objects;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.apache.calcite.sql2rel.SqlRexConvertlet;
import org.apache.calcite.sql2rel.SqlRexConvertletTable;
import org.apache.calcite.sql2rel.StandardConvertletTable;

/**
 * How calls become expressions: as Calcite has it, but for {@link PeriodPredicates}, {@link LongLists}, and comparisons of DECIMALs
 * with exact numbers, and of CHARs. Calcite casts both to a common type, and there are pairs that no DECIMAL of 38 digits holds; the engine compares
 * them as they are. Of CHARs that type would be a VARCHAR, which is not filled up.
 */
final class ExactComparisons implements SqlRexConvertletTable {

    private static final SqlRexConvertletTable STANDARD = StandardConvertletTable.INSTANCE;

    @Override
    public SqlRexConvertlet get(SqlCall call) {
        if (PeriodPredicates.KINDS.contains(call.getKind())
                && call.getOperator().getSyntax() != SqlSyntax.FUNCTION) {
            return PeriodPredicates::convert;
        }
        if (LongLists.isMarked(call)) {
            return LongLists::search;
        }
        if (call.getKind() == SqlKind.FLOOR || call.getKind() == SqlKind.CEIL) {
            return ExactComparisons::rounded;
        }
        boolean comparison = call.operandCount() == 2
                && (SqlKind.COMPARISON.contains(call.getKind())
                        || call.getKind() == SqlKind.IS_DISTINCT_FROM
                        || call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM);
        return comparison ? ExactComparisons::convert : STANDARD.get(call);
    }

    private static RexNode rounded(SqlRexContext context, SqlCall call) {
        RelDataType type = context.getValidator().getValidatedNodeTypeIfKnown(call.operand(0));
        if (call.operandCount() == 1 && type != null && SqlTypeUtil.isInterval(type)) {
            throw ValidationFailure.notSupported(
                    call, call.getOperator().getName() + " of an interval is not supported; EXTRACT gives its parts");
        }
        return Objects.requireNonNull(STANDARD.get(call)).convertCall(context, call);
    }

    private static RexNode convert(SqlRexContext context, SqlCall call) {
        if (!isExact(context.getValidator(), call.getOperandList())) {
            return Objects.requireNonNull(STANDARD.get(call)).convertCall(context, call);
        }
        List<RexNode> operands =
                call.getOperandList().stream().map(context::convertExpression).toList();
        return context.getRexBuilder().makeCall(call.getParserPosition(), call.getOperator(), operands);
    }

    private static boolean isExact(SqlValidator validator, List<SqlNode> operands) {
        List<RelDataType> types = operands.stream()
                .map(validator::getValidatedNodeTypeIfKnown)
                .filter(Objects::nonNull)
                .toList();
        if (types.size() != 2) {
            return false;
        }
        return types.stream().allMatch(SqlTypeUtil::isExactNumeric)
                        && types.stream().anyMatch(SqlTypeUtil::isDecimal)
                || areFixed(operands, types);
    }

    /** Whether text or bytes of a fixed length are compared; a constant in quotes is such a text only beside another one. */
    private static boolean areFixed(List<SqlNode> operands, List<RelDataType> types) {
        boolean alike = types.stream().allMatch(SqlTypeUtil::inCharFamily)
                || types.stream().allMatch(SqlTypeUtil::isBinary);
        return alike && (isFixed(operands.get(0), types, 0) || isFixed(operands.get(1), types, 1));
    }

    private static boolean isFixed(SqlNode operand, List<RelDataType> types, int place) {
        SqlTypeName type = types.get(place).getSqlTypeName();
        boolean fixed = type == SqlTypeName.CHAR || type == SqlTypeName.BINARY;
        return fixed && (types.get(1 - place).getSqlTypeName() == type || !(operand instanceof SqlLiteral));
    }
}
