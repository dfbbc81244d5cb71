package io.millrace.planner.rules.normalization;

import io.millrace.planner.rules.SessionAssignment;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/** Leaves whole keys out before their sessions are kept. Other conditions stay above: a row left out could part a session. */
final class FilterBelowSession extends RelOptRule {

    FilterBelowSession() {
        super(operand(LogicalFilter.class, operand(SessionAssignment.class, any())), "FilterBelowSession");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        LogicalFilter filter = call.rel(0);
        SessionAssignment sessions = call.rel(1);
        RexBuilder rex = filter.getCluster().getRexBuilder();
        List<RexNode> below = new ArrayList<>();
        List<RexNode> above = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            boolean pushed = sessions.keys().contains(RelOptUtil.InputFinder.bits(condition))
                    && RexUtil.isDeterministic(condition);
            (pushed ? below : above).add(condition);
        }
        if (below.isEmpty()) {
            return;
        }
        RelNode fewer = LogicalFilter.create(sessions.getInput(), RexUtil.composeConjunction(rex, below));
        RelNode pushed = sessions.copy(sessions.getTraitSet(), List.of(fewer));
        call.transformTo(
                above.isEmpty() ? pushed : LogicalFilter.create(pushed, RexUtil.composeConjunction(rex, above)));
    }
}
