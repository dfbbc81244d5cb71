package io.millrace.planner.syntax;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.apache.calcite.sql.parser.SqlParserPos;

/**
 * The names of WITH match without regard to case, like all others: where a relation is read, they are written as WITH has them. Calcite
 * compares them letter by letter, and would take a relation of the catalog instead, or none.
 */
public final class CommonTableNames {

    private CommonTableNames() {}

    /** Changes the names in place. */
    public static void unify(SqlNode query) {
        unify(query, List.of());
    }

    /** @param visible the names of WITH around the node, the nearest last */
    private static void unify(SqlNode node, List<String> visible) {
        if (node instanceof SqlWith with) {
            unify(with.body, unified(with, visible));
        } else if (node instanceof SqlOrderBy ordered && ordered.query instanceof SqlWith with) {
            List<String> names = unified(with, visible);
            unify(with.body, names);
            unify(ordered.orderList, names);
        } else if (node instanceof SqlNodeList list) {
            list.forEach(item -> unify(item, visible));
        } else if (node instanceof SqlCall call) {
            rename(call, visible);
            call.getOperandList().forEach(operand -> unify(operand, visible));
        }
    }

    /** The names that the body of a WITH sees. */
    private static List<String> unified(SqlWith with, List<String> visible) {
        List<String> names = new ArrayList<>(visible);
        for (SqlNode node : with.withList) {
            SqlWithItem item = (SqlWithItem) node;
            List<String> inside = new ArrayList<>(names);
            names.add(item.name.getSimple());
            unify(item.query, item.recursive.booleanValue() ? List.copyOf(names) : inside);
        }
        return names;
    }

    private static void rename(SqlCall call, List<String> visible) {
        if (visible.isEmpty()) {
            return;
        }
        switch (call.getKind()) {
            case SELECT -> renameRelation(((SqlSelect) call).getFrom(), visible);
            case JOIN -> {
                renameRelation(call.operand(0), visible);
                renameRelation(call.operand(3), visible);
            }
            case AS,
                    SNAPSHOT,
                    TABLESAMPLE,
                    LATERAL,
                    MATCH_RECOGNIZE,
                    PIVOT,
                    UNPIVOT,
                    TABLE_REF,
                    EXTEND,
                    EXPLICIT_TABLE,
                    SET_SEMANTICS_TABLE -> renameRelation(call.operand(0), visible);
            default -> {}
        }
    }

    private static void renameRelation(SqlNode relation, List<String> visible) {
        if (!(relation instanceof SqlIdentifier name) || !name.isSimple()) {
            return;
        }
        for (int i = visible.size() - 1; i >= 0; i--) {
            if (visible.get(i).equalsIgnoreCase(name.getSimple())) {
                SqlParserPos position = name.getComponentParserPosition(0);
                name.setNames(List.of(visible.get(i)), List.of(position));
                return;
            }
        }
    }
}
