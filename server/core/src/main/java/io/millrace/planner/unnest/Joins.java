package io.millrace.planner.unnest;

import static io.millrace.planner.unnest.DependentRows.plus;

import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.unnest.Binding.Bound;
import io.millrace.spi.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.util.ImmutableBitSet;

/** Joins of rows that depend on rows around the sub-query, and sub-queries in the conditions of joins. */
final class Joins {

    private final Unnesting unnesting;
    private final Algebra algebra;

    Joins(Unnesting unnesting) {
        this.unnesting = unnesting;
        this.algebra = unnesting.algebra();
    }

    DependentRows join(Join join, Optional<Scope> scope) {
        DependentRows left = unnesting.unnest(join.getLeft(), scope);
        DependentRows right = unnesting.unnest(join.getRight(), scope);
        if (left.isPlain()
                && right.isPlain()
                && !Projections.asks(join.getCondition())
                && !OuterColumn.isIn(join.getCondition())) {
            return unnesting.same(join, List.of(left, right)).withSingle(left.single() && right.single());
        }
        return switch (join.getJoinType()) {
            case INNER -> inner(join, left, right, scope);
            case LEFT, RIGHT, FULL -> outer(join, left, right, scope);
            default ->
                throw new UnplannableException(
                        ErrorCode.NOT_SUPPORTED,
                        Construct.of(Construct.Kind.JOIN),
                        "this kind of join is not supported in or with sub-queries");
        };
    }

    private DependentRows inner(Join join, DependentRows left, DependentRows right, Optional<Scope> scope) {
        DependentRows both = unnesting.attachment().inner(left, right, Set.of(), scope);
        List<RexNode> plain = new ArrayList<>();
        List<RexNode> asking = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
            (Projections.asks(condition) ? asking : plain).add(condition);
        }
        DependentRows rows = unnesting.attachment().filtered(both, algebra.over(both.outputs(), plain));
        if (asking.isEmpty()) {
            return rows;
        }
        SubQueries subQueries =
                new SubQueries(unnesting, rows, Variables.of(join, join.getRowType(), asking, scope), scope);
        asking.forEach(subQueries::filter);
        return subQueries.rows();
    }

    /** Sub-queries of the condition are asked on the side that they read; their values become further outputs of it. */
    private DependentRows outer(Join join, DependentRows givenLeft, DependentRows givenRight, Optional<Scope> scope) {
        int leftColumns = givenLeft.outputs().size();
        int rightColumns = givenRight.outputs().size();
        DependentRows left = givenLeft;
        DependentRows right = givenRight;
        List<RexNode> conditions = new ArrayList<>();
        List<Pending> pending = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(join.getCondition())) {
            if (Projections.asks(condition)) {
                ImmutableBitSet read = read(join, condition);
                boolean ofLeft = read.intersects(ImmutableBitSet.range(leftColumns));
                if (ofLeft && read.length() > leftColumns) {
                    return new MeetingRows(unnesting).outer(join, scope);
                }
                pending.add(new Pending(condition, !ofLeft));
            } else {
                conditions.add(condition);
            }
        }
        for (Pending one : pending) {
            if (one.ofRight()) {
                right = asked(join, one.condition(), right, leftColumns, 0, scope);
            } else {
                left = asked(join, one.condition(), left, 0, rightColumns, scope);
            }
        }
        int addedLeft = left.outputs().size() - leftColumns;
        Sides sides = new Sides(left, right, leftColumns, rightColumns);
        List<RexNode> columns = sides.columns(algebra);
        List<RexNode> visible = new ArrayList<>(columns.subList(0, leftColumns));
        visible.addAll(columns.subList(leftColumns + addedLeft, leftColumns + addedLeft + rightColumns));
        List<RexNode> on = new ArrayList<>(algebra.over(visible, conditions));
        on.addAll(columns.subList(leftColumns, leftColumns + addedLeft));
        on.addAll(columns.subList(leftColumns + addedLeft + rightColumns, columns.size()));
        return joined(join.getJoinType(), sides, on, scope);
    }

    private record Pending(RexNode condition, boolean ofRight) {}

    /** Both sides, with the numbers of their own columns; what comes behind those are values of sub-queries. */
    private record Sides(DependentRows left, DependentRows right, int leftColumns, int rightColumns) {

        /** Columns that stand for the outputs of left, then right. */
        List<RexNode> columns(Algebra algebra) {
            List<RexNode> columns = new ArrayList<>();
            plus(left.outputs(), right.outputs())
                    .forEach(output -> columns.add(algebra.rex().makeInputRef(output.getType(), columns.size())));
            return columns;
        }
    }

    private DependentRows asked(
            Join join, RexNode condition, DependentRows side, int before, int after, Optional<Scope> scope) {
        int outputs = side.outputs().size();
        List<RexNode> padded = new ArrayList<>();
        List<RelDataTypeField> fields = join.getCluster()
                .getTypeFactory()
                .builder()
                .addAll(join.getLeft().getRowType().getFieldList())
                .addAll(join.getRight().getRowType().getFieldList())
                .build()
                .getFieldList();
        for (int i = 0; i < before; i++) {
            padded.add(
                    algebra.rex().makeNullLiteral(algebra.nullable(fields.get(i).getType())));
        }
        padded.addAll(side.outputs());
        for (int i = 0; i < after; i++) {
            padded.add(algebra.rex()
                    .makeNullLiteral(algebra.nullable(
                            fields.get(fields.size() - after + i).getType())));
        }
        SubQueries subQueries = new SubQueries(unnesting, side.withOutputs(padded), join.getVariablesSet(), scope);
        RexNode value = subQueries.value(condition);
        DependentRows rows = subQueries.rows();
        return rows.withOutputs(plus(rows.outputs().subList(before, before + outputs), List.of(value)));
    }

    /** The columns of both sides that a condition with sub-queries reads. */
    private static ImmutableBitSet read(Join join, RexNode condition) {
        ImmutableBitSet.Builder read = ImmutableBitSet.builder();
        condition.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitSubQuery(RexSubQuery subQuery) {
                join.getVariablesSet()
                        .forEach(variable -> read.addAll(RelOptUtil.correlationColumns(variable, subQuery.rel)));
                return super.visitSubQuery(subQuery);
            }
        });
        return read.build().union(RelOptUtil.InputFinder.bits(condition));
    }

    private DependentRows joined(JoinRelType type, Sides sides, List<RexNode> on, Optional<Scope> scope) {
        DependentRows both = switch (type) {
            case LEFT -> left(sides.left(), sides.right(), on, scope);
            case RIGHT -> {
                int left = sides.left().outputs().size();
                int right = sides.right().outputs().size();
                List<RexNode> order = new ArrayList<>();
                for (RexNode column : sides.columns(algebra)) {
                    int place = order.size() < left ? order.size() + right : order.size() - left;
                    order.add(algebra.rex().makeInputRef(column.getType(), place));
                }
                DependentRows swapped = left(sides.right(), sides.left(), algebra.over(order, on), scope);
                yield swapped.withOutputs(plus(
                        swapped.outputs().subList(right, right + left),
                        swapped.outputs().subList(0, right)));
            }
            default -> full(sides.left(), sides.right(), on, scope);
        };
        int left = sides.left().outputs().size();
        return both.withOutputs(plus(
                both.outputs().subList(0, sides.leftColumns()),
                both.outputs().subList(left, left + sides.rightColumns())));
    }

    /** @param on over the outputs of left, then right */
    private DependentRows left(DependentRows given, DependentRows right, List<RexNode> on, Optional<Scope> scope) {
        DependentRows left = unnesting.binding().settled(given, scope);
        Attachment.Named named = unnesting.attachment().named(left);
        List<RexNode> conditions = algebra.over(plus(named.columns(), right.outputs()), on);
        DependentRows inner = right.optional()
                ? right.withWhere(plus(right.where(), conditions))
                : right.withOn(plus(right.on(), conditions));
        return unnesting.attachment().left(left, inner, Set.of(named.row()), scope);
    }

    /** A full join of the rows of each outer row: both sides carry the outer columns. */
    private DependentRows full(DependentRows left, DependentRows right, List<RexNode> on, Optional<Scope> scope) {
        Set<OuterColumn> read = new LinkedHashSet<>(left.free());
        read.addAll(right.free());
        read.addAll(OuterColumn.in(on));
        RelNode first = carrying(left, read, scope);
        RelNode second = carrying(right, read, scope);
        int leftColumns = left.outputs().size();
        int rightFrom = Algebra.width(first);
        List<RexNode> sides = new ArrayList<>(algebra.columns(first).subList(0, leftColumns));
        sides.addAll(algebra.placed(
                rightFrom, algebra.columns(second).subList(0, right.outputs().size()), Map.of()));
        List<RexNode> conditions = new ArrayList<>();
        List<OuterColumn> carried = List.copyOf(read);
        Map<OuterColumn, RexNode> ofLeft = new LinkedHashMap<>();
        for (int i = 0; i < carried.size(); i++) {
            RexNode one = algebra.column(first, leftColumns + i);
            RexNode other = algebra.placed(
                    rightFrom, algebra.column(second, right.outputs().size() + i), Map.of());
            ofLeft.put(carried.get(i), one);
            conditions.add(algebra.same(one, other));
        }
        conditions.addAll(algebra.placed(0, algebra.over(sides, on), ofLeft));
        RelNode joined = algebra.join(first, second, JoinRelType.FULL, conditions);
        List<RexNode> columns = algebra.columns(joined);
        RexNode leftPresent = algebra.isNotNull(columns.get(rightFrom - 1));
        List<RexNode> same = new ArrayList<>();
        for (int i = 0; i < carried.size(); i++) {
            RexNode value = algebra.choice(
                    leftPresent,
                    columns.get(leftColumns + i),
                    columns.get(rightFrom + right.outputs().size() + i));
            same.add(algebra.same(carried.get(i).access(), value));
        }
        List<RexNode> outputs = plus(
                columns.subList(0, leftColumns),
                columns.subList(rightFrom, rightFrom + right.outputs().size()));
        return new DependentRows(joined, same, false, List.of(), outputs, false);
    }

    /** The outputs of rows, the outer columns, and TRUE. */
    private RelNode carrying(DependentRows rows, Set<OuterColumn> read, Optional<Scope> scope) {
        Bound bound = read.isEmpty()
                ? new Bound(unnesting.binding().settled(rows, scope), Map.of())
                : unnesting.binding().toDomain(rows, read, scope);
        List<RexNode> columns = new ArrayList<>(algebra.placed(0, bound.rows().outputs(), bound.columns()));
        read.forEach(column -> columns.add(bound.columns().get(column)));
        columns.add(algebra.rex().makeLiteral(true));
        return algebra.project(bound.rows().rel(), columns);
    }
}
