package io.millrace.planner.unnest;

import static io.millrace.planner.unnest.DependentRows.plus;

import io.millrace.planner.rules.Fallibility;
import io.millrace.planner.unnest.Binding.Keyed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexWindow;

/**
 * Filters and projections. What they read of outer rows is carried upwards: conditions hold, and values are computed, where the
 * outer row is there. Functions with OVER look at the rows of one outer row.
 */
final class Projections {

    private final Unnesting unnesting;
    private final Algebra algebra;
    private final Fallibility fallibility;

    Projections(Unnesting unnesting, Fallibility fallibility) {
        this.unnesting = unnesting;
        this.fallibility = fallibility;
        this.algebra = unnesting.algebra();
    }

    DependentRows filter(Filter filter, Optional<Scope> scope) {
        DependentRows input = unnesting.unnest(filter.getInput(), scope);
        List<RexNode> plain = new ArrayList<>();
        List<RexNode> asking = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            (asks(condition) ? asking : plain).add(condition);
        }
        if (asking.isEmpty() && isSame(input, filter) && !OuterColumn.isIn(filter.getCondition())) {
            return unnesting.same(filter, List.of(input)).withSingle(input.single());
        }
        DependentRows rows = unnesting.attachment().filtered(input, algebra.over(input.outputs(), plain));
        if (asking.isEmpty()) {
            return rows;
        }
        SubQueries subQueries = new SubQueries(
                unnesting, rows, Variables.of(filter, filter.getInput().getRowType(), asking, scope), scope);
        asking.forEach(subQueries::filter);
        return subQueries.rows();
    }

    /** Whether the columns of a node's input are what they were, also in whether they can be NULL. */
    private static boolean isSame(DependentRows input, SingleRel node) {
        return input.isPlain()
                && input.rel().getRowType().equalsSansFieldNames(node.getInput().getRowType());
    }

    static boolean asks(RexNode expression) {
        return RexUtil.SubQueryFinder.find(expression) != null;
    }

    DependentRows project(Project project, Optional<Scope> scope) {
        DependentRows input = unnesting.unnest(project.getInput(), scope);
        List<RexNode> expressions = project.getProjects();
        boolean asks = expressions.stream().anyMatch(Projections::asks);
        if (!asks && isSame(input, project) && OuterColumn.in(expressions).isEmpty()) {
            return unnesting.same(project, List.of(input)).withSingle(input.single());
        }
        DependentRows rows = input;
        List<RexNode> outputs;
        if (asks) {
            SubQueries subQueries = new SubQueries(
                    unnesting, rows, Variables.of(project, project.getInput().getRowType(), expressions, scope), scope);
            outputs = expressions.stream().map(subQueries::value).toList();
            rows = subQueries.rows();
        } else {
            outputs = algebra.over(rows.outputs(), expressions);
        }
        rows = rows.withOutputs(outputs);
        return outputs.stream().anyMatch(RexOver::containsOver) ? over(rows, scope) : computed(rows, scope);
    }

    /** Rows that depend on nothing keep what they compute, when it can fail, from being left out by those who do not read it. */
    private DependentRows computed(DependentRows rows, Optional<Scope> scope) {
        if (!rows.free().isEmpty() || !canFail(rows)) {
            return rows;
        }
        DependentRows settled = unnesting.binding().settled(rows, scope);
        return settled.on().isEmpty() ? unnesting.binding().materialized(settled) : rows;
    }

    private boolean canFail(DependentRows rows) {
        return algebra.project(rows.rel(), rows.outputs()) instanceof Project project
                && !fallibility.missed(project, List.of()).isEmpty();
    }

    /** Computes outputs with OVER, each over the rows of one key. */
    private DependentRows over(DependentRows rows, Optional<Scope> scope) {
        Keyed keyed = unnesting.binding().keyed(rows, scope);
        List<RexNode> keys = keyed.keys().inner();
        List<RexNode> outputs = keyed.rows().outputs().stream()
                .map(output -> partitioned(output, keys))
                .toList();
        RelNode projected = algebra.project(keyed.rows().rel(), plus(outputs, keys));
        List<RexNode> columns = algebra.columns(projected);
        return new DependentRows(
                projected,
                keyed.keys().conditions(algebra, columns.subList(outputs.size(), columns.size())),
                false,
                List.of(),
                columns.subList(0, outputs.size()),
                rows.single());
    }

    private RexNode partitioned(RexNode output, List<RexNode> keys) {
        return output.accept(new Substitution(algebra.rex(), Map.of()) {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return reference;
            }

            @Override
            public RexWindow visitWindow(RexWindow window) {
                return algebra.rex()
                        .makeWindow(
                                plus(window.partitionKeys, keys),
                                window.orderKeys,
                                window.getLowerBound(),
                                window.getUpperBound(),
                                window.isRows(),
                                window.getExclude());
            }
        });
    }
}
