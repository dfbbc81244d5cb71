package io.millrace.planner.validation;

import io.millrace.planner.expression.JsonCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlJsonConstructorNullClause;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlJsonArrayAggAggFunction;
import org.apache.calcite.sql.fun.SqlJsonObjectAggAggFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Puts the many ways of writing an aggregate that sees its rows in an order into one: a call of an {@linkplain ArrangedAggregates
 * aggregate of ours}, with the order behind it in WITHIN GROUP.
 */
final class AggregateSyntax {

    private static final Map<String, String> OTHER_NAMES = Map.of(
            "STRING_AGG", "LISTAGG",
            "GROUP_CONCAT", "LISTAGG",
            "MIN_BY", "ARG_MIN",
            "MAX_BY", "ARG_MAX");

    private static final Map<String, SqlAggFunction> RENAMED = Map.of(
            "BITAND_AGG", SqlStdOperatorTable.BIT_AND,
            "BITOR_AGG", SqlStdOperatorTable.BIT_OR,
            "BOOLAND_AGG", SqlLibraryOperators.BOOL_AND,
            "BOOLOR_AGG", SqlLibraryOperators.BOOL_OR);

    private AggregateSyntax() {}

    /** Names that only stand for other functions. */
    static List<String> names() {
        List<String> names = new ArrayList<>(OTHER_NAMES.keySet());
        names.addAll(RENAMED.keySet());
        names.addAll(List.of("MEDIAN", "APPROX_PERCENTILE"));
        return names;
    }

    /** The same call in that form; anything but such a call as it is. */
    static SqlNode understood(SqlNode node) {
        if (!(node instanceof SqlCall call)) {
            return node;
        }
        return switch (call.getKind()) {
            case RESPECT_NULLS, IGNORE_NULLS -> withNulls(call);
            case WITHIN_GROUP -> ordered(call);
            case FILTER -> filtered(call);
            case OVER -> over(call);
            case VALUES -> ofOneRow(call);
            default -> plain(call, false);
        };
    }

    /** VALUES of one row with aggregates in it as a query that has no rows to begin with but one. */
    private static SqlNode ofOneRow(SqlCall values) {
        boolean aggregated = values.operandCount() == 1
                && values.operand(0) instanceof SqlCall row
                && row.getKind() == SqlKind.ROW
                && row.getOperandList().stream().anyMatch(AggregateSyntax::holdsAggregate);
        if (!aggregated) {
            return values;
        }
        SqlCall row = values.operand(0);
        SqlParserPos position = values.getParserPosition();
        SqlNodeList columns = new SqlNodeList(row.getOperandList(), position);
        return new SqlSelect(
                position, null, columns, null, null, null, null, SqlNodeList.EMPTY, null, null, null, null, null);
    }

    private static boolean holdsAggregate(SqlNode node) {
        if (!(node instanceof SqlCall call) || call.isA(SqlKind.QUERY) || call.getKind() == SqlKind.OVER) {
            return false;
        }
        return call.getOperator() instanceof SqlFunction
                        && (RENAMED.containsKey(name(call)) || MillraceOperators.isAggregate(name(call)))
                || call.getOperandList().stream().anyMatch(AggregateSyntax::holdsAggregate);
    }

    /** {@code f(… IGNORE NULLS ORDER BY …)}; of FIRST_VALUE and LAST_VALUE only with an order, because they can stand before OVER. */
    private static SqlNode withNulls(SqlCall treatment) {
        SqlCall call = treatment.operand(0);
        String name = name(call);
        boolean over = name.equals("FIRST_VALUE") || name.equals("LAST_VALUE");
        if (!ArrangedAggregates.canIgnoreNulls(name) || (over && !hasOrder(call.getOperandList()))) {
            return treatment;
        }
        return plain(call, treatment.getKind() == SqlKind.IGNORE_NULLS);
    }

    private static SqlNode ordered(SqlCall within) {
        if (within.operand(0) instanceof SqlCall call) {
            boolean treated = call.getKind() == SqlKind.IGNORE_NULLS || call.getKind() == SqlKind.RESPECT_NULLS;
            SqlCall function = treated ? call.operand(0) : call;
            if (name(function).equals("MODE") && function.operandCount() == 0) {
                SqlNodeList order = within.operand(1);
                return order.size() == 1 && !isDescending(order.get(0))
                        ? ArrangedAggregates.named("MODE", false).createCall(within.getParserPosition(), order.get(0))
                        : within;
            }
            if (treated && ArrangedAggregates.canIgnoreNulls(name(function))) {
                SqlNode plain = plain(function, call.getKind() == SqlKind.IGNORE_NULLS);
                return SqlStdOperatorTable.WITHIN_GROUP.createCall(
                        within.getParserPosition(), plain, within.operand(1));
            }
        }
        return within;
    }

    /**
     * A percentile with FILTER as one of values that are null where the filter is not true, because Calcite does not ask for the type
     * of the order behind FILTER.
     */
    private static SqlNode filtered(SqlCall filter) {
        SqlNode aggregate = understood(filter.operand(0));
        boolean percentile = aggregate.getKind() == SqlKind.WITHIN_GROUP
                && ((SqlCall) aggregate).operand(0) instanceof SqlCall call
                && (name(call).equals("PERCENTILE_CONT") || name(call).equals("PERCENTILE_DISC"));
        if (!percentile) {
            return filter;
        }
        SqlNodeList order = new SqlNodeList(filter.getParserPosition());
        for (SqlNode item : (SqlNodeList) ((SqlCall) aggregate).operand(1)) {
            order.add(nullUnless(filter.operand(1), item));
        }
        return SqlStdOperatorTable.WITHIN_GROUP.createCall(
                filter.getParserPosition(), ((SqlCall) aggregate).operand(0), order);
    }

    private static SqlNode nullUnless(SqlNode condition, SqlNode item) {
        if (isDescending(item)) {
            SqlCall direction = (SqlCall) item;
            return direction
                    .getOperator()
                    .createCall(item.getParserPosition(), nullUnless(condition, direction.operand(0)));
        }
        return new SqlCase(
                item.getParserPosition(),
                null,
                SqlNodeList.of(condition),
                SqlNodeList.of(item),
                SqlLiteral.createNull(item.getParserPosition()));
    }

    /** A percentile of a frame as a function of two arguments, COUNTIF and REGR_COUNT as a COUNT. */
    private static SqlNode over(SqlCall over) {
        if (!(over.operand(0) instanceof SqlCall call)) {
            return over;
        }
        if (name(call).equals("COUNTIF") && call.operandCount() == 1) {
            SqlNode one = SqlLiteral.createExactNumeric("1", call.getParserPosition());
            SqlNode counted = nullUnless(call.operand(0), one);
            return before(over, SqlStdOperatorTable.COUNT.createCall(call.getParserPosition(), counted));
        }
        if (name(call).equals("REGR_COUNT") && call.operandCount() == 2) {
            SqlParserPos position = call.getParserPosition();
            SqlNode known = SqlStdOperatorTable.IS_NOT_NULL.createCall(position, (SqlNode) call.operand(0));
            SqlNode counted = nullUnless(known, call.operand(1));
            return before(over, SqlStdOperatorTable.COUNT.createCall(position, counted));
        }
        SqlNode aggregate = understood(call);
        boolean percentile = aggregate.getKind() == SqlKind.WITHIN_GROUP
                && ((SqlCall) aggregate).operand(0) instanceof SqlCall function
                && name(function).startsWith("PERCENTILE_")
                && function.operandCount() == 1
                && ((SqlNodeList) ((SqlCall) aggregate).operand(1)).size() == 1;
        return percentile ? before(over, percentileOfFrame((SqlCall) aggregate)) : over;
    }

    private static SqlNode before(SqlCall over, SqlNode function) {
        return over.getOperator().createCall(over.getParserPosition(), function, over.operand(1));
    }

    private static SqlNode percentileOfFrame(SqlCall within) {
        SqlCall function = within.operand(0);
        SqlNode order = ((SqlNodeList) within.operand(1)).get(0);
        boolean descending = false;
        while (isDescending(order)) {
            descending |= order.getKind() == SqlKind.DESCENDING;
            order = ((SqlCall) order).operand(0);
        }
        String name = name(function) + (descending ? "_DESC" : "") + ArrangedAggregates.OVER;
        return ArrangedAggregates.named(name, false).createCall(within.getParserPosition(), order, function.operand(0));
    }

    private static boolean isDescending(SqlNode order) {
        return switch (order.getKind()) {
            case DESCENDING, NULLS_FIRST, NULLS_LAST -> true;
            default -> false;
        };
    }

    private static SqlNode plain(SqlCall call, boolean ignoreNulls) {
        if (call.getOperator() instanceof SqlJsonArrayAggAggFunction json) {
            return json(call, "JSON_ARRAYAGG", json.getNullClause());
        }
        if (call.getOperator() instanceof SqlJsonObjectAggAggFunction json) {
            return json(call, "JSON_OBJECTAGG", json.getNullClause());
        }
        SqlAggFunction renamed = RENAMED.get(call.getOperator().getName().toUpperCase(Locale.ROOT));
        if (renamed != null) {
            return created(call, renamed, call.getOperandList());
        }
        return switch (name(call)) {
            case "LISTAGG", "ARRAY_AGG", "FIRST_VALUE", "LAST_VALUE", "ARG_MIN", "ARG_MAX" -> called(call, ignoreNulls);
            case "PERCENTILE_CONT", "PERCENTILE_DISC" -> call.operandCount() == 1 ? called(call, false) : call;
            case "MEDIAN" -> call.operandCount() == 1 ? median(call) : call;
            case "APPROX_PERCENTILE" -> call.operandCount() == 2 ? approximate(call) : call;
            default -> call;
        };
    }

    private static SqlNode json(SqlCall call, String name, SqlJsonConstructorNullClause nulls) {
        boolean absent = nulls == SqlJsonConstructorNullClause.ABSENT_ON_NULL;
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        int value = operands.size() - 1;
        operands.set(value, JsonCalls.marked(operands.get(value)));
        String wanted = JsonCalls.isMarked(operands.get(value)) ? name + ArrangedAggregates.OF_JSON : name;
        return created(call, ArrangedAggregates.named(wanted, absent), operands);
    }

    private static SqlNode called(SqlCall call, boolean ignoreNulls) {
        SqlAggFunction function = ArrangedAggregates.named(name(call), ignoreNulls);
        List<SqlNode> arguments = new ArrayList<>();
        SqlNodeList order = null;
        for (SqlNode operand : call.getOperandList()) {
            if (operand instanceof SqlNodeList list) {
                order = list;
            } else if (operand.getKind() == SqlKind.SEPARATOR) {
                arguments.add(((SqlCall) operand).operand(0));
            } else {
                arguments.add(operand);
            }
        }
        if (order == null && function == call.getOperator()) {
            return call;
        }
        SqlNode created = created(call, function, arguments);
        return order == null
                ? created
                : SqlStdOperatorTable.WITHIN_GROUP.createCall(call.getParserPosition(), created, order);
    }

    private static boolean hasOrder(List<SqlNode> operands) {
        return operands.stream().anyMatch(SqlNodeList.class::isInstance);
    }

    private static SqlNode median(SqlCall call) {
        SqlNode half = SqlLiteral.createExactNumeric("0.5", call.getParserPosition());
        return percentile(call, ArrangedAggregates.PERCENTILE_CONT, half);
    }

    /** An exact percentile is one that is approximate, too. */
    private static SqlNode approximate(SqlCall call) {
        return percentile(call, ArrangedAggregates.PERCENTILE_DISC, call.operand(1));
    }

    private static SqlNode percentile(SqlCall call, SqlAggFunction function, SqlNode fraction) {
        SqlNode created = created(call, function, List.of(fraction));
        SqlNodeList order = SqlNodeList.of(call.operand(0));
        return SqlStdOperatorTable.WITHIN_GROUP.createCall(call.getParserPosition(), created, order);
    }

    private static SqlNode created(SqlCall call, SqlAggFunction function, List<SqlNode> operands) {
        return function.createCall(
                call.getFunctionQuantifier(), call.getParserPosition(), operands.toArray(SqlNode[]::new));
    }

    private static String name(SqlCall call) {
        String written = call.getOperator().getName().toUpperCase(Locale.ROOT);
        return OTHER_NAMES.getOrDefault(written, written);
    }
}
