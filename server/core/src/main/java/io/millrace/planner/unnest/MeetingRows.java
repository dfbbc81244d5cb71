package io.millrace.planner.unnest;

import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;

/**
 * Outer joins whose condition asks a sub-query about columns of both sides: the pairs of the inner join, and the rows of each side that
 * are in no pair. Rows that are equal in all columns meet the same rows, so that their values tell which are in one.
 */
final class MeetingRows {

    private final Unnesting unnesting;
    private final Algebra algebra;

    MeetingRows(Unnesting unnesting) {
        this.unnesting = unnesting;
        this.algebra = unnesting.algebra();
    }

    DependentRows outer(Join join, Optional<Scope> scope) {
        RelNode left = independent(join.getLeft(), scope);
        RelNode right = independent(join.getRight(), scope);
        Join inner = join.copy(
                join.getTraitSet(), join.getCondition(), join.getLeft(), join.getRight(), JoinRelType.INNER, false);
        RelNode pairs = independent(inner, scope);
        List<RexNode> columns = algebra.columns(pairs);
        int width = Algebra.width(left);
        List<RelNode> parts = new ArrayList<>();
        parts.add(typed(pairs, columns, join));
        if (join.getJoinType() != JoinRelType.RIGHT) {
            RelNode alone = alone(left, pairs, columns.subList(0, width));
            parts.add(typed(alone, padded(join, 0, algebra.columns(alone)), join));
        }
        if (join.getJoinType() != JoinRelType.LEFT) {
            RelNode alone = alone(right, pairs, columns.subList(width, columns.size()));
            parts.add(typed(alone, padded(join, width, algebra.columns(alone)), join));
        }
        return DependentRows.of(LogicalUnion.create(parts, true), algebra);
    }

    private RelNode independent(RelNode node, Optional<Scope> scope) {
        DependentRows rows = unnesting.unnest(node, scope);
        if (!rows.free().isEmpty()) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.of(Construct.Kind.SUB_QUERY),
                    "a sub-query in the ON of an outer join cannot be compared with columns of both sides where the join"
                            + " reads rows around it; join with a sub-query that has them beside each other");
        }
        return unnesting
                .binding()
                .materialized(unnesting.binding().settled(rows, scope))
                .rel();
    }

    /** The rows of a side that are in no pair. */
    private RelNode alone(RelNode side, RelNode pairs, List<RexNode> columns) {
        RelNode met = algebra.distinct(algebra.project(pairs, columns), columns.size());
        List<RexNode> same = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            RexNode other = algebra.placed(Algebra.width(side), algebra.column(met, i), Map.of());
            same.add(algebra.same(algebra.column(side, i), other));
        }
        return algebra.join(side, met, JoinRelType.ANTI, same);
    }

    /** Columns of the join: those of a side from a place on, and null for the others. */
    private List<RexNode> padded(Join join, int from, List<RexNode> columns) {
        List<RexNode> padded = new ArrayList<>();
        for (RelDataTypeField field : join.getRowType().getFieldList()) {
            int own = field.getIndex() - from;
            padded.add(
                    own >= 0 && own < columns.size()
                            ? columns.get(own)
                            : algebra.rex().makeNullLiteral(algebra.nullable(field.getType())));
        }
        return padded;
    }

    private RelNode typed(RelNode rows, List<RexNode> columns, Join join) {
        List<RexNode> typed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            RelDataType type = join.getRowType().getFieldList().get(i).getType();
            RexNode column = columns.get(i);
            typed.add(column.getType().equals(type) ? column : algebra.rex().makeAbstractCast(type, column, false));
        }
        return algebra.project(rows, typed);
    }
}
