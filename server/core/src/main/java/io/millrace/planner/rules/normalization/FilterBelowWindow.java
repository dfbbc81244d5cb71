package io.millrace.planner.rules.normalization;

import io.millrace.planner.rules.WindowAssignment;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/** Filters rows before they are multiplied by windows, as far as the condition does not speak of the window. */
final class FilterBelowWindow extends RelOptRule {

    FilterBelowWindow() {
        super(operand(LogicalFilter.class, operand(WindowAssignment.class, any())), "FilterBelowWindow");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        LogicalFilter filter = call.rel(0);
        WindowAssignment window = call.rel(1);
        ImmutableBitSet inputColumns = ImmutableBitSet.range(window.inputColumns());
        List<RexNode> below = new ArrayList<>();
        List<RexNode> above = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            boolean pushed =
                    inputColumns.contains(RelOptUtil.InputFinder.bits(condition)) && RexUtil.isDeterministic(condition);
            (pushed ? below : above).add(condition);
        }
        if (below.isEmpty()) {
            return;
        }
        RelNode pushed = window.copy(
                window.getTraitSet(),
                List.of(LogicalFilter.create(
                        window.getInput(),
                        RexUtil.composeConjunction(filter.getCluster().getRexBuilder(), below))));
        call.transformTo(
                above.isEmpty()
                        ? pushed
                        : LogicalFilter.create(
                                pushed,
                                RexUtil.composeConjunction(filter.getCluster().getRexBuilder(), above)));
    }
}
