package io.millrace.planner.unnest;

import static io.millrace.planner.unnest.DependentRows.plus;

import io.millrace.planner.unnest.Binding.Bound;
import io.millrace.planner.unnest.Binding.Keyed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Puts rows that depend on others beside those: the joins that are left of dependent joins. The columns of the outer rows stay where
 * they are.
 */
final class Attachment {

    private final Algebra algebra;
    private final Binding binding;

    Attachment(Algebra algebra, Binding binding) {
        this.algebra = algebra;
        this.binding = binding;
    }

    /**
     * Both sides of a join about to be made.
     *
     * @param on the conditions of the inner side over the columns of outer, then inner; no outer column left that had to be bound
     */
    private record Sides(
            DependentRows outer, DependentRows inner, List<RexNode> on, Map<OuterColumn, RexNode> columns) {}

    /** Rows under a name of their own, and their outputs by that name. */
    record Named(CorrelationId row, List<RexNode> columns) {}

    Named named(DependentRows rows) {
        RelDataType rowType = RexUtil.createStructType(algebra.rex().getTypeFactory(), rows.outputs());
        CorrelationId variable = rows.rel().getCluster().createCorrel();
        RexNode row = algebra.rex().makeCorrel(rowType, variable);
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < rows.outputs().size(); i++) {
            columns.add(algebra.rex().makeFieldAccess(row, i));
        }
        return new Named(variable, columns);
    }

    /** A row with a value beside it, over the columns of the rows. */
    record Valued(DependentRows rows, RexNode value) {}

    private Map<OuterColumn, RexNode> columns(DependentRows outer, DependentRows inner, Set<CorrelationId> variables) {
        Map<OuterColumn, RexNode> columns = new LinkedHashMap<>();
        inner.free().stream()
                .filter(column -> variables.contains(column.row()))
                .forEach(column -> columns.put(column, outer.outputs().get(column.index())));
        return columns;
    }

    private List<RexNode> placed(DependentRows outer, List<RexNode> expressions, Map<OuterColumn, RexNode> columns) {
        return algebra.placed(Algebra.width(outer.rel()), expressions, columns);
    }

    /** Expressions of the inner side over a join in which that side can be missing. */
    private List<RexNode> besides(Sides sides, RelNode joined, List<RexNode> expressions) {
        return algebra.over(algebra.columns(joined), placed(sides.outer(), expressions, sides.columns()));
    }

    /** The sides of a join that can read no rows around it. */
    private Sides bound(DependentRows outer, DependentRows inner, Set<CorrelationId> variables, Optional<Scope> scope) {
        Set<OuterColumn> beyond = OuterColumn.in(placed(outer, inner.on(), columns(outer, inner, variables)));
        Bound bound = beyond.isEmpty() ? new Bound(outer, Map.of()) : binding.bind(outer, beyond, scope);
        Map<OuterColumn, RexNode> columns = columns(bound.rows(), inner, variables);
        List<RexNode> on = algebra.placed(0, placed(bound.rows(), inner.on(), columns), bound.columns());
        return new Sides(bound.rows(), inner, on, columns);
    }

    /** Rows for which more holds. */
    DependentRows filtered(DependentRows rows, List<RexNode> conditions) {
        if (rows.optional()) {
            return rows.withWhere(plus(rows.where(), conditions));
        }
        List<RexNode> own = new ArrayList<>();
        List<RexNode> shared = new ArrayList<>(rows.on());
        conditions.forEach(condition -> (OuterColumn.isIn(condition) ? shared : own).add(condition));
        return rows.withRel(algebra.filter(rows.rel(), own)).withOn(shared);
    }

    /** Each outer row with each of its inner rows. */
    DependentRows inner(
            DependentRows given, DependentRows givenInner, Set<CorrelationId> variables, Optional<Scope> scope) {
        DependentRows outer = binding.settled(given, scope);
        DependentRows inner = constant(givenInner);
        boolean single = outer.single() && inner.single();
        if (inner.optional()) {
            Sides sides = bound(outer, inner, variables, scope);
            RelNode joined = algebra.join(sides.outer().rel(), inner.rel(), JoinRelType.LEFT, sides.on());
            DependentRows rows = sides.outer()
                    .withRel(joined)
                    .withOutputs(plus(sides.outer().outputs(), besides(sides, joined, inner.outputs())))
                    .withSingle(single);
            return filtered(rows, besides(sides, joined, inner.where()));
        }
        Map<OuterColumn, RexNode> columns = columns(outer, inner, variables);
        List<RexNode> on = placed(outer, inner.on(), columns);
        List<RexNode> outputs = plus(outer.outputs(), placed(outer, inner.outputs(), columns));
        if (inner.isUnit()) {
            return filtered(outer.withOutputs(outputs).withSingle(single), on);
        }
        List<RexNode> own = new ArrayList<>();
        List<RexNode> shared = new ArrayList<>(outer.on());
        on.forEach(condition -> (OuterColumn.isIn(condition) ? shared : own).add(condition));
        RelNode joined = algebra.join(outer.rel(), inner.rel(), JoinRelType.INNER, own);
        return new DependentRows(joined, shared, false, List.of(), outputs, single);
    }

    /** Each outer row with each of its inner rows, or with nulls when it has none. */
    DependentRows left(
            DependentRows given, DependentRows givenInner, Set<CorrelationId> variables, Optional<Scope> scope) {
        DependentRows inner = constant(givenInner);
        if (inner.optional() ? inner.where().isEmpty() : inner.on().isEmpty() && Algebra.isOneRow(inner.rel())) {
            return inner(given, inner, variables, scope);
        }
        DependentRows outer = binding.settled(given, scope);
        if (inner.isUnit()) {
            Map<OuterColumn, RexNode> columns = columns(outer, inner, variables);
            RexNode present = algebra.and(placed(outer, inner.on(), columns));
            return outer.withOutputs(plus(outer.outputs(), guarded(present, placed(outer, inner.outputs(), columns))));
        }
        DependentRows right = inner.optional() ? inner : marked(inner);
        Sides sides = bound(outer, right, variables, scope);
        RelNode joined = algebra.join(sides.outer().rel(), right.rel(), JoinRelType.LEFT, sides.on());
        List<RexNode> placed = besides(sides, joined, right.outputs());
        List<RexNode> outputs = new ArrayList<>(sides.outer().outputs());
        if (inner.optional()) {
            outputs.addAll(guarded(algebra.and(besides(sides, joined, inner.where())), placed));
        } else {
            RexNode present = algebra.isNotNull(algebra.column(joined, Algebra.width(joined) - 1));
            for (RexNode output : placed) {
                // a column of the outer row is there without an inner row
                boolean ofInner = output instanceof RexInputRef reference
                        && reference.getIndex() >= Algebra.width(sides.outer().rel());
                outputs.addAll(ofInner ? List.of(output) : guarded(present, List.of(output)));
            }
        }
        return new DependentRows(
                joined, sides.outer().on(), false, List.of(), outputs, outer.single() && inner.single());
    }

    /** The one row of constants with these in the place of its columns, because it needs no join. */
    private DependentRows constant(DependentRows rows) {
        if (!rows.isUnit()) {
            return rows;
        }
        List<RexNode> row = new ArrayList<>(((Values) rows.rel()).getTuples().get(0));
        return new DependentRows(
                rows.rel(),
                algebra.over(row, rows.on()),
                rows.optional(),
                algebra.over(row, rows.where()),
                algebra.over(row, rows.outputs()),
                rows.single());
    }

    private List<RexNode> guarded(RexNode present, List<RexNode> outputs) {
        return present.isAlwaysTrue()
                ? outputs
                : outputs.stream()
                        .map(output -> algebra.valueOrNull(present, output))
                        .toList();
    }

    /** Rows whose outputs are columns where they can be, with a last column that is TRUE. */
    private DependentRows marked(DependentRows rows) {
        List<RexNode> columns = algebra.columns(rows.rel());
        List<RexNode> outputs = new ArrayList<>();
        for (RexNode output : rows.outputs()) {
            if (output instanceof RexInputRef || OuterColumn.isIn(output)) {
                outputs.add(output);
            } else {
                outputs.add(new RexInputRef(columns.size(), output.getType()));
                columns.add(output);
            }
        }
        columns.add(algebra.rex().makeLiteral(true));
        return rows.withRel(algebra.project(rows.rel(), columns)).withOutputs(outputs);
    }

    /** The outer rows that have inner rows. */
    DependentRows semi(DependentRows given, DependentRows inner, Set<CorrelationId> variables, Optional<Scope> scope) {
        DependentRows outer = binding.settled(given, scope);
        int outputs = outer.outputs().size();
        Optional<Keys> keys = Keys.of(inner.on());
        if (inner.isUnit() || inner.optional() || keys.isPresent()) {
            DependentRows one = inner.isUnit() || inner.optional() ? inner : distinct(inner, keys.get());
            DependentRows both = inner(outer, one, variables, scope);
            return both.withOutputs(both.outputs().subList(0, outputs)).withSingle(outer.single());
        }
        return reduced(outer, inner, variables, scope, JoinRelType.SEMI);
    }

    /** The outer rows that have no inner rows. */
    DependentRows anti(DependentRows given, DependentRows inner, Set<CorrelationId> variables, Optional<Scope> scope) {
        DependentRows outer = binding.settled(given, scope);
        if (inner.isUnit() || inner.optional()) {
            Valued exists = exists(outer, inner, variables, scope, Optional.empty());
            return filtered(
                    exists.rows(), List.of(algebra.rex().makeCall(SqlStdOperatorTable.IS_NOT_TRUE, exists.value())));
        }
        DependentRows right =
                Keys.of(inner.on()).map(keys -> distinct(inner, keys)).orElse(inner);
        return reduced(outer, right, variables, scope, JoinRelType.ANTI);
    }

    private DependentRows reduced(
            DependentRows outer,
            DependentRows inner,
            Set<CorrelationId> variables,
            Optional<Scope> scope,
            JoinRelType type) {
        Sides sides = bound(outer, inner, variables, scope);
        return sides.outer().withRel(algebra.join(sides.outer().rel(), inner.rel(), type, sides.on()));
    }

    /** One row for each key. */
    private DependentRows distinct(DependentRows rows, Keys keys) {
        List<RexNode> columns = new ArrayList<>(keys.inner());
        if (columns.isEmpty()) {
            columns.add(algebra.rex().makeLiteral(true));
        }
        RelNode distinct = algebra.distinct(algebra.project(rows.rel(), columns), columns.size());
        List<RexNode> on = keys.conditions(algebra, algebra.columns(distinct));
        return new DependentRows(distinct, on, false, List.of(), List.of(), true);
    }

    /**
     * Whether each outer row has inner rows.
     *
     * @param within the scope of the inner rows; not needed when they are optional or depend by equalities alone
     */
    Valued exists(
            DependentRows given,
            DependentRows inner,
            Set<CorrelationId> variables,
            Optional<Scope> scope,
            Optional<Scope> within) {
        DependentRows outer = binding.settled(given, scope);
        if (inner.optional() && inner.where().isEmpty()) {
            return new Valued(outer, algebra.rex().makeLiteral(true));
        }
        RexNode yes = algebra.rex().makeLiteral(true);
        DependentRows marked;
        if (inner.isUnit() || inner.optional()) {
            marked = inner.withOutputs(List.of(yes));
        } else {
            Keyed keyed = binding.keyed(inner.withOutputs(List.of()), within);
            marked = distinct(keyed.rows(), keyed.keys()).withOutputs(List.of(yes));
        }
        return last(
                left(outer, marked, variables, scope),
                algebra::isNotNull,
                outer.outputs().size());
    }

    /** Takes the last output off, as a value. */
    static Valued last(DependentRows rows, UnaryOperator<RexNode> value, int outputs) {
        RexNode last = rows.outputs().get(rows.outputs().size() - 1);
        return new Valued(rows.withOutputs(rows.outputs().subList(0, outputs)), value.apply(last));
    }
}
