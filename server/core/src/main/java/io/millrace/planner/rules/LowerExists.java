package io.millrace.planner.rules;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Makes semi and anti joins of EXISTS and NOT EXISTS whose condition compares with the outer row by more than equality, as when it
 * bounds the distance in time: decorrelation would join with all outer values there ever were, and could forget none.
 *
 * <p>Sub-queries correlated by equality alone are left to decorrelation, which groups the inner rows first.
 */
final class LowerExists extends Lowering {

    @Override
    protected RelNode lower(RelNode node) {
        return node instanceof LogicalFilter filter ? lower(filter) : node;
    }

    private static RelNode lower(LogicalFilter filter) {
        RelNode input = filter.getInput();
        List<RexNode> remaining = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            boolean negated = condition.getKind() == SqlKind.NOT;
            RexNode positive = negated ? ((RexCall) condition).getOperands().get(0) : condition;
            Optional<RelNode> joined = positive instanceof RexSubQuery exists && positive.getKind() == SqlKind.EXISTS
                    ? joined(input, exists.rel, filter.getVariablesSet(), negated)
                    : Optional.empty();
            if (joined.isPresent()) {
                input = joined.get();
            } else {
                remaining.add(condition);
            }
        }
        if (input == filter.getInput()) {
            return filter;
        }
        RexBuilder rex = filter.getCluster().getRexBuilder();
        return remaining.isEmpty()
                ? input
                : LogicalFilter.create(
                        input,
                        RexUtil.composeConjunction(rex, remaining),
                        ImmutableSet.copyOf(filter.getVariablesSet()));
    }

    private static Optional<RelNode> joined(RelNode left, RelNode inner, Set<CorrelationId> variables, boolean anti) {
        RelNode rows = inner;
        while (rows instanceof Project) {
            rows = rows.getInput(0);
        }
        if (!(rows instanceof Filter filter)
                || !RelOptUtil.getVariablesUsed(filter.getInput()).isEmpty()) {
            return Optional.empty();
        }
        RexBuilder rex = left.getCluster().getRexBuilder();
        int leftColumns = left.getRowType().getFieldCount();
        List<RexNode> own = new ArrayList<>();
        List<RexNode> shared = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            Set<CorrelationId> used = new HashSet<>();
            if (!OuterColumns.isPlain(condition, used) || !variables.containsAll(used)) {
                return Optional.empty();
            }
            if (used.isEmpty()) {
                own.add(condition);
            } else {
                shared.add(condition.accept(new OuterColumns(left)));
            }
        }
        if (!mixes(shared, leftColumns)) {
            return Optional.empty();
        }
        RelNode right = own.isEmpty()
                ? filter.getInput()
                : LogicalFilter.create(filter.getInput(), RexUtil.composeConjunction(rex, own));
        return Optional.of(LogicalJoin.create(
                left,
                right,
                List.of(),
                RexUtil.composeConjunction(rex, shared),
                Set.of(),
                anti ? JoinRelType.ANTI : JoinRelType.SEMI));
    }

    /** Whether there are both an equality of columns of the two sides and another condition. */
    private static boolean mixes(List<RexNode> conditions, int leftColumns) {
        long equalities = conditions.stream()
                .filter(condition -> isEquality(condition, leftColumns))
                .count();
        return equalities > 0 && equalities < conditions.size();
    }

    private static boolean isEquality(RexNode condition, int leftColumns) {
        ImmutableBitSet left = ImmutableBitSet.range(leftColumns);
        return condition.getKind() == SqlKind.EQUALS
                && ((RexCall) condition).getOperands().stream().allMatch(RexInputRef.class::isInstance)
                && RelOptUtil.InputFinder.bits(condition).intersect(left).cardinality() == 1;
    }
}
