package io.millrace.planner.rules;

import java.util.List;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.FilterAggregateTransposeRule;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Brings relational algebra into the form that the translation of graphs expects: no sub-queries, filters low, only columns
 * that are read, window functions in operators of their own.
 *
 * <p>Rules that are wrong in Calcite 1.42 are left out (set operations to filters, joins expanded to unions, aggregates moved
 * through joins and unions).
 */
public final class Normalization {

    /**
     * Groups leave above their aggregate as time passes: below it their windows would lose rows instead of closing. The group of
     * all rows is there without any, so what is asked of it cannot be asked of rows.
     */
    private static final RelOptRule FILTER_BELOW_AGGREGATE = FilterAggregateTransposeRule.Config.DEFAULT
            .withOperandSupplier(filter -> filter.operand(Filter.class)
                    .predicate(found -> PresentTime.call(found.getCondition()).isEmpty())
                    .oneInput(aggregate -> aggregate
                            .operand(Aggregate.class)
                            .predicate(found -> found.getGroupSets().stream().noneMatch(ImmutableBitSet::isEmpty))
                            .anyInputs()))
            .as(FilterAggregateTransposeRule.Config.class)
            .toRule();

    private static final HepProgram FILTERS = program(List.of(
            CoreRules.FILTER_INTO_JOIN,
            CoreRules.JOIN_CONDITION_PUSH,
            CoreRules.FILTER_PROJECT_TRANSPOSE,
            FILTER_BELOW_AGGREGATE,
            CoreRules.FILTER_SET_OP_TRANSPOSE,
            CoreRules.FILTER_MERGE,
            new FilterBelowWindow(),
            new FilterBelowSession(),
            CoreRules.PROJECT_MERGE,
            CoreRules.FILTER_REDUCE_EXPRESSIONS,
            CoreRules.PROJECT_REDUCE_EXPRESSIONS,
            CoreRules.JOIN_REDUCE_EXPRESSIONS,
            CoreRules.UNION_MERGE));

    private static final HepProgram JOIN_KEYS =
            program(List.of(CoreRules.JOIN_PUSH_EXPRESSIONS, CoreRules.PROJECT_MERGE));

    private static final HepProgram WINDOWS =
            program(List.of(CoreRules.PROJECT_REMOVE, CoreRules.PROJECT_TO_LOGICAL_PROJECT_AND_WINDOW));

    private Normalization() {}

    private static HepProgram program(List<? extends RelOptRule> rules) {
        return new HepProgramBuilder()
                .addMatchOrder(HepMatchOrder.TOP_DOWN)
                .addRuleCollection(List.copyOf(rules))
                .build();
    }

    /** The same rows, with nodes of ours for what Calcite has none. Comes before all other rewrites. */
    public static RelNode lower(RelNode algebra) {
        return algebra.accept(new LowerSessions())
                .accept(new LowerWindows())
                .accept(new LowerSnapshots())
                .accept(new ExpandCurrentVersions());
    }

    /** The same rows, computed in normal form; there are no sub-queries any more. */
    public static RelNode normalize(RelNode algebra) {
        RelNode node = algebra;
        node = apply(FILTERS, node);
        node = apply(JOIN_KEYS, node);
        RelBuilder keepingProjects = RelBuilder.proto(
                        Contexts.of(RelBuilder.Config.DEFAULT.withBloat(-1).withAggregateUnique(true)))
                .create(algebra.getCluster(), null);
        node = new UnusedColumns(keepingProjects).trim(node);
        return apply(WINDOWS, node);
    }

    private static RelNode apply(HepProgram program, RelNode node) {
        HepPlanner planner = new HepPlanner(program);
        planner.setRoot(node);
        return planner.findBestExp();
    }
}
