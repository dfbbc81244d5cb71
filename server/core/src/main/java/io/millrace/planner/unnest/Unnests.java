package io.millrace.planner.unnest;

import static io.millrace.planner.unnest.DependentRows.plus;

import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.unnest.Binding.Bound;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.util.ImmutableBitSet;

/** LATERAL, and UNNEST: of an array of the row beside it, which is an operator of its own and stays as it is. */
final class Unnests {

    private final Unnesting unnesting;
    private final Algebra algebra;
    private final Binding binding;

    Unnests(Unnesting unnesting) {
        this.unnesting = unnesting;
        this.algebra = unnesting.algebra();
        this.binding = unnesting.binding();
    }

    DependentRows correlate(Correlate correlate, Optional<Scope> scope) {
        DependentRows left = binding.settled(unnesting.unnest(correlate.getLeft(), scope), scope);
        if (isArrayOfRow(correlate.getRight())) {
            return beside(correlate, left, scope);
        }
        Set<CorrelationId> variables = Set.of(correlate.getCorrelationId());
        Scope within = new Scope(variables, left, scope);
        DependentRows right = unnesting.unnest(correlate.getRight(), Optional.of(within));
        return switch (correlate.getJoinType()) {
            case INNER -> unnesting.attachment().inner(left, right, variables, scope);
            case LEFT -> unnesting.attachment().left(left, right, variables, scope);
            case SEMI -> unnesting.attachment().semi(left, right, variables, scope);
            case ANTI -> unnesting.attachment().anti(left, right, variables, scope);
            default ->
                throw new UnplannableException(
                        ErrorCode.NOT_SUPPORTED,
                        Construct.of(Construct.Kind.JOIN),
                        "LATERAL works in inner and left joins only");
        };
    }

    /** Whether a node gives the elements of an array, perhaps filtered and computed with, that depends on an outer row alone. */
    private static boolean isArrayOfRow(RelNode node) {
        if (node instanceof Project project) {
            return project.getProjects().stream()
                            .noneMatch(expression -> Projections.asks(expression) || RexOver.containsOver(expression))
                    && isArrayOfRow(project.getInput());
        }
        if (node instanceof Filter filter) {
            return !Projections.asks(filter.getCondition()) && isArrayOfRow(filter.getInput());
        }
        return node instanceof Uncollect uncollect
                && uncollect.getInput() instanceof Project arrays
                && Algebra.isUnit(arrays.getInput())
                && arrays.getProjects().stream().noneMatch(Projections::asks);
    }

    private DependentRows beside(Correlate correlate, DependentRows given, Optional<Scope> scope) {
        Set<OuterColumn> read = new LinkedHashSet<>(OuterColumn.in(given.outputs()));
        outerColumns(correlate.getRight()).stream()
                .filter(column -> !column.row().equals(correlate.getCorrelationId()))
                .forEach(read::add);
        List<RexNode> arrays = arrays(correlate.getRight());
        if (given.isPlain()
                && read.isEmpty()
                && arrays.stream().allMatch(array -> OuterColumn.of(array).isPresent())) {
            return unnesting.same(correlate, List.of(given, DependentRows.of(correlate.getRight(), algebra)));
        }
        Bound bound = binding.bind(given, read, scope);
        int outputs = given.outputs().size();
        List<RexNode> columns = new ArrayList<>(algebra.placed(0, bound.rows().outputs(), bound.columns()));
        read.forEach(column -> columns.add(bound.columns().get(column)));
        Map<OuterColumn, Integer> places = new LinkedHashMap<>();
        outerColumns(correlate.getRight()).stream()
                .filter(column -> column.row().equals(correlate.getCorrelationId()))
                .forEach(column -> places.put(column, column.index()));
        int next = outputs;
        for (OuterColumn column : read) {
            places.put(column, next++);
        }
        Map<OuterColumn, RexNode> values = new LinkedHashMap<>();
        places.forEach((column, place) -> values.put(column, columns.get(place)));
        int firstArray = columns.size();
        columns.addAll(algebra.placed(0, arrays, values));
        DependentRows left = binding.materialized(bound.rows().withOutputs(columns));
        RexNode row = algebra.rex().makeCorrel(left.rel().getRowType(), correlate.getCorrelationId());
        Map<OuterColumn, RexNode> accesses = new LinkedHashMap<>();
        places.forEach((column, place) -> accesses.put(column, algebra.rex().makeFieldAccess(row, place)));
        List<RexNode> elements = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            elements.add(algebra.rex().makeFieldAccess(row, firstArray + i));
        }
        RelNode right = replaced(correlate.getRight(), accesses, elements);
        return joined(correlate, left, outputs, right);
    }

    /** The arrays whose elements a node gives. */
    private static List<RexNode> arrays(RelNode node) {
        return node instanceof Uncollect ? ((Project) node.getInput(0)).getProjects() : arrays(node.getInput(0));
    }

    private DependentRows joined(Correlate correlate, DependentRows left, int outputs, RelNode right) {
        RelNode joined = LogicalCorrelate.create(
                left.rel(),
                right,
                correlate.getCorrelationId(),
                RelOptUtil.correlationColumns(correlate.getCorrelationId(), right),
                correlate.getJoinType());
        List<RexNode> all = algebra.columns(joined);
        return left.withRel(joined)
                .withOutputs(plus(all.subList(0, outputs), all.subList(Algebra.width(left.rel()), all.size())))
                .withSingle(false);
    }

    private static Set<OuterColumn> outerColumns(RelNode node) {
        Set<OuterColumn> columns = new LinkedHashSet<>();
        node.getInputs().forEach(input -> columns.addAll(outerColumns(input)));
        if (node instanceof Project project) {
            columns.addAll(OuterColumn.in(project.getProjects()));
        }
        if (node instanceof Filter filter) {
            columns.addAll(OuterColumn.in(Set.of(filter.getCondition())));
        }
        return columns;
    }

    private RelNode replaced(RelNode node, Map<OuterColumn, RexNode> accesses, List<RexNode> elements) {
        if (node instanceof Uncollect) {
            RelNode arrays = node.getInput(0);
            RelNode replaced = LogicalProject.create(
                    arrays.getInput(0), List.of(), elements, arrays.getRowType().getFieldNames(), Set.of());
            return node.copy(node.getTraitSet(), List.of(replaced));
        }
        RelNode input = replaced(node.getInput(0), accesses, elements);
        return node.copy(node.getTraitSet(), List.of(input)).accept(new Substitution(algebra.rex(), accesses) {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return reference;
            }
        });
    }

    /** UNNEST of arrays of rows around: beside the domain of the arrays. */
    DependentRows uncollect(Uncollect uncollect, Optional<Scope> scope) {
        DependentRows input = unnesting.unnest(uncollect.getInput(), scope);
        if (input.free().isEmpty()) {
            DependentRows arrays = binding.materialized(binding.settled(input, scope));
            return unnesting.same(uncollect, List.of(arrays));
        }
        DependentRows arrays = binding.materialized(binding.keyed(input, scope).rows());
        CorrelationId variable = uncollect.getCluster().createCorrel();
        RexNode row = algebra.rex().makeCorrel(arrays.rel().getRowType(), variable);
        List<RexNode> beside = new ArrayList<>();
        for (int i = 0; i < arrays.outputs().size(); i++) {
            beside.add(algebra.rex().makeFieldAccess(row, i));
        }
        RelNode unit = LogicalValues.createOneRow(uncollect.getCluster());
        RelNode elements = uncollect.copy(uncollect.getTraitSet(), List.of(algebra.project(unit, beside)));
        RelNode joined = LogicalCorrelate.create(
                arrays.rel(), elements, variable, ImmutableBitSet.range(beside.size()), JoinRelType.INNER);
        List<RexNode> all = algebra.columns(joined);
        return arrays.withRel(joined)
                .withOutputs(all.subList(Algebra.width(arrays.rel()), all.size()))
                .withSingle(false);
    }
}
