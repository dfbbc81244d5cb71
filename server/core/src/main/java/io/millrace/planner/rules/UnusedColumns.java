package io.millrace.planner.rules;

import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mapping;
import org.apache.calcite.util.mapping.MappingType;
import org.apache.calcite.util.mapping.Mappings;

/** Removes columns that nobody reads, down to the sources; knows {@link WindowAssignment} and {@link MatchRows} besides Calcite's operators. */
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
        int newInputColumns = input.getRowType().getFieldCount();
        RelDataTypeFactory.Builder row = window.getCluster()
                .getTypeFactory()
                .builder()
                .addAll(input.getRowType().getFieldList())
                .addAll(window.getRowType()
                        .getFieldList()
                        .subList(inputColumns, window.getRowType().getFieldCount()));
        WindowAssignment narrowed = window.over(input, inputMapping.getTarget(window.time()), row.build());
        List<Integer> kept = (fieldsUsed.isEmpty() ? ImmutableBitSet.of(inputColumns) : fieldsUsed).asList();
        List<Integer> columns = kept.stream()
                .map(column -> column < inputColumns
                        ? inputMapping.getTarget(column)
                        : newInputColumns + column - inputColumns)
                .toList();
        Mapping mapping = Mappings.create(
                MappingType.INVERSE_SURJECTION, window.getRowType().getFieldCount(), kept.size());
        for (int position = 0; position < kept.size(); position++) {
            mapping.set(kept.get(position), position);
        }
        return result(RelOptUtil.createProject(narrowed, columns), mapping, window);
    }

    /** Called by reflection: what is below reads no more than it needs, and gives out what it says. */
    public TrimResult trimFields(MatchRows match, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        RelNode input = match.getInput();
        ImmutableBitSet all = ImmutableBitSet.range(input.getRowType().getFieldCount());
        RelNode trimmed = trimChild(match, input, all, Set.of()).left;
        return result(
                match.copy(match.getTraitSet(), List.of(trimmed)),
                Mappings.createIdentity(match.getRowType().getFieldCount()));
    }
}
