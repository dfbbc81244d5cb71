package io.millrace.planner.unnest;

import static io.millrace.planner.unnest.DependentRows.plus;

import io.millrace.planner.unnest.Binding.Keyed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;

/**
 * Aggregates group by the keys of the outer rows, too. Without GROUP BY there is a row for an outer row of no inner ones: then the
 * result is optional, and counts are zero.
 */
final class Groupings {

    private final Unnesting unnesting;
    private final Algebra algebra;

    Groupings(Unnesting unnesting) {
        this.unnesting = unnesting;
        this.algebra = unnesting.algebra();
    }

    DependentRows aggregate(Aggregate aggregate, Optional<Scope> scope) {
        DependentRows input = unnesting.unnest(aggregate.getInput(), scope);
        if (input.free().isEmpty() && !input.optional()) {
            DependentRows rows = unnesting.binding().materialized(input, aggregate.getInput());
            return unnesting.same(aggregate, List.of(rows));
        }
        boolean total = aggregate.getGroupSets().stream().anyMatch(ImmutableBitSet::isEmpty);
        if (total && aggregate.getGroupSets().size() > 1) {
            return unnesting.unnest(parted(aggregate), scope);
        }
        Keyed keyed = unnesting.binding().keyed(input, scope);
        List<RexNode> keys = keyed.keys().inner();
        List<RexNode> outputs = keyed.rows().outputs();
        RelNode rows = algebra.project(keyed.rows().rel(), plus(keys, outputs));
        RelNode grouped = grouped(aggregate, rows, keys.size());
        List<RexNode> columns = algebra.columns(grouped);
        List<RexNode> results = new ArrayList<>(columns.subList(keys.size(), keys.size() + aggregate.getGroupCount()));
        List<RexNode> totals = columns.subList(keys.size() + aggregate.getGroupCount(), columns.size());
        for (int i = 0; i < totals.size(); i++) {
            results.add(total ? orEmpty(aggregate.getAggCallList().get(i), totals.get(i)) : totals.get(i));
        }
        return new DependentRows(grouped, keyed.keys().conditions(algebra, columns), total, List.of(), results, total);
    }

    /** The aggregate over rows that have keys before its columns, grouped by the keys, too. */
    private static RelNode grouped(Aggregate aggregate, RelNode rows, int keys) {
        ImmutableBitSet keyColumns = ImmutableBitSet.range(keys);
        int outputs = Algebra.width(rows) - keys;
        Mappings.TargetMapping moved = Mappings.offsetTarget(Mappings.createIdentity(outputs), keys);
        return LogicalAggregate.create(
                rows,
                List.of(),
                aggregate.getGroupSet().shift(keys).union(keyColumns),
                ImmutableBitSet.ORDERING.immutableSortedCopy(aggregate.getGroupSets().stream()
                        .map(set -> set.shift(keys).union(keyColumns))
                        .toList()),
                retyped(
                        aggregate.getAggCallList().stream()
                                .map(call -> call.transform(moved))
                                .toList(),
                        rows,
                        aggregate.getGroupCount() + keys));
    }

    private static List<AggregateCall> retyped(List<AggregateCall> calls, RelNode input, int groups) {
        return calls.stream().map(call -> retyped(call, input, groups)).toList();
    }

    /** The call with the type it has over so many columns of groups. */
    private static AggregateCall retyped(AggregateCall call, RelNode input, int groups) {
        return AggregateCall.create(
                call.getParserPosition(),
                call.getAggregation(),
                call.isDistinct(),
                call.isApproximate(),
                call.ignoreNulls(),
                call.rexList,
                call.getArgList(),
                call.filterArg,
                call.distinctKeys,
                call.getCollation(),
                groups,
                input,
                call.getAggregation().isPercentile() ? percentileType(call, input, groups) : null,
                call.getName());
    }

    /** Of the column that it is ordered by, whether there are rows or not; Calcite does not derive it. */
    private static RelDataType percentileType(AggregateCall call, RelNode input, int groups) {
        int ordered = call.getCollation().getFieldCollations().get(0).getFieldIndex();
        boolean nullable = groups == 0
                || call.hasFilter()
                || input.getRowType().getFieldList().get(ordered).getType().isNullable();
        return input.getCluster().getTypeFactory().createTypeWithNullability(call.getType(), nullable);
    }

    /** The value over no rows in the place of the missing one. */
    private RexNode orEmpty(AggregateCall call, RexNode value) {
        RelDataType nullable = algebra.nullable(value.getType());
        RexNode found = algebra.rex().makeInputRef(nullable, ((RexInputRef) value).getIndex());
        return switch (call.getAggregation().getKind()) {
            case COUNT, SUM0 -> {
                RexNode zero = algebra.rex().makeExactLiteral(BigDecimal.ZERO, call.getType());
                yield algebra.choice(
                        algebra.isNull(found), zero, algebra.rex().makeAbstractCast(call.getType(), found, false));
            }
            case LITERAL_AGG -> call.rexList.get(0);
            default -> algebra.rex().makeCast(call.getType(), found, true);
        };
    }

    /** The same groups, those of all rows apart. */
    private RelNode parted(Aggregate aggregate) {
        List<ImmutableBitSet> sets =
                aggregate.getGroupSets().stream().filter(set -> !set.isEmpty()).toList();
        List<RelNode> parts = new ArrayList<>();
        RelNode grouped = LogicalAggregate.create(
                aggregate.getInput(),
                List.of(),
                aggregate.getGroupSet(),
                ImmutableBitSet.ORDERING.immutableSortedCopy(sets),
                retyped(aggregate.getAggCallList(), aggregate.getInput(), aggregate.getGroupCount()));
        parts.add(grouped);
        List<AggregateCall> computed = retyped(
                aggregate.getAggCallList().stream()
                        .filter(call -> !describes(call))
                        .toList(),
                aggregate.getInput(),
                0);
        RelNode all = LogicalAggregate.create(
                aggregate.getInput(),
                List.of(),
                ImmutableBitSet.of(),
                List.of(ImmutableBitSet.of()),
                computed.isEmpty()
                        ? List.of(algebra.call(SqlStdOperatorTable.COUNT, aggregate.getInput(), 0))
                        : computed);
        long totals = aggregate.getGroupSets().size() - sets.size();
        RelNode total = LogicalProject.create(
                all, List.of(), totals(aggregate, all), aggregate.getRowType().getFieldNames(), Set.of());
        for (long i = 0; i < totals; i++) {
            parts.add(total);
        }
        return LogicalUnion.create(parts, true);
    }

    private List<RexNode> totals(Aggregate aggregate, RelNode all) {
        List<RexNode> columns = new ArrayList<>();
        aggregate
                .getGroupSet()
                .forEach(key -> columns.add(algebra.rex()
                        .makeNullLiteral(aggregate
                                .getRowType()
                                .getFieldList()
                                .get(columns.size())
                                .getType())));
        int next = 0;
        for (AggregateCall call : aggregate.getAggCallList()) {
            columns.add(describes(call) ? description(call) : algebra.column(all, next++));
        }
        return columns;
    }

    private static boolean describes(AggregateCall call) {
        SqlKind kind = call.getAggregation().getKind();
        return kind == SqlKind.GROUPING || kind == SqlKind.GROUPING_ID || kind == SqlKind.GROUP_ID;
    }

    /** What GROUPING says of the group of all rows: a bit for each argument. */
    private RexNode description(AggregateCall call) {
        long bits = call.getAggregation().getKind() == SqlKind.GROUP_ID
                ? 0
                : (1L << call.getArgList().size()) - 1;
        return algebra.rex().makeExactLiteral(BigDecimal.valueOf(bits), call.getType());
    }
}
