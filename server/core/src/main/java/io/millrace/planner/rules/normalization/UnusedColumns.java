package io.millrace.planner.rules.normalization;

import io.millrace.planner.rules.BatchSnapshot;
import io.millrace.planner.rules.Fallibility;
import io.millrace.planner.rules.MatchRows;
import io.millrace.planner.rules.SessionAssignment;
import io.millrace.planner.rules.WindowAssignment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mapping;
import org.apache.calcite.util.mapping.MappingType;
import org.apache.calcite.util.mapping.Mappings;

/**
 * Removes columns that nobody reads and that cannot fail, down to the sources; knows {@link WindowAssignment}, {@link SessionAssignment} and
 * {@link MatchRows} besides Calcite's operators.
 */
public final class UnusedColumns extends RelFieldTrimmer {

    /** What was made of a node that several others read, by its number and the columns that they read. */
    private final Map<Integer, Map<ImmutableBitSet, TrimResult>> trimmed = new HashMap<>();

    private final RelBuilder builder;
    private final Fallibility fallibility;

    /** @param builder that does not merge projections by itself */
    UnusedColumns(RelBuilder builder, Fallibility fallibility) {
        super(null, builder);
        this.builder = builder;
        this.fallibility = fallibility;
    }

    /** A node that is read in many places is trimmed once: unnested sub-queries read the rows around them again and again. */
    @Override
    protected TrimResult trimChild(
            RelNode node, RelNode input, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        return once(node, input, fieldsUsed, extraFields, () -> super.trimChild(node, input, fieldsUsed, extraFields));
    }

    @Override
    protected TrimResult trimChild(
            RelNode node,
            RelNode input,
            int startIndex,
            int endIndex,
            ImmutableBitSet fieldsUsed,
            Set<RelDataTypeField> extraFields) {
        return once(
                node,
                input,
                fieldsUsed,
                extraFields,
                () -> super.trimChild(node, input, startIndex, endIndex, fieldsUsed, extraFields));
    }

    private TrimResult once(
            RelNode node,
            RelNode input,
            ImmutableBitSet fieldsUsed,
            Set<RelDataTypeField> extraFields,
            Supplier<TrimResult> trimming) {
        if (!extraFields.isEmpty() || !node.getVariablesSet().isEmpty()) {
            return trimming.get();
        }
        Map<ImmutableBitSet, TrimResult> known = trimmed.computeIfAbsent(input.getId(), id -> new HashMap<>());
        TrimResult before = known.get(fieldsUsed);
        if (before == null) {
            before = trimming.get();
            known.put(fieldsUsed, before);
        }
        return before;
    }

    @Override
    public TrimResult trimFields(Project project, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        ImmutableBitSet kept = fieldsUsed.union(missed(project, fieldsUsed));
        return narrowed(super.trimFields(project, kept, extraFields), project, fieldsUsed, kept);
    }

    /** Rows that a filter drops do not fail: it comes between what can fail and where that is dropped. */
    @Override
    public TrimResult trimFields(Filter filter, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        ImmutableBitSet tested = RelOptUtil.InputFinder.bits(filter.getCondition());
        ImmutableBitSet kept = filter.getInput() instanceof Project project
                ? fieldsUsed.union(missed(project, fieldsUsed.union(tested)))
                : fieldsUsed;
        return narrowed(super.trimFields(filter, kept, extraFields), filter, fieldsUsed, kept);
    }

    /** The group of all rows has no columns when nothing is computed of it; Calcite would put one in their place, which nobody reads. */
    @Override
    public TrimResult trimFields(Aggregate aggregate, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        if (hasColumns(aggregate)) {
            return super.trimFields(aggregate, fieldsUsed, extraFields);
        }
        RelNode input = trimChild(aggregate, aggregate.getInput(), ImmutableBitSet.of(), Set.of()).left;
        return result(aggregate.copy(aggregate.getTraitSet(), List.of(input)), Mappings.createIdentity(0));
    }

    /** Of such groups, too: those of several grouping sets. */
    @Override
    public TrimResult trimFields(SetOp rows, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        return hasColumns(rows)
                ? super.trimFields(rows, fieldsUsed, extraFields)
                : result(rows, Mappings.createIdentity(0));
    }

    /** Of no such group, too, because HAVING never holds. */
    @Override
    public TrimResult trimFields(LogicalValues rows, ImmutableBitSet fieldsUsed, Set<RelDataTypeField> extraFields) {
        return hasColumns(rows)
                ? super.trimFields(rows, fieldsUsed, extraFields)
                : result(rows, Mappings.createIdentity(0));
    }

    private static boolean hasColumns(RelNode node) {
        return node.getRowType().getFieldCount() > 0;
    }

    private ImmutableBitSet missed(Project project, ImmutableBitSet fieldsUsed) {
        RexBuilder rex = project.getCluster().getRexBuilder();
        return fallibility.missed(
                project,
                fieldsUsed.asList().stream()
                        .<RexNode>map(column -> rex.makeInputRef(project, column))
                        .toList());
    }

    /** Drops the columns that were kept and are not used. */
    private TrimResult narrowed(TrimResult trimmed, RelNode node, ImmutableBitSet fieldsUsed, ImmutableBitSet kept) {
        if (kept.equals(fieldsUsed)) {
            return trimmed;
        }
        if (fieldsUsed.isEmpty()) {
            return dummyProject(node.getRowType().getFieldCount(), trimmed.left, node);
        }
        List<Integer> columns = fieldsUsed.asList().stream()
                .map(((Mapping) trimmed.right)::getTarget)
                .toList();
        RelNode narrowed =
                builder.push(trimmed.left).project(builder.fields(columns)).build();
        return result(narrowed, mapping(node, fieldsUsed.asList()), node);
    }

    private static Mapping mapping(RelNode node, List<Integer> kept) {
        Mapping mapping = Mappings.create(
                MappingType.INVERSE_SURJECTION, node.getRowType().getFieldCount(), kept.size());
        for (int position = 0; position < kept.size(); position++) {
            mapping.set(kept.get(position), position);
        }
        return mapping;
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
        return result(RelOptUtil.createProject(narrowed, columns), mapping(node, kept), node);
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
