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

/**
 * Removes columns that nobody reads, down to the sources; knows {@link WindowAssignment}, {@link SessionAssignment} and
 * {@link MatchRows} besides Calcite's operators.
 */
public final class UnusedColumns extends RelFieldTrimmer {

    UnusedColumns(RelBuilder builder) {
        super(null, builder);
    }

    /** Called by reflection: a snapshot has the columns of its input. */
    public TrimResult trimFields(
            BatchSnapshot snapshot, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        TrimResult trimmed = trimChild(snapshot, snapshot.getInput(), fieldsUsed, extraFields);
        return result(snapshot.copy(snapshot.getTraitSet(), List.of(trimmed.left)), trimmed.right, snapshot);
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
        RelDataTypeFactory.Builder row = window.getCluster()
                .getTypeFactory()
                .builder()
                .addAll(input.getRowType().getFieldList())
                .addAll(window.getRowType()
                        .getFieldList()
                        .subList(inputColumns, window.getRowType().getFieldCount()));
        WindowAssignment narrowed = window.over(input, inputMapping.getTarget(window.time()), row.build());
        return kept(window, narrowed, inputColumns, inputMapping, fieldsUsed);
    }

    /** Called by reflection: sessions need their time and keys and what is read of the others, and always add the three of the window. */
    public TrimResult trimFields(
            SessionAssignment sessions, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        int inputColumns = sessions.inputColumns();
        ImmutableBitSet used = fieldsUsed
                .intersect(ImmutableBitSet.range(inputColumns))
                .union(sessions.keys())
                .set(sessions.time());
        TrimResult trimmed = trimChild(sessions, sessions.getInput(), used, Set.of());
        Mapping inputMapping = trimmed.right;
        RelDataTypeFactory.Builder row = sessions.getCluster()
                .getTypeFactory()
                .builder()
                .addAll(trimmed.left.getRowType().getFieldList())
                .addAll(sessions.getRowType()
                        .getFieldList()
                        .subList(inputColumns, sessions.getRowType().getFieldCount()));
        SessionAssignment narrowed = sessions.over(
                trimmed.left,
                inputMapping.getTarget(sessions.time()),
                Mappings.apply(inputMapping, sessions.keys()),
                row.build());
        return kept(sessions, narrowed, inputColumns, inputMapping, fieldsUsed);
    }

    /** What is read of a node that adds columns to those of its input. */
    private TrimResult kept(
            RelNode node, RelNode narrowed, int inputColumns, Mapping inputMapping, ImmutableBitSet fieldsUsed) {
        int newInputColumns = narrowed.getInput(0).getRowType().getFieldCount();
        List<Integer> kept = (fieldsUsed.isEmpty() ? ImmutableBitSet.of(inputColumns) : fieldsUsed).asList();
        List<Integer> columns = kept.stream()
                .map(column -> column < inputColumns
                        ? inputMapping.getTarget(column)
                        : newInputColumns + column - inputColumns)
                .toList();
        Mapping mapping = Mappings.create(
                MappingType.INVERSE_SURJECTION, node.getRowType().getFieldCount(), kept.size());
        for (int position = 0; position < kept.size(); position++) {
            mapping.set(kept.get(position), position);
        }
        return result(RelOptUtil.createProject(narrowed, columns), mapping, node);
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
