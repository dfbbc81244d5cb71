package io.millrace.planner.validation;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.util.Litmus;

/**
 * ROLLUP and CUBE that name a key twice, as in {@code ROLLUP (a, a)}: the sets (a, a), (a) and () are three, but Calcite takes
 * those of equal columns for one. It keeps them apart in GROUPING SETS.
 */
public final class RepeatedKeys {

    private RepeatedKeys() {}

    /** Such a call as GROUPING SETS; anything else as it is. */
    static SqlNode spelledOut(SqlNode node) {
        if (!(node instanceof SqlCall call)
                || !repeats(call)
                || keys(call).stream().anyMatch(RepeatedKeys::isOrdinal)) {
            return node;
        }
        List<SqlNode> sets = new ArrayList<>();
        List<SqlNode> items = call.getOperandList();
        if (call.getKind() == SqlKind.ROLLUP) {
            for (int size = items.size(); size >= 0; size--) {
                sets.add(set(items.subList(0, size), call.getParserPosition()));
            }
        } else {
            addSubsets(items, 0, new ArrayList<>(), sets, call.getParserPosition());
        }
        return SqlStdOperatorTable.GROUPING_SETS.createCall(call.getParserPosition(), sets);
    }

    /** Refuses those in a validated query that could not be spelled out, because only the validator knows that two keys are equal. */
    public static void refuse(SqlNode validated) {
        validated.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlCall call) {
                if (repeats(call)) {
                    throw ValidationFailure.notSupported(
                            call,
                            call.getOperator().getName()
                                    + " with a key that is repeated under another name or as a number is not supported;"
                                    + " name it alike each time");
                }
                return super.visit(call);
            }
        });
    }

    private static boolean repeats(SqlCall call) {
        if (call.getKind() != SqlKind.ROLLUP && call.getKind() != SqlKind.CUBE) {
            return false;
        }
        List<SqlNode> keys = keys(call);
        for (int i = 0; i < keys.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (keys.get(i).equalsDeep(keys.get(j), Litmus.IGNORE)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<SqlNode> keys(SqlCall call) {
        List<SqlNode> keys = new ArrayList<>();
        call.getOperandList().forEach(item -> addKeys(item, keys));
        return keys;
    }

    private static void addKeys(SqlNode item, List<SqlNode> keys) {
        if (item.getKind() == SqlKind.ROW) {
            keys.addAll(((SqlCall) item).getOperandList());
        } else {
            keys.add(item);
        }
    }

    private static boolean isOrdinal(SqlNode key) {
        return key instanceof SqlNumericLiteral;
    }

    private static void addSubsets(
            List<SqlNode> items, int next, List<SqlNode> chosen, List<SqlNode> sets, SqlParserPos position) {
        if (next == items.size()) {
            sets.add(set(chosen, position));
            return;
        }
        List<SqlNode> with = new ArrayList<>(chosen);
        with.add(items.get(next));
        addSubsets(items, next + 1, with, sets, position);
        addSubsets(items, next + 1, chosen, sets, position);
    }

    private static SqlNode set(List<SqlNode> items, SqlParserPos position) {
        List<SqlNode> keys = new ArrayList<>();
        items.forEach(item -> addKeys(item.clone(item.getParserPosition()), keys));
        return switch (keys.size()) {
            case 0 -> new SqlNodeList(position);
            case 1 -> keys.get(0);
            default -> SqlStdOperatorTable.ROW.createCall(position, keys);
        };
    }
}
