package io.millrace.planner.rules.normalization;

import java.util.HashSet;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Turns fields of the outer row into columns of the left side of a join, and moves the inner columns behind them. */
final class OuterColumns extends RexShuttle {

    private final RexBuilder rex;
    private final RelNode left;
    private final int leftColumns;

    OuterColumns(RelNode left) {
        this.rex = left.getCluster().getRexBuilder();
        this.left = left;
        this.leftColumns = left.getRowType().getFieldCount();
    }

    /** Whether a condition has no sub-query; the outer variables that it reads go to {@code used}. */
    static boolean isPlain(RexNode condition, Set<CorrelationId> used) {
        boolean[] plain = {true};
        condition.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                plain[0] = false;
                return subQuery;
            }

            @Override
            public RexNode visitCorrelVariable(RexCorrelVariable variable) {
                used.add(variable.id);
                return variable;
            }
        });
        return plain[0];
    }

    /** Whether a condition reads no outer row but that of the variable. */
    static boolean readsAtMost(RexNode condition, CorrelationId variable) {
        Set<CorrelationId> used = new HashSet<>();
        return isPlain(condition, used) && Set.of(variable).containsAll(used);
    }

    @Override
    public RexNode visitInputRef(RexInputRef reference) {
        return new RexInputRef(reference.getIndex() + leftColumns, reference.getType());
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
        return access.getReferenceExpr() instanceof RexCorrelVariable
                ? rex.makeInputRef(left, access.getField().getIndex())
                : super.visitFieldAccess(access);
    }
}
