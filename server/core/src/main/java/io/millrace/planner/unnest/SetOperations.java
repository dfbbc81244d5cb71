package io.millrace.planner.unnest;

import static io.millrace.planner.unnest.DependentRows.plus;

import io.millrace.planner.unnest.Binding.Bound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rex.RexNode;

/** UNION, INTERSECT and EXCEPT of rows that carry the outer columns with them. */
final class SetOperations {

    private final Unnesting unnesting;
    private final Algebra algebra;

    SetOperations(Unnesting unnesting) {
        this.unnesting = unnesting;
        this.algebra = unnesting.algebra();
    }

    DependentRows setOp(SetOp setOp, Optional<Scope> scope) {
        List<DependentRows> inputs = new ArrayList<>();
        Set<OuterColumn> read = new LinkedHashSet<>();
        for (RelNode input : setOp.getInputs()) {
            DependentRows rows = unnesting.unnest(input, scope);
            inputs.add(rows);
            read.addAll(rows.free());
        }
        if (read.isEmpty()) {
            return unnesting.same(
                    setOp,
                    inputs.stream()
                            .map(rows -> unnesting.binding().settled(rows, scope))
                            .map(unnesting.binding()::materialized)
                            .toList());
        }
        List<RelNode> carrying =
                inputs.stream().map(rows -> carrying(rows, read, scope)).toList();
        RelNode all = setOp.copy(setOp.getTraitSet(), carrying, setOp.all);
        List<RexNode> columns = algebra.columns(all);
        int outputs = setOp.getRowType().getFieldCount();
        List<RexNode> on = new ArrayList<>();
        for (OuterColumn column : read) {
            on.add(algebra.same(column.access(), columns.get(outputs + on.size())));
        }
        return new DependentRows(all, on, false, List.of(), columns.subList(0, outputs), false);
    }

    /** The outputs of rows, then the outer columns. */
    private RelNode carrying(DependentRows rows, Set<OuterColumn> read, Optional<Scope> scope) {
        Bound bound = equal(rows, read).orElseGet(() -> unnesting.binding().toDomain(rows, read, scope));
        List<RexNode> carried = read.stream().map(bound.columns()::get).toList();
        List<RexNode> outputs = algebra.placed(0, bound.rows().outputs(), bound.columns());
        return algebra.project(bound.rows().rel(), plus(outputs, carried));
    }

    /** Rows that say by themselves for which values of the outer columns they are there. */
    private Optional<Bound> equal(DependentRows rows, Set<OuterColumn> read) {
        Map<OuterColumn, Keys.Key> keys = Keys.equalities(rows.on(), algebra);
        boolean all = !rows.optional()
                && keys.size() == rows.on().size()
                && keys.keySet().equals(read);
        if (!all) {
            return Optional.empty();
        }
        Map<OuterColumn, RexNode> columns = new LinkedHashMap<>();
        List<RexNode> present = new ArrayList<>();
        keys.forEach((column, key) -> {
            columns.put(column, key.inner());
            if (!key.nullsToo() && key.inner().getType().isNullable()) {
                present.add(algebra.isNotNull(key.inner()));
            }
        });
        return Optional.of(new Bound(rows.withRel(algebra.filter(rows.rel(), present)), columns));
    }
}
