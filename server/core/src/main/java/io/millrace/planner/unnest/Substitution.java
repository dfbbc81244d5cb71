package io.millrace.planner.unnest;

import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;

/** Puts expressions in the place of others. What can be null by that is typed as nullable, what cannot any more as not. */
abstract class Substitution extends RexShuttle {

    private final RexBuilder rex;
    private final Map<OuterColumn, RexNode> outer;

    /** @param outer outer columns that are replaced; others stay */
    Substitution(RexBuilder rex, Map<OuterColumn, RexNode> outer) {
        this.rex = rex;
        this.outer = outer;
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
        return OuterColumn.of(access)
                .map(column -> outer.getOrDefault(column, access))
                .orElseGet(() -> super.visitFieldAccess(access));
    }

    @Override
    public RexNode visitCall(RexCall call) {
        RexNode visited = super.visitCall(call);
        return visited == call || !(visited instanceof RexCall changed) ? visited : retyped(call, changed);
    }

    /**
     * The call with other operands. What was not nullable though its operands were (a cast of COALESCE behind its IS NOT NULL)
     * stays so.
     *
     * @param before the call with the operands that it had
     */
    RexNode retyped(RexCall before, RexCall call) {
        boolean nullable = call.getType().isNullable() ? !isNeverNull(call) : canBeNull(call) && !canBeNull(before);
        if (nullable == call.getType().isNullable()) {
            return call;
        }
        RelDataTypeFactory types = rex.getTypeFactory();
        RelDataType type = types.createTypeWithNullability(call.getType(), nullable);
        return call.clone(type, call.getOperands());
    }

    private static boolean isNeverNull(RexCall call) {
        boolean ofOperands = call.getKind() != SqlKind.CAST
                && call.getKind() != SqlKind.ITEM
                && Strong.policy(call) == Strong.Policy.ANY;
        return ofOperands && call.getOperands().stream().noneMatch(Substitution::isNullable);
    }

    private static boolean canBeNull(RexCall call) {
        List<RexNode> operands = call.getOperands();
        if (call.getKind() == SqlKind.CASE) {
            for (int i = 1; i < operands.size(); i += 2) {
                if (isNullable(operands.get(i))) {
                    return true;
                }
            }
            return isNullable(operands.get(operands.size() - 1));
        }
        boolean logic = call.getKind() == SqlKind.AND || call.getKind() == SqlKind.OR;
        return (logic || Strong.policy(call) == Strong.Policy.ANY)
                && operands.stream().anyMatch(Substitution::isNullable);
    }

    private static boolean isNullable(RexNode operand) {
        return operand.getType().isNullable();
    }
}
