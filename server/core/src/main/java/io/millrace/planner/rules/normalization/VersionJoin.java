package io.millrace.planner.rules.normalization;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalAsofJoin;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Joins rows with the version of their key that was valid at their time: an ASOF join on the key, then what else the condition
 * asks of that version.
 */
final class VersionJoin {

    private final RelNode left;
    private final LowerSnapshots.Versions versions;
    private final RexBuilder rex;
    private final int leftColumns;
    private final List<RexNode> keyValues = new ArrayList<>();
    private final List<Integer> keys = new ArrayList<>();
    private final List<RexNode> remaining = new ArrayList<>();

    /** @param conditions over the columns of left, then of the versions */
    VersionJoin(RelNode left, LowerSnapshots.Versions versions, List<RexNode> conditions) {
        this.left = left;
        this.versions = versions;
        this.rex = left.getCluster().getRexBuilder();
        this.leftColumns = left.getRowType().getFieldCount();
        conditions.forEach(this::sort);
        Set<Integer> missing = new HashSet<>(versions.key());
        keys.forEach(missing::remove);
        if (!missing.isEmpty() || keys.isEmpty()) {
            throw LowerSnapshots.refused("FOR SYSTEM_TIME AS OF a time needs "
                    + (versions.key().isEmpty() ? "equalities" : "the whole primary key of \"" + versions.name() + "\"")
                    + " in ON, to know which rows are versions of each other");
        }
    }

    /** Equalities with the key choose the versions; everything else is asked of the version that is valid. */
    private void sort(RexNode condition) {
        if (condition.getKind() == SqlKind.EQUALS) {
            RexNode first = ((RexCall) condition).getOperands().get(0);
            RexNode second = ((RexCall) condition).getOperands().get(1);
            if (isKey(first) && isLeft(second)) {
                addKey(first, second);
                return;
            }
            if (isKey(second) && isLeft(first)) {
                addKey(second, first);
                return;
            }
        }
        remaining.add(condition);
    }

    private boolean isKey(RexNode node) {
        return node instanceof RexInputRef reference
                && reference.getIndex() >= leftColumns
                && (versions.key().isEmpty() || versions.key().contains(reference.getIndex() - leftColumns));
    }

    private boolean isLeft(RexNode node) {
        return ImmutableBitSet.range(leftColumns).contains(RelOptUtil.InputFinder.bits(node));
    }

    private void addKey(RexNode key, RexNode value) {
        keys.add(((RexInputRef) key).getIndex() - leftColumns);
        keyValues.add(value);
    }

    /** The join at the time in a column of the left side; {@code outer} keeps left rows without a version. */
    RelNode at(int leftTime, boolean outer) {
        List<RexNode> leftValues = references(left, 0, leftColumns);
        leftValues.addAll(keyValues);
        List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
        keys.forEach(
                key -> names.add(versions.rows().getRowType().getFieldNames().get(key)));
        RelNode keyed =
                LogicalProject.create(left, List.of(), leftValues, SqlValidatorUtil.uniquify(names, true), Set.of());
        int width = keyed.getRowType().getFieldCount();
        RelNode rows = versions.rows();
        List<RexNode> equalities = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            equalities.add(rex.makeCall(
                    SqlStdOperatorTable.EQUALS,
                    rex.makeInputRef(keyed, leftColumns + i),
                    reference(rows, keys.get(i), width)));
        }
        RexNode match = rex.makeCall(
                SqlStdOperatorTable.GREATER_THAN_OR_EQUAL,
                rex.makeInputRef(keyed, leftTime),
                reference(rows, versions.time(), width));
        RelNode join = LogicalAsofJoin.create(
                keyed,
                rows,
                List.of(),
                RexUtil.composeConjunction(rex, equalities),
                match,
                outer ? JoinRelType.LEFT_ASOF : JoinRelType.ASOF,
                ImmutableList.of());
        return visible(join, width, outer);
    }

    private RexNode reference(RelNode rows, int column, int shift) {
        return new RexInputRef(
                column + shift, rows.getRowType().getFieldList().get(column).getType());
    }

    private List<RexNode> references(RelNode node, int from, int count) {
        List<RexNode> references = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            references.add(rex.makeInputRef(node, from + i));
        }
        return references;
    }

    /** The columns of both sides; those of a version that does not satisfy the rest of the condition are null, or the row goes. */
    private RelNode visible(RelNode join, int width, boolean outer) {
        List<RexNode> moved = remaining.stream()
                .map(part -> RexUtil.shift(part, leftColumns, width - leftColumns))
                .toList();
        RexNode condition = RexUtil.composeConjunction(rex, moved);
        RelNode rows = outer || remaining.isEmpty() ? join : LogicalFilter.create(join, condition);
        List<RexNode> columns = references(rows, 0, leftColumns);
        for (RexNode column :
                references(rows, width, versions.rows().getRowType().getFieldCount())) {
            columns.add(outer && !remaining.isEmpty() ? ifSo(condition, column) : column);
        }
        List<String> names = new ArrayList<>(left.getRowType().getFieldNames());
        names.addAll(versions.rows().getRowType().getFieldNames());
        return LogicalProject.create(rows, List.of(), columns, names, Set.of());
    }

    private RexNode ifSo(RexNode condition, RexNode value) {
        RelDataTypeFactory types = rex.getTypeFactory();
        RelDataType nullable = types.createTypeWithNullability(value.getType(), true);
        return rex.makeCall(
                nullable, SqlStdOperatorTable.CASE, List.of(condition, value, rex.makeNullLiteral(nullable)));
    }
}
