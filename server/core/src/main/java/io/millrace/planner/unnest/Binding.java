package io.millrace.planner.unnest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.mapping.Mappings;

/**
 * Gives outer columns a value beside the inner rows: that of an inner expression they must equal, or else one of the domain, which
 * holds the distinct values that the outer rows have.
 */
final class Binding {

    private final Algebra algebra;

    Binding(Algebra algebra) {
        this.algebra = algebra;
    }

    /**
     * Rows that are not optional.
     *
     * @param columns what outer columns are, over the columns of the rows, for rows that fit the outer one
     */
    record Bound(DependentRows rows, Map<OuterColumn, RexNode> columns) {}

    /** Rows of which each outer one has exactly those with its key; their outputs depend on nothing. */
    record Keyed(DependentRows rows, Keys keys) {}

    Bound bind(DependentRows rows, Set<OuterColumn> wanted, Optional<Scope> scope) {
        if (rows.optional()) {
            return toDomain(rows, wanted, scope);
        }
        Map<OuterColumn, RexNode> equal = new LinkedHashMap<>();
        Keys.equalities(rows.on(), algebra).forEach((column, key) -> equal.put(column, key.inner()));
        return equal.keySet().containsAll(wanted) ? new Bound(rows, equal) : toDomain(rows, wanted, scope);
    }

    /** The same rows, not optional. */
    DependentRows settled(DependentRows rows, Optional<Scope> scope) {
        return rows.optional() ? toDomain(rows, Set.of(), scope).rows() : rows;
    }

    Keyed keyed(DependentRows rows, Optional<Scope> scope) {
        boolean keyed = !rows.optional() && Keys.of(rows.on()).isPresent();
        Bound bound = keyed ? bind(rows, OuterColumn.in(rows.outputs()), scope) : toDomain(rows, rows.free(), scope);
        DependentRows independent =
                bound.rows().withOutputs(algebra.placed(0, bound.rows().outputs(), bound.columns()));
        return new Keyed(independent, Keys.of(independent.on()).orElseThrow());
    }

    /** Joins rows with the domain of the wanted outer columns and of all that decide which rows there are. */
    Bound toDomain(DependentRows rows, Set<OuterColumn> wanted, Optional<Scope> scope) {
        Set<OuterColumn> bound = new LinkedHashSet<>(rows.freeInConditions());
        bound.addAll(wanted);
        RelNode domain = bound.isEmpty()
                ? LogicalValues.createOneRow(rows.rel().getCluster())
                : domain(List.copyOf(bound), scope.orElseThrow(Unnesting::unknownRow));
        boolean domainFirst = rows.optional() || rows.isUnit();
        int rowsFrom = domainFirst ? Algebra.width(domain) : 0;
        int domainFrom = domainFirst ? 0 : Algebra.width(rows.rel());
        Map<OuterColumn, RexNode> columns = new LinkedHashMap<>();
        List<RexNode> same = new ArrayList<>();
        for (OuterColumn column : bound) {
            RexNode value = algebra.placed(domainFrom, algebra.column(domain, columns.size()), Map.of());
            columns.put(column, value);
            same.add(algebra.same(column.access(), value));
        }
        List<RexNode> on = algebra.placed(rowsFrom, rows.on(), columns);
        RelNode joined;
        if (rows.optional()) {
            RelNode all = algebra.join(domain, rows.rel(), JoinRelType.LEFT, on);
            joined = algebra.filter(
                    all, algebra.over(algebra.columns(all), algebra.placed(rowsFrom, rows.where(), columns)));
        } else if (rows.isUnit()) {
            joined = algebra.filter(domain, on);
        } else {
            joined = algebra.join(rows.rel(), domain, JoinRelType.INNER, on);
        }
        List<RexNode> outputs =
                algebra.over(algebra.columns(joined), algebra.placed(rowsFrom, rows.outputs(), columns));
        return new Bound(new DependentRows(joined, same, false, List.of(), outputs, rows.single()), columns);
    }

    /** The distinct values of outer columns, or more. */
    private RelNode domain(List<OuterColumn> columns, Scope scope) {
        Scope level = scope;
        while (columns.stream().noneMatch(level::owns)) {
            level = level.outer().orElseThrow(Unnesting::unknownRow);
        }
        DependentRows rows = level.rows();
        Set<OuterColumn> beyond = new LinkedHashSet<>(rows.freeInConditions());
        for (OuterColumn column : columns) {
            if (level.owns(column)) {
                beyond.addAll(OuterColumn.in(Set.of(rows.outputs().get(column.index()))));
            } else {
                beyond.add(column);
            }
        }
        Bound bound =
                beyond.isEmpty() && !rows.optional() ? new Bound(rows, Map.of()) : bind(rows, beyond, level.outer());
        List<RexNode> values = new ArrayList<>();
        for (OuterColumn column : columns) {
            RexNode value = level.owns(column) ? bound.rows().outputs().get(column.index()) : column.access();
            values.add(algebra.placed(0, value, bound.columns()));
        }
        RelNode projected = algebra.project(bound.rows().rel(), values);
        return algebra.distinct(projected, values.size());
    }

    /**
     * As {@link #materialized(DependentRows)}, with columns that can be null where those of a node can, for others that count on it. A
     * rewrite may have lost that a column cannot, as behind an outer join with a condition that holds for one row at least.
     */
    DependentRows materialized(DependentRows rows, RelNode like) {
        List<RelDataTypeField> fields = like.getRowType().getFieldList();
        List<RexNode> outputs = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            RexNode output = rows.outputs().get(i);
            boolean nullable = fields.get(i).getType().isNullable();
            outputs.add(
                    output.getType().isNullable() == nullable
                            ? output
                            : algebra.rex().makeAbstractCast(fields.get(i).getType(), output, false));
        }
        return materialized(rows.withOutputs(outputs));
    }

    /** The same rows, where the outputs are the first columns; the outputs must depend on nothing, and rows not be optional. */
    DependentRows materialized(DependentRows rows) {
        if (rows.isPlain()) {
            return rows;
        }
        int outputs = rows.outputs().size();
        List<Integer> used = RelOptUtil.InputFinder.bits(rows.on(), null).asList();
        List<RexNode> columns = new ArrayList<>(rows.outputs());
        used.forEach(column -> columns.add(algebra.column(rows.rel(), column)));
        RelNode projected = algebra.project(rows.rel(), columns);
        List<RexNode> on = RexUtil.apply(
                Mappings.target(
                        column -> outputs + used.indexOf(column), Algebra.width(rows.rel()), outputs + used.size()),
                rows.on());
        return new DependentRows(
                projected, on, false, List.of(), algebra.columns(projected).subList(0, outputs), rows.single());
    }
}
