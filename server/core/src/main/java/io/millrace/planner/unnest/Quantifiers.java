package io.millrace.planner.unnest;

import static io.millrace.planner.unnest.DependentRows.plus;

import io.millrace.planner.unnest.Attachment.Valued;
import io.millrace.planner.unnest.Binding.Bound;
import io.millrace.planner.unnest.Binding.Keyed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;

/** {@code x IN (…)} and {@code x > SOME (…)} as values that are TRUE, FALSE or unknown. ALL is the negation of SOME. */
final class Quantifiers {

    private final Algebra algebra;
    private final RexBuilder rex;
    private final Binding binding;
    private final Attachment attachment;

    Quantifiers(Algebra algebra, Binding binding, Attachment attachment) {
        this.algebra = algebra;
        this.rex = algebra.rex();
        this.binding = binding;
        this.attachment = attachment;
    }

    /**
     * A comparison of outer values with the outputs of inner rows.
     *
     * @param left outer columns
     * @param within what is around the inner rows: first the outer rows, which have the left values among their outputs
     */
    record Comparison(
            List<RexNode> left,
            SqlKind kind,
            DependentRows inner,
            Set<CorrelationId> variables,
            Optional<Scope> scope,
            Scope within) {

        /** The inner rows that compare as equal. */
        DependentRows equal(Algebra algebra) {
            List<RexNode> equalities = new ArrayList<>();
            for (int i = 0; i < left.size(); i++) {
                equalities.add(algebra.rex()
                        .makeCall(
                                SqlStdOperatorTable.EQUALS,
                                left.get(i),
                                inner.outputs().get(i)));
            }
            return inner.optional()
                    ? inner.withWhere(plus(inner.where(), equalities))
                    : inner.withOn(plus(inner.on(), equalities));
        }

        boolean neverUnknown() {
            return left.stream().noneMatch(value -> value.getType().isNullable())
                    && inner.outputs().stream()
                            .noneMatch(value -> value.getType().isNullable());
        }
    }

    Valued value(DependentRows outer, Comparison comparison) {
        boolean equality = comparison.kind() == SqlKind.EQUALS;
        if (equality && comparison.neverUnknown()) {
            return matched(outer, comparison);
        }
        if (comparison.left().size() > 1) {
            return ofRows(outer, comparison);
        }
        return equality ? in(outer, comparison) : some(outer, comparison);
    }

    private Valued matched(DependentRows outer, Comparison comparison) {
        return attachment.exists(
                outer,
                comparison.equal(algebra),
                comparison.variables(),
                comparison.scope(),
                Optional.of(comparison.within()));
    }

    private Valued in(DependentRows outer, Comparison comparison) {
        Valued match = matched(outer, comparison);
        Totals totals = totals(match.rows(), comparison, List.of());
        return new Valued(totals.rows(), totals.outcome(comparison.left().get(0), match.value()));
    }

    private Valued some(DependentRows outer, Comparison comparison) {
        RexNode value = comparison.left().get(0);
        SqlOperator operator = operator(comparison.kind());
        List<SqlAggFunction> bounds = switch (comparison.kind()) {
            case LESS_THAN, LESS_THAN_OR_EQUAL -> List.of(SqlStdOperatorTable.MAX);
            case GREATER_THAN, GREATER_THAN_OR_EQUAL -> List.of(SqlStdOperatorTable.MIN);
            default -> List.of(SqlStdOperatorTable.MIN, SqlStdOperatorTable.MAX);
        };
        Totals totals = totals(outer, comparison, bounds);
        List<RexNode> matches = totals.bounds().stream()
                .map(bound -> rex.makeCall(operator, totals.value(value), bound))
                .toList();
        RexNode match = matches.size() == 1
                ? matches.get(0)
                : rex.makeCall(SqlStdOperatorTable.OR, matches.get(0), matches.get(1));
        return new Valued(totals.rows(), totals.outcome(value, match));
    }

    private static SqlOperator operator(SqlKind kind) {
        return switch (kind) {
            case EQUALS -> SqlStdOperatorTable.EQUALS;
            case NOT_EQUALS -> SqlStdOperatorTable.NOT_EQUALS;
            case LESS_THAN -> SqlStdOperatorTable.LESS_THAN;
            case LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN_OR_EQUAL;
            case GREATER_THAN -> SqlStdOperatorTable.GREATER_THAN;
            case GREATER_THAN_OR_EQUAL -> SqlStdOperatorTable.GREATER_THAN_OR_EQUAL;
            default -> throw new IllegalStateException("no comparison: " + kind);
        };
    }

    /** Per outer row: how many inner rows there are, how many of them are not null, and the bounds of those. */
    private final class Totals {

        private final DependentRows rows;
        private final int outputs;
        private final int bounds;

        private Totals(DependentRows rows, int outputs, int bounds) {
            this.rows = rows;
            this.outputs = outputs;
            this.bounds = bounds;
        }

        DependentRows rows() {
            return rows.withOutputs(rows.outputs().subList(0, outputs));
        }

        List<RexNode> bounds() {
            return rows.outputs().subList(outputs + 2, outputs + 2 + bounds);
        }

        /** A left value, over the columns of the rows. */
        RexNode value(RexNode left) {
            return rows.outputs().get(OuterColumn.of(left).orElseThrow().index());
        }

        RexNode outcome(RexNode left, RexNode match) {
            RexNode count = rows.outputs().get(outputs);
            RexNode notNull = rows.outputs().get(outputs + 1);
            RexNode none = algebra.isNull(count);
            RexNode zero = rex.makeCall(SqlStdOperatorTable.EQUALS, count, rex.makeBigintLiteral(BigDecimal.ZERO));
            RexNode unknown = rex.makeCall(
                    SqlStdOperatorTable.OR,
                    algebra.isNull(value(left)),
                    rex.makeCall(SqlStdOperatorTable.LESS_THAN, notNull, count));
            return rex.makeCall(
                    SqlStdOperatorTable.CASE,
                    rex.makeCall(SqlStdOperatorTable.OR, none, zero),
                    rex.makeLiteral(false),
                    match,
                    rex.makeLiteral(true),
                    unknown,
                    unknown(),
                    rex.makeLiteral(false));
        }
    }

    private RexNode unknown() {
        return rex.makeNullLiteral(rex.getTypeFactory()
                .createTypeWithNullability(rex.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN), true));
    }

    private Totals totals(DependentRows outer, Comparison comparison, List<SqlAggFunction> bounds) {
        Keyed keyed = binding.keyed(comparison.inner(), Optional.of(comparison.within()));
        List<RexNode> keys = keyed.keys().inner();
        int groups = keys.size();
        RelNode values =
                algebra.project(keyed.rows().rel(), plus(keys, keyed.rows().outputs()));
        List<AggregateCall> calls = new ArrayList<>();
        calls.add(algebra.call(SqlStdOperatorTable.COUNT, values, groups));
        calls.add(algebra.call(SqlStdOperatorTable.COUNT, values, groups, groups));
        bounds.forEach(bound -> calls.add(algebra.call(bound, values, groups, groups)));
        RelNode grouped = algebra.aggregate(values, groups, calls);
        DependentRows totals = grouped(grouped, keyed.keys());
        DependentRows both = attachment.left(outer, totals, comparison.variables(), comparison.scope());
        return new Totals(both, outer.outputs().size(), bounds.size());
    }

    /** One row per key, whose outputs come behind the keys. */
    private DependentRows grouped(RelNode grouped, Keys keys) {
        List<RexNode> columns = algebra.columns(grouped);
        return new DependentRows(
                grouped,
                keys.conditions(algebra, columns),
                false,
                List.of(),
                columns.subList(keys.keys().size(), columns.size()),
                true);
    }

    /** Compares rows of several values, pair by pair of the rows that can meet. */
    private Valued ofRows(DependentRows outer, Comparison comparison) {
        Set<OuterColumn> read = OuterColumn.in(comparison.left());
        read.addAll(comparison.inner().free());
        Bound bound = binding.toDomain(comparison.inner(), read, Optional.of(comparison.within()));
        Keys keys = Keys.of(bound.rows().on()).orElseThrow();
        List<RexNode> equalities = new ArrayList<>();
        for (int i = 0; i < comparison.left().size(); i++) {
            equalities.add(rex.makeCall(
                    SqlStdOperatorTable.EQUALS,
                    algebra.placed(0, comparison.left().get(i), bound.columns()),
                    algebra.placed(0, bound.rows().outputs().get(i), bound.columns())));
        }
        RexNode equal = algebra.and(equalities);
        RexNode match = comparison.kind() == SqlKind.EQUALS ? equal : rex.makeCall(SqlStdOperatorTable.NOT, equal);
        RexNode one = rex.makeExactLiteral(BigDecimal.ONE);
        List<RexNode> columns = new ArrayList<>(keys.inner());
        columns.add(algebra.valueOrNull(algebra.isTrue(match), one));
        columns.add(algebra.valueOrNull(algebra.isNull(match), one));
        RelNode values = algebra.project(bound.rows().rel(), columns);
        int groups = keys.inner().size();
        RelNode counted = algebra.aggregate(
                values,
                groups,
                List.of(
                        algebra.call(SqlStdOperatorTable.COUNT, values, groups, groups),
                        algebra.call(SqlStdOperatorTable.COUNT, values, groups, groups + 1)));
        DependentRows both = attachment.left(outer, grouped(counted, keys), comparison.variables(), comparison.scope());
        int outputs = outer.outputs().size();
        RexNode outcome = rex.makeCall(
                SqlStdOperatorTable.CASE,
                positive(both.outputs().get(outputs)),
                rex.makeLiteral(true),
                positive(both.outputs().get(outputs + 1)),
                unknown(),
                rex.makeLiteral(false));
        return new Valued(both.withOutputs(both.outputs().subList(0, outputs)), outcome);
    }

    private RexNode positive(RexNode count) {
        return rex.makeCall(SqlStdOperatorTable.GREATER_THAN, count, rex.makeBigintLiteral(BigDecimal.ZERO));
    }
}
