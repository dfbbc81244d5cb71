package io.millrace.planner.unnest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;

/**
 * The rows of a sub-query for each row around it: those rows of {@code rel}, which depends on nothing, for which all of {@code on}
 * hold, and of each the outputs. Outer columns occur in conditions and outputs only.
 *
 * @param on over the columns of {@code rel} and outer columns
 * @param optional whether a row of nulls stands for the missing one when no row of {@code rel} fits; there is never more than one
 *     that does
 * @param where what else must hold, of an optional row after the missing one has been replaced
 * @param outputs over the columns of {@code rel} and outer columns
 * @param single whether there is at most one row for each outer one
 */
record DependentRows(
        RelNode rel, List<RexNode> on, boolean optional, List<RexNode> where, List<RexNode> outputs, boolean single) {

    DependentRows {
        on = List.copyOf(on);
        where = List.copyOf(where);
        outputs = List.copyOf(outputs);
    }

    /** Rows that depend on nothing. */
    static DependentRows of(RelNode rel, Algebra algebra) {
        return new DependentRows(rel, List.of(), false, List.of(), algebra.columns(rel), Algebra.isOneRow(rel));
    }

    DependentRows withRel(RelNode newRel) {
        return new DependentRows(newRel, on, optional, where, outputs, single);
    }

    DependentRows withOn(List<RexNode> newOn) {
        return new DependentRows(rel, newOn, optional, where, outputs, single);
    }

    DependentRows withWhere(List<RexNode> newWhere) {
        return new DependentRows(rel, on, optional, newWhere, outputs, single);
    }

    DependentRows withOutputs(List<RexNode> newOutputs) {
        return new DependentRows(rel, on, optional, where, newOutputs, single);
    }

    DependentRows withSingle(boolean newSingle) {
        return new DependentRows(rel, on, optional, where, outputs, newSingle);
    }

    /** Whether these are the rows of {@code rel} as they are. */
    boolean isPlain() {
        if (!on.isEmpty() || optional || outputs.size() != Algebra.width(rel)) {
            return false;
        }
        for (int i = 0; i < outputs.size(); i++) {
            if (!(outputs.get(i) instanceof RexInputRef reference) || reference.getIndex() != i) {
                return false;
            }
        }
        return true;
    }

    /** The outer columns on which these rows depend. */
    Set<OuterColumn> free() {
        List<RexNode> all = new ArrayList<>(on);
        all.addAll(where);
        all.addAll(outputs);
        return OuterColumn.in(all);
    }

    /** The outer columns that decide which rows there are. */
    Set<OuterColumn> freeInConditions() {
        List<RexNode> all = new ArrayList<>(on);
        all.addAll(where);
        return OuterColumn.in(all);
    }

    boolean isUnit() {
        return Algebra.isUnit(rel);
    }

    static <E> List<E> plus(List<? extends E> some, List<? extends E> more) {
        List<E> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }
}
