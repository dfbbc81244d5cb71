package io.millrace.sql.tree.query;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;

/**
 * Makes long chains of UNION as deep as the logarithm of their length: the grammar nests them to the left, one level for each member,
 * and whoever walks through the tree needs a stack as deep as it is.
 */
final class UnionChains {

    private static final int SHORT = 64;

    private UnionChains() {}

    /** The same query; its long chains are replaced where they are. */
    static SqlNode balanced(SqlNode node) {
        if (node instanceof SqlNodeList list) {
            for (int i = 0; i < list.size(); i++) {
                SqlNode item = list.get(i);
                SqlNode balanced = item == null ? null : balanced(item);
                if (balanced != item) {
                    list.set(i, balanced);
                }
            }
            return list;
        }
        if (!(node instanceof SqlCall call)) {
            return node;
        }
        if (call.getKind() == SqlKind.UNION) {
            List<SqlNode> members = members(call);
            if (members.size() > SHORT) {
                return joined(call, members);
            }
        }
        List<SqlNode> operands = call.getOperandList();
        for (int i = 0; i < operands.size(); i++) {
            SqlNode operand = operands.get(i);
            SqlNode balanced = operand == null ? null : balanced(operand);
            if (balanced != operand) {
                call.setOperand(i, balanced);
            }
        }
        return call;
    }

    private static List<SqlNode> members(SqlCall chain) {
        SqlOperator operator = chain.getOperator();
        List<SqlNode> members = new ArrayList<>();
        SqlNode rest = chain;
        while (rest instanceof SqlCall call && call.getOperator() == operator && call.operandCount() == 2) {
            members.add(call.operand(1));
            rest = call.operand(0);
        }
        members.add(rest);
        Collections.reverse(members);
        return members;
    }

    private static SqlNode joined(SqlCall chain, List<SqlNode> members) {
        if (members.size() == 1) {
            return balanced(members.get(0));
        }
        int half = members.size() / 2;
        return chain.getOperator()
                .createCall(
                        chain.getParserPosition(),
                        joined(chain, members.subList(0, half)),
                        joined(chain, members.subList(half, members.size())));
    }
}
