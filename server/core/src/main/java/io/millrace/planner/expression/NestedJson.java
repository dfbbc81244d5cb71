package io.millrace.planner.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * What lies as JSON in JSON that is made: calls that make some, and what FORMAT JSON says is some. Everything else of type text is text.
 */
public final class NestedJson {

    private NestedJson() {}

    /** Whether a call is JSON_ARRAY or JSON_OBJECT. */
    public static boolean isMade(SqlCall call) {
        return call.getOperator() == SqlStdOperatorTable.JSON_ARRAY
                || call.getOperator() == SqlStdOperatorTable.JSON_OBJECT;
    }

    /** The same call with its values {@linkplain #marked marked}. */
    public static SqlNode within(SqlCall call) {
        boolean pairs = call.getOperator() == SqlStdOperatorTable.JSON_OBJECT;
        List<SqlNode> operands = new ArrayList<>(call.getOperandList());
        for (int i = pairs ? 2 : 1; i < operands.size(); i += pairs ? 2 : 1) {
            operands.set(i, marked(operands.get(i)));
        }
        return call.getOperator().createCall(call.getFunctionQuantifier(), call.getParserPosition(), operands);
    }

    /** A value that is JSON in a form that says so; others as they are. */
    public static SqlNode marked(SqlNode value) {
        if (value instanceof SqlCall call && call.getKind() == SqlKind.JSON_VALUE_EXPRESSION) {
            return MillraceFunctions.formatJson().createCall(call.getParserPosition(), (SqlNode) call.operand(0));
        }
        return makesJson(value) ? MillraceFunctions.formatJson().createCall(value.getParserPosition(), value) : value;
    }

    public static boolean isMarked(SqlNode value) {
        return value instanceof SqlCall call && call.getOperator() == MillraceFunctions.formatJson();
    }

    private static boolean makesJson(SqlNode value) {
        if (!(value instanceof SqlCall call)) {
            return false;
        }
        return switch (call.getKind()) {
            case WITHIN_GROUP, FILTER, IGNORE_NULLS, RESPECT_NULLS -> makesJson(call.operand(0));
            default -> {
                String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
                boolean returning = call.operandCount() > 5 && call.operand(5) != null;
                yield name.equals("JSON_ARRAY")
                        || name.equals("JSON_OBJECT")
                        || name.startsWith("JSON_ARRAYAGG")
                        || name.startsWith("JSON_OBJECTAGG")
                        || name.equals("JSON_QUERY") && !returning;
            }
        };
    }
}
