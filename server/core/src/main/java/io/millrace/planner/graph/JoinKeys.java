package io.millrace.planner.graph;

import io.millrace.dstream.expression.Expression;
import io.millrace.planner.expression.Casts;
import io.millrace.planner.expression.ExpressionTranslator;
import io.millrace.planner.graph.node.Node;
import io.millrace.spi.data.RowType;
import io.millrace.spi.data.ScalarType;
import io.millrace.spi.data.Ticks;
import io.millrace.spi.data.Type;
import io.millrace.spi.data.TypeKind;
import java.util.ArrayList;
import java.util.List;

/**
 * The two sides of a join with keys of equal types: where types differ, a cast key is appended to a side.
 *
 * @param left the left input, perhaps with further columns behind its own
 */
record JoinKeys(Node left, Node right, List<Integer> leftKeys, List<Integer> rightKeys) {

    static JoinKeys of(Node left, Node right, List<Integer> leftKeys, List<Integer> rightKeys) {
        List<Integer> newLeftKeys = new ArrayList<>();
        List<Integer> newRightKeys = new ArrayList<>();
        Node newLeft = left;
        Node newRight = right;
        for (int i = 0; i < leftKeys.size(); i++) {
            Type leftType = left.rowType().type(leftKeys.get(i));
            Type rightType = right.rowType().type(rightKeys.get(i));
            Type common = same(leftType, rightType) ? leftType : Casts.common(leftType, rightType);
            Node castLeft = cast(newLeft, leftKeys.get(i), common);
            Node castRight = cast(newRight, rightKeys.get(i), common);
            newLeftKeys.add(
                    castLeft == newLeft ? leftKeys.get(i) : castLeft.rowType().size() - 1);
            newRightKeys.add(
                    castRight == newRight
                            ? rightKeys.get(i)
                            : castRight.rowType().size() - 1);
            newLeft = castLeft;
            newRight = castRight;
        }
        return new JoinKeys(newLeft, newRight, newLeftKeys, newRightKeys);
    }

    private static boolean same(Type a, Type b) {
        if (a.layout() != b.layout() || Ticks.perMilli(a) != Ticks.perMilli(b)) {
            return false;
        }
        if (a.kind() == TypeKind.DECIMAL || b.kind() == TypeKind.DECIMAL) {
            return a.kind() == b.kind() && ((ScalarType) a).scale() == ((ScalarType) b).scale();
        }
        return true;
    }

    private static Node cast(Node node, int column, Type type) {
        RowType rowType = node.rowType();
        if (same(rowType.type(column), type)) {
            return node;
        }
        Expression cast = Casts.key(ExpressionTranslator.column(rowType, column), type);
        return ProjectTranslation.append(
                node, List.of(cast), List.of(rowType.field(column).name()));
    }
}
