package io.millrace.planner.syntax;

import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWindow;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.util.Litmus;

/**
 * Aggregates before OVER in forms that the engine has: COUNT of several values and FILTER, as aggregates of a CASE, which is null for
 * the rows that do not count; and a RANGE without an order, in which all rows are alike, as the whole partition.
 */
public final class OverSyntax extends SqlShuttle {

    private static final Set<String> WITHOUT_NULLS = Set.of("COUNT", "SUM", "AVG", "MIN", "MAX");

    private OverSyntax() {}

    /** The same query in such forms. */
    public static SqlNode normalize(SqlNode query) {
        return query.accept(new OverSyntax());
    }

    @Override
    public SqlNode visit(SqlCall call) {
        SqlNode visited = super.visit(call);
        return visited.getKind() == SqlKind.OVER ? understood((SqlCall) visited) : visited;
    }

    private static SqlNode understood(SqlCall over) {
        SqlNode function = over.operand(0);
        SqlNode window = over.operand(1);
        SqlNode aggregate = function instanceof SqlCall call ? counted(filtered(call)) : function;
        SqlNode frame = window instanceof SqlWindow written ? unordered(written) : window;
        return aggregate == function && frame == window
                ? over
                : over.getOperator().createCall(over.getParserPosition(), aggregate, frame);
    }

    private static SqlCall filtered(SqlCall filter) {
        if (filter.getKind() != SqlKind.FILTER
                || !(filter.operand(0) instanceof SqlCall call)
                || !WITHOUT_NULLS.contains(call.getOperator().getName().toUpperCase(Locale.ROOT))
                || call.operandCount() < 1) {
            return filter;
        }
        SqlParserPos position = call.getParserPosition();
        boolean star = call.operand(0) instanceof SqlIdentifier identifier && identifier.isStar();
        SqlNode value = star
                ? SqlLiteral.createExactNumeric("1", position)
                : call.operandCount() == 1 ? call.operand(0) : one(call);
        return call.getOperator()
                .createCall(call.getFunctionQuantifier(), position, when(filter.operand(1), value, position));
    }

    private static SqlCall counted(SqlCall call) {
        String name = call.getOperator().getName();
        boolean several = name.equalsIgnoreCase("COUNT") && call.operandCount() > 1
                || name.equalsIgnoreCase("REGR_COUNT") && call.operandCount() == 2;
        return several && call.getFunctionQuantifier() == null
                ? SqlStdOperatorTable.COUNT.createCall(call.getParserPosition(), one(call))
                : call;
    }

    /** One where no argument of a call is null. */
    private static SqlNode one(SqlCall call) {
        SqlParserPos position = call.getParserPosition();
        SqlNode present = call.getOperandList().stream()
                .<SqlNode>map(operand -> SqlStdOperatorTable.IS_NOT_NULL.createCall(position, operand))
                .reduce((one, other) -> SqlStdOperatorTable.AND.createCall(position, one, other))
                .orElseThrow();
        return when(present, SqlLiteral.createExactNumeric("1", position), position);
    }

    private static SqlNode when(SqlNode condition, SqlNode value, SqlParserPos position) {
        return new SqlCase(
                position, null, SqlNodeList.of(condition), SqlNodeList.of(value), SqlLiteral.createNull(position));
    }

    private static SqlNode unordered(SqlWindow window) {
        boolean all = !window.isRows()
                && window.getRefName() == null
                && window.getOrderList().isEmpty()
                && window.getLowerBound() != null
                && (SqlWindow.isUnboundedPreceding(window.getLowerBound())
                        || SqlWindow.isCurrentRow(window.getLowerBound()))
                && (window.getUpperBound() == null
                        || SqlWindow.isUnboundedFollowing(window.getUpperBound())
                        || SqlWindow.isCurrentRow(window.getUpperBound()));
        SqlLiteral nothingLeftOut = SqlWindow.createExcludeNoOthers(SqlParserPos.ZERO);
        if (!all || !window.getExclude().equalsDeep(nothingLeftOut, Litmus.IGNORE)) {
            return window;
        }
        return SqlWindow.create(
                null,
                null,
                window.getPartitionList(),
                window.getOrderList(),
                SqlLiteral.createBoolean(false, window.getParserPosition()),
                null,
                null,
                null,
                window.getParserPosition());
    }
}
