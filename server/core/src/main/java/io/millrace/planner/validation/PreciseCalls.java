package io.millrace.planner.validation;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJsonValueReturning;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * Calls whose result Calcite computes in too small a type: TIMESTAMPDIFF in units below the second, which it counts in INTEGER, and
 * JSON_VALUE … RETURNING, which accepts a number only if JSON has it in exactly that type.
 */
final class PreciseCalls {

    private PreciseCalls() {}

    /** The same call with operators of a type that holds its result; anything else as it is. */
    static SqlNode understood(SqlNode node) {
        if (!(node instanceof SqlCall call)) {
            return node;
        }
        return switch (call.getKind()) {
            case TIMESTAMP_DIFF -> difference(call);
            default -> isTypedJsonValue(call) ? typed(call) : node;
        };
    }

    private static SqlNode difference(SqlCall call) {
        if (call.operandCount() != 3 || !(call.operand(0) instanceof SqlIntervalQualifier unit)) {
            return call;
        }
        return switch (unit.getUnit()) {
            case MILLISECOND -> milliseconds(call, 1);
            case MICROSECOND -> milliseconds(call, 1_000);
            case NANOSECOND -> milliseconds(call, 1_000_000);
            default -> call;
        };
    }

    private static SqlNode milliseconds(SqlCall call, int factor) {
        SqlParserPos position = call.getParserPosition();
        SqlCall difference = MillraceFunctions.MILLISECONDS.createCall(position, call.operand(1), call.operand(2));
        return factor == 1
                ? difference
                : SqlStdOperatorTable.MULTIPLY.createCall(
                        position, difference, SqlLiteral.createExactNumeric(Integer.toString(factor), position));
    }

    /** JSON_VALUE(json, path RETURNING type) without clauses for errors, which is null when the value is not of that type. */
    private static boolean isTypedJsonValue(SqlCall call) {
        return call.getKind() == SqlKind.OTHER_FUNCTION
                && call.getOperator() == SqlStdOperatorTable.JSON_VALUE
                && call.operandCount() == 4
                && call.operand(2) instanceof SqlLiteral symbol
                && symbol.getValue() == SqlJsonValueReturning.RETURNING;
    }

    private static SqlNode typed(SqlCall call) {
        SqlParserPos position = call.getParserPosition();
        SqlNode text = SqlStdOperatorTable.JSON_VALUE.createCall(position, List.of(call.operand(0), call.operand(1)));
        return SqlLibraryOperators.TRY_CAST.createCall(position, text, call.operand(3));
    }
}
