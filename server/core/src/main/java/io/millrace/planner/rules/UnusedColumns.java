package io.millrace.planner.rules;

import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mapping;
import org.apache.calcite.util.mapping.MappingType;
import org.apache.calcite.util.mapping.Mappings;

/** Removes columns that nobody reads, down to the sources; knows {@link WindowAssignment} besides Calcite's operators. */
public final class UnusedColumns extends RelFieldTrimmer {

    UnusedColumns(RelBuilder builder) {
        super(null, builder);
    }

    /** Called by reflection: a window needs its time column and what is read of the others, and always adds its three. */
    public TrimResult trimFields(
            WindowAssignment window, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        int inputColumns = window.inputColumns();
        ImmutableBitSet used =
                fieldsUsed.intersect(ImmutableBitSet.range(inputColumns)).set(window.time());
        TrimResult trimmed = trimChild(window, window.getInput(), used, Set.of());
        RelNode input = trimmed.left;
        Mapping inputMapping = trimmed.right;
        int columns = window.getRowType().getFieldCount();
        int newInputColumns = input.getRowType().getFieldCount();
        Mapping mapping =
                Mappings.create(MappingType.INVERSE_SURJECTION, columns, newInputColumns + columns - inputColumns);
        for (int column = 0; column < inputColumns; column++) {
            int target = inputMapping.getTargetOpt(column);
            if (target >= 0) {
                mapping.set(column, target);
            }
        }
        for (int added = inputColumns; added < columns; added++) {
            mapping.set(added, newInputColumns + added - inputColumns);
        }
        WindowAssignment narrowed = window.over(
                input,
                inputMapping.getTarget(window.time()),
                RelOptUtil.permute(window.getCluster().getTypeFactory(), window.getRowType(), mapping));
        return result(narrowed, mapping, window);
    }
}
