package io.millrace.planner.syntax;

import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlJsonArrayAggAggFunction;
import org.apache.calcite.sql.fun.SqlJsonObjectAggAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Writes {@code FORMAT JSON} behind values of JSON_OBJECT and JSON_ARRAY, and of their aggregates, that are JSON themselves: what such a function gives is
 * put into another one as it is, and not as a text in quotes.
 */
public final class JsonSyntax extends SqlShuttle {

    private static final Set<SqlOperator> MAKERS =
            Set.of(SqlStdOperatorTable.JSON_OBJECT, SqlStdOperatorTable.JSON_ARRAY, SqlStdOperatorTable.JSON_QUERY);

    private JsonSyntax() {}

    /** The same query with that written out. */
    public static SqlNode normalize(SqlNode query) {
        return query.accept(new JsonSyntax());
    }

    @Override
    public SqlNode visit(SqlCall call) {
        SqlNode visited = super.visit(call);
        if (!(visited instanceof SqlCall json)) {
            return visited;
        }
        if (json.getOperator() == SqlStdOperatorTable.JSON_OBJECT) {
            return formatted(json, 2, 2);
        }
        if (json.getOperator() == SqlStdOperatorTable.JSON_ARRAY) {
            return formatted(json, 1, 1);
        }
        if (json.getOperator() instanceof SqlJsonObjectAggAggFunction) {
            return formatted(json, 1, 2);
        }
        return json.getOperator() instanceof SqlJsonArrayAggAggFunction ? formatted(json, 0, 2) : json;
    }

    /** The same call with a format behind some operands: from one on, and each so many further. */
    private static SqlCall formatted(SqlCall call, int first, int step) {
        SqlCall formatted = call;
        for (int i = first; i < call.operandCount(); i += step) {
            SqlNode value = call.operand(i);
            if (isJson(value)) {
                formatted = formatted == call ? (SqlCall) call.clone(call.getParserPosition()) : formatted;
                formatted.setOperand(
                        i, SqlStdOperatorTable.JSON_VALUE_EXPRESSION.createCall(value.getParserPosition(), value));
            }
        }
        return formatted;
    }

    /** Whether a value is made as JSON. */
    public static boolean isJson(SqlNode value) {
        if (!(value instanceof SqlCall call)) {
            return false;
        }
        boolean enclosed = call.getKind() == SqlKind.FILTER
                || call.getKind() == SqlKind.WITHIN_GROUP
                || call.getKind() == SqlKind.OVER;
        if (enclosed) {
            return isJson(call.operand(0));
        }
        return MAKERS.contains(call.getOperator())
                || call.getOperator() instanceof SqlJsonArrayAggAggFunction
                || call.getOperator() instanceof SqlJsonObjectAggAggFunction;
    }
}
