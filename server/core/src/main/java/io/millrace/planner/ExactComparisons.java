package io.millrace.planner;

import io.millrace.planner.expression.Variants;
import io.millrace.planner.rules.LongLists;
import io.millrace.planner.validation.ValidationFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
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
    private static final Set<SqlKind> EQUALITIES =
            Set.of(SqlKind.EQUALS, SqlKind.NOT_EQUALS, SqlKind.IS_DISTINCT_FROM, SqlKind.IS_NOT_DISTINCT_FROM);

    @Override
    public SqlRexConvertlet get(SqlCall call) {
        if (PeriodPredicates.KINDS.contains(call.getKind())
                && call.getOperator().getSyntax() != SqlSyntax.FUNCTION) {
            return PeriodPredicates::convert;
        }
        if (call.getOperator() == Variants.elements()) {
            return (context, elements) ->
                    Variants.elementsOf(context.convertExpression(elements.operand(0)), context.getRexBuilder());
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
        if (areRowsOfFixed(context.getValidator(), call)) {
            return pairs(context, call);
        }
        if (!isExact(context.getValidator(), call.getOperandList())) {
            return Objects.requireNonNull(STANDARD.get(call)).convertCall(context, call);
        }
        List<RexNode> operands =
                call.getOperandList().stream().map(context::convertExpression).toList();
        return context.getRexBuilder().makeCall(call.getParserPosition(), call.getOperator(), operands);
    }

    /** Whether written rows are compared whether they are equal, with text or bytes of a fixed length in them. */
    private static boolean areRowsOfFixed(SqlValidator validator, SqlCall call) {
        if (!EQUALITIES.contains(call.getKind())
                || !(call.operand(0) instanceof SqlCall left && left.getKind() == SqlKind.ROW)
                || !(call.operand(1) instanceof SqlCall right && right.getKind() == SqlKind.ROW)
                || left.operandCount() != right.operandCount()) {
            return false;
        }
        return IntStream.range(0, left.operandCount()).anyMatch(i -> {
            SqlCall pair = call.getOperator()
                    .createCall(call.getParserPosition(), (SqlNode) left.operand(i), (SqlNode) right.operand(i));
            List<RelDataType> types = types(validator, pair.getOperandList());
            return types.size() == 2 && areFixed(pair.getOperandList(), types) || areRowsOfFixed(validator, pair);
        });
    }

    /** The comparisons of the parts of two rows, put together. */
    private static RexNode pairs(SqlRexContext context, SqlCall call) {
        SqlCall left = call.operand(0);
        SqlCall right = call.operand(1);
        List<RexNode> pairs = new ArrayList<>();
        for (int i = 0; i < left.operandCount(); i++) {
            SqlCall pair = call.getOperator()
                    .createCall(call.getParserPosition(), (SqlNode) left.operand(i), (SqlNode) right.operand(i));
            pairs.add(convert(context, pair));
        }
        boolean all = call.getKind() == SqlKind.EQUALS || call.getKind() == SqlKind.IS_NOT_DISTINCT_FROM;
        return all
                ? RexUtil.composeConjunction(context.getRexBuilder(), pairs)
                : RexUtil.composeDisjunction(context.getRexBuilder(), pairs);
    }

    private static List<RelDataType> types(SqlValidator validator, List<SqlNode> operands) {
        return operands.stream()
                .map(validator::getValidatedNodeTypeIfKnown)
                .filter(Objects::nonNull)
                .toList();
    }

    private static boolean isExact(SqlValidator validator, List<SqlNode> operands) {
        List<RelDataType> types = types(validator, operands);
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
