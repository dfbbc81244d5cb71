package io.millrace.planner.rules.normalization;

import io.millrace.planner.rules.Fallibility;
import io.millrace.planner.rules.PresentTime;
import java.util.List;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.hep.HepProgramBuilder;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.FilterAggregateTransposeRule;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.tools.RelBuilderFactory;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Brings relational algebra into the form that the translation of graphs expects: no sub-queries, filters low, only columns
 * that are read or can fail, window functions in operators of their own.
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

    /** Builds what it is told to, without simplifying, merging projections or leaving out what they compute by itself. */
    private static final RelBuilderFactory PLAIN = RelBuilder.proto(Contexts.of(
            PlainConditions.FILTERS,
            RelBuilder.Config.DEFAULT
                    .withBloat(-1)
                    .withSimplify(false)
                    .withPruneInputOfAggregate(false)
                    .withAggregateUnique(true)));

    private static final RelBuilderFactory SIMPLIFYING = RelBuilder.proto(Contexts.of(
            PlainConditions.FILTERS,
            RelBuilder.Config.DEFAULT
                    .withBloat(-1)
                    .withPruneInputOfAggregate(false)
                    .withAggregateUnique(true)));

    private static final HepProgram WINDOWS =
            program(List.of(CoreRules.PROJECT_REMOVE, plain(CoreRules.PROJECT_TO_LOGICAL_PROJECT_AND_WINDOW)));

    private final Fallibility fallibility;
    private final HepProgram filters;
    private final HepProgram joinKeys;
    private final HepProgram merging;

    /** @param fallibility of the expressions of queries */
    public Normalization(Fallibility fallibility) {
        this.fallibility = fallibility;
        RelOptRule merge = new MergeProjects(fallibility, PLAIN);
        this.filters = program(List.of(
                plain(CoreRules.FILTER_INTO_JOIN),
                plain(CoreRules.JOIN_CONDITION_PUSH),
                plain(CoreRules.FILTER_PROJECT_TRANSPOSE),
                plain(FILTER_BELOW_AGGREGATE),
                plain(CoreRules.FILTER_SET_OP_TRANSPOSE),
                plain(CoreRules.FILTER_MERGE),
                new FilterBelowWindow(),
                new FilterBelowSession(),
                merge,
                Simplification.of(
                        CoreRules.FILTER_REDUCE_EXPRESSIONS,
                        SIMPLIFYING,
                        Filter.class,
                        filter -> List.of(filter.getCondition())),
                Simplification.of(
                        CoreRules.PROJECT_REDUCE_EXPRESSIONS, SIMPLIFYING, Project.class, Project::getProjects),
                Simplification.of(
                        CoreRules.JOIN_REDUCE_EXPRESSIONS,
                        SIMPLIFYING,
                        Join.class,
                        join -> List.of(join.getCondition())),
                plain(CoreRules.UNION_MERGE)));
        this.merging = program(List.of(merge, CoreRules.PROJECT_REMOVE));
        this.joinKeys = program(List.of(plain(CoreRules.JOIN_PUSH_EXPRESSIONS), merge));
    }

    private static RelOptRule plain(RelOptRule rule) {
        return ((RelRule<?>) rule).config.withRelBuilderFactory(PLAIN).toRule();
    }

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
    public RelNode normalize(RelNode algebra) {
        RelNode node = apply(filters, algebra.accept(new PlainConditions()));
        node = apply(joinKeys, node);
        node = new UnusedColumns(PLAIN.create(algebra.getCluster(), null), fallibility).trim(node);
        return apply(merging, apply(WINDOWS, node));
    }

    private static RelNode apply(HepProgram program, RelNode node) {
        HepPlanner planner = new HepPlanner(program);
        planner.setRoot(node);
        return planner.findBestExp();
    }
}
