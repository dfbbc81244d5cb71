package io.millrace.planner.errors;

import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.error.ErrorCode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;

/** Refuses a GROUP BY that stands for more groupings than a query can keep, before they are spelled out. */
final class GroupingSetCount {

    private static final double MOST = 512;

    private GroupingSetCount() {}

    static void check(SqlSelect select) {
        if (select.getGroup() == null) {
            return;
        }
        double sets = 1;
        for (SqlNode item : select.getGroup()) {
            sets *= sets(item);
            if (sets > MOST) {
                throw ValidationFailure.at(
                        ErrorCode.LIMIT_EXCEEDED,
                        item,
                        "GROUP BY stands for more than " + (int) MOST
                                + " groupings here; name those that are needed with GROUPING SETS");
            }
        }
    }

    private static double sets(SqlNode item) {
        if (!(item instanceof SqlCall call)) {
            return 1;
        }
        return switch (call.getKind()) {
            case CUBE -> Math.pow(2, call.operandCount());
            case ROLLUP -> call.operandCount() + 1;
            case GROUPING_SETS ->
                call.getOperandList().stream()
                        .mapToDouble(GroupingSetCount::sets)
                        .sum();
            default -> call.getKind() == SqlKind.GROUP_BY_DISTINCT ? product(call) : 1;
        };
    }

    private static double product(SqlCall call) {
        double sets = 1;
        for (SqlNode item : call.getOperandList()) {
            sets *= sets(item);
        }
        return sets;
    }
}
