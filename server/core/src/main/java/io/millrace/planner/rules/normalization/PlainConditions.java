package io.millrace.planner.rules.normalization;

import com.google.common.collect.ImmutableSet;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Takes casts away that only allow NULL for a condition, from each part of the conditions of filters and joins.
 *
 * <p>They come where a list is compared with a column below an outer join: the validator sees the column as it is above the
 * join; or where rules make an inner join of an outer one. A row with NULL fails a condition as one with FALSE does, so that they say nothing, and Calcite's rules allow none.
 */
final class PlainConditions extends RelHomogeneousShuttle {

    /** Makes the filters of rules, which add such casts where an outer join has become an inner one. */
    static final RelFactories.FilterFactory FILTERS = (input, condition, variables) ->
            LogicalFilter.create(input, plain(input, condition), ImmutableSet.copyOf(variables));

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        if (visited instanceof Filter filter) {
            return filter.copy(filter.getTraitSet(), filter.getInput(), plain(filter, filter.getCondition()));
        }
        if (visited instanceof Join join) {
            return join.copy(
                    join.getTraitSet(),
                    plain(join, join.getCondition()),
                    join.getLeft(),
                    join.getRight(),
                    join.getJoinType(),
                    join.isSemiJoinDone());
        }
        return visited;
    }

    /** The condition without such casts: the same object if it has none. */
    private static RexNode plain(RelNode node, RexNode condition) {
        RexBuilder rex = node.getCluster().getRexBuilder();
        List<RexNode> parts = RelOptUtil.conjunctions(condition);
        List<RexNode> plain = parts.stream()
                .map(part -> RexUtil.removeNullabilityCast(rex.getTypeFactory(), part))
                .toList();
        return plain.equals(parts) ? condition : RexUtil.composeConjunction(rex, plain);
    }
}
