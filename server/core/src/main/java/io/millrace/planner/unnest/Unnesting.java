package io.millrace.planner.unnest;

import static io.millrace.planner.unnest.DependentRows.plus;

import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.Fallibility;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.rules.WindowAssignment;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AsofJoin;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Makes joins of sub-queries, however they depend on the rows around them.
 *
 * <p>In the manner of Neumann and Kemper, <i>Unnesting Arbitrary Queries</i> (BTW 2015): what depends on outer rows is carried
 * upwards, operator by operator ({@link DependentRows}); where it can be carried no further, outer columns get a value beside the
 * inner rows ({@link Binding}); where the sub-query meets its outer rows a join is left ({@link Attachment}).
 */
public final class Unnesting {

    private final Algebra algebra;
    private final Binding binding;
    private final Attachment attachment;
    private final Scalars scalars;
    private final QueryCollections collections;
    private final Quantifiers quantifiers;
    private final Projections projections;
    private final Joins joins;
    private final Unnests unnests;
    private final Groupings groupings;
    private final SetOperations setOperations;
    private final Limits limits;

    private Unnesting(RelOptCluster cluster, Fallibility fallibility) {
        this.algebra = new Algebra(cluster);
        this.binding = new Binding(algebra);
        this.attachment = new Attachment(algebra, binding);
        this.scalars = new Scalars(algebra, binding, attachment);
        this.collections = new QueryCollections(algebra);
        this.quantifiers = new Quantifiers(algebra, binding, attachment);
        this.projections = new Projections(this, fallibility);
        this.joins = new Joins(this);
        this.unnests = new Unnests(this);
        this.groupings = new Groupings(this);
        this.setOperations = new SetOperations(this);
        this.limits = new Limits(this);
    }

    /**
     * The same rows without sub-queries; only UNNEST of an array beside it still depends on a row.
     *
     * @param fallibility of the expressions of the query
     */
    public static RelNode unnest(RelNode query, Fallibility fallibility) {
        return new Unnesting(query.getCluster(), fallibility).independent(query);
    }

    private RelNode independent(RelNode query) {
        DependentRows rows = binding.settled(unnest(query, Optional.empty()), Optional.empty());
        if (!rows.free().isEmpty()) {
            throw unknownRow();
        }
        if (rows.isPlain() && hasRowsOf(rows.rel(), query)) {
            return rows.rel();
        }
        List<RexNode> outputs = new ArrayList<>();
        for (int i = 0; i < rows.outputs().size(); i++) {
            RexNode output = rows.outputs().get(i);
            boolean same = SqlTypeUtil.equalSansNullability(
                    algebra.rex().getTypeFactory(),
                    output.getType(),
                    query.getRowType().getFieldList().get(i).getType());
            outputs.add(
                    same
                            ? output
                            : algebra.rex()
                                    .ensureType(
                                            query.getRowType()
                                                    .getFieldList()
                                                    .get(i)
                                                    .getType(),
                                            output,
                                            true));
        }
        return LogicalProject.create(
                rows.rel(), List.of(), outputs, query.getRowType().getFieldNames(), Set.of());
    }

    private boolean hasRowsOf(RelNode node, RelNode query) {
        return node == query
                || node.getRowType().getFieldNames().equals(query.getRowType().getFieldNames())
                        && SqlTypeUtil.equalSansNullability(
                                algebra.rex().getTypeFactory(), node.getRowType(), query.getRowType());
    }

    Algebra algebra() {
        return algebra;
    }

    Binding binding() {
        return binding;
    }

    Attachment attachment() {
        return attachment;
    }

    QueryCollections collections() {
        return collections;
    }

    Scalars scalars() {
        return scalars;
    }

    Quantifiers quantifiers() {
        return quantifiers;
    }

    /** The rows of a node for each row around it. */
    DependentRows unnest(RelNode node, Optional<Scope> scope) {
        if (node instanceof Filter filter) {
            return projections.filter(filter, scope);
        }
        if (node instanceof Project project) {
            return projections.project(project, scope);
        }
        if (node instanceof Join join && !(node instanceof AsofJoin)) {
            return joins.join(join, scope);
        }
        if (node instanceof Correlate correlate) {
            return unnests.correlate(correlate, scope);
        }
        if (node instanceof Uncollect uncollect) {
            return unnests.uncollect(uncollect, scope);
        }
        if (node instanceof Aggregate aggregate) {
            return groupings.aggregate(aggregate, scope);
        }
        if (node instanceof SetOp setOp) {
            return setOperations.setOp(setOp, scope);
        }
        if (node instanceof Sort sort) {
            return limits.sort(sort, scope);
        }
        if (node instanceof Values values) {
            return values(values, scope);
        }
        return node instanceof WindowAssignment window ? window(window, scope) : other(node, scope);
    }

    private DependentRows values(Values values, Optional<Scope> scope) {
        DependentRows rows = DependentRows.of(values, algebra);
        return scope.isPresent() && rows.isUnit()
                ? rows.withOutputs(new ArrayList<>(values.getTuples().get(0)))
                : rows;
    }

    private DependentRows window(WindowAssignment window, Optional<Scope> scope) {
        DependentRows given = unnest(window.getInput(), scope);
        if (given.isPlain()) {
            return same(window, List.of(given));
        }
        DependentRows rows = binding.materialized(binding.keyed(given, scope).rows());
        RelNode assigned = window.over(rows.rel());
        List<RexNode> columns = algebra.columns(assigned);
        List<RexNode> outputs = plus(rows.outputs(), columns.subList(Algebra.width(rows.rel()), columns.size()));
        return rows.withRel(assigned).withOutputs(outputs).withSingle(false);
    }

    /** Nodes that stay what they are over inputs that depend on nothing. */
    private DependentRows other(RelNode node, Optional<Scope> scope) {
        List<DependentRows> inputs = new ArrayList<>();
        for (RelNode input : node.getInputs()) {
            DependentRows rows = unnest(input, scope);
            if (!rows.free().isEmpty()) {
                throw dependent(node);
            }
            inputs.add(binding.materialized(binding.settled(rows, scope), input));
        }
        return same(node, inputs);
    }

    /** Says that Calcite did not tell of which row around it a sub-query reads columns. */
    static UnplannableException unknownRow() {
        return new UnplannableException(
                ErrorCode.NOT_SUPPORTED,
                Construct.of(Construct.Kind.SUB_QUERY),
                "which row around it this sub-query reads cannot be told; give the columns that it reads names of their"
                        + " own in a derived table");
    }

    private static UnplannableException dependent(RelNode node) {
        return new UnplannableException(
                ErrorCode.NOT_SUPPORTED,
                Construct.of(Construct.Kind.SUB_QUERY),
                node.getRelTypeName() + " of rows that depend on a row around the sub-query is not supported");
    }

    /** The node itself over inputs without sub-queries. */
    DependentRows same(RelNode node, List<DependentRows> inputs) {
        List<RelNode> rels = inputs.stream().map(DependentRows::rel).toList();
        return DependentRows.of(rels.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), rels), algebra);
    }
}
