package io.millrace.planner.rules;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Makes one search in a set of values of a long {@code x IN (1, 2, …)}, which arrives as a disjunction, and of a long
 * {@code x NOT IN (1, 2, …)}: the rules that simplify expressions compare each member of that with all others, and need minutes for a
 * few thousand.
 */
public final class ConstantLists extends RelHomogeneousShuttle {

    private static final int LONG = 32;

    private final RexShuttle expressions;

    public ConstantLists(RexBuilder rex) {
        this.expressions = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                boolean list = call.getKind() == SqlKind.OR || call.getKind() == SqlKind.AND;
                return list && call.getOperands().size() >= LONG ? search(call, rex) : super.visitCall(call);
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
                return visited.clone(visited.rel.accept(ConstantLists.this));
            }
        };
    }

    @Override
    public RelNode visit(RelNode node) {
        return super.visit(node).accept(expressions);
    }

    private RexNode search(RexCall list, RexBuilder rex) {
        boolean negated = list.getKind() == SqlKind.AND;
        List<RexNode> values = new ArrayList<>();
        RexNode searched = null;
        for (RexNode term : list.getOperands()) {
            if (term.getKind() != (negated ? SqlKind.NOT_EQUALS : SqlKind.EQUALS)) {
                return list;
            }
            List<RexNode> sides = ((RexCall) term).getOperands();
            if (sides.get(0) instanceof RexLiteral
                    || !(sides.get(1) instanceof RexLiteral literal)
                    || literal.isNull()
                    || searched != null && !searched.equals(sides.get(0))) {
                return list;
            }
            searched = sides.get(0);
            values.add(literal);
        }
        RexNode in = rex.makeIn(searched, values);
        return negated ? rex.makeCall(SqlStdOperatorTable.NOT, in) : in;
    }
}
