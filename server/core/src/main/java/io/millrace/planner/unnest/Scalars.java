package io.millrace.planner.unnest;

import static io.millrace.planner.unnest.DependentRows.plus;

import io.millrace.planner.rules.MoreThanOneRow;
import io.millrace.planner.unnest.Attachment.Valued;
import io.millrace.planner.unnest.Binding.Keyed;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Sub-queries as values: a left join with the one row there can be. */
final class Scalars {

    private final Algebra algebra;
    private final Binding binding;
    private final Attachment attachment;

    Scalars(Algebra algebra, Binding binding, Attachment attachment) {
        this.algebra = algebra;
        this.binding = binding;
        this.attachment = attachment;
    }

    /** The first output of the only inner row; null without one; more are an error of the outer row that needs the value. */
    Valued value(
            DependentRows outer,
            DependentRows given,
            Set<CorrelationId> variables,
            Optional<Scope> scope,
            Scope within) {
        DependentRows inner = given.withOutputs(given.outputs().subList(0, 1));
        int outputs = outer.outputs().size();
        if (isSingle(inner)) {
            return Attachment.last(attachment.left(outer, inner, variables, scope), value -> value, outputs);
        }
        Keyed keyed = binding.keyed(inner, Optional.of(within));
        List<RexNode> keys = keyed.keys().inner();
        RelNode values =
                algebra.project(keyed.rows().rel(), plus(keys, keyed.rows().outputs()));
        RelNode grouped = algebra.aggregate(
                values,
                keys.size(),
                List.of(
                        algebra.call(SqlStdOperatorTable.COUNT, values, keys.size()),
                        algebra.call(SqlStdOperatorTable.ANY_VALUE, values, keys.size(), keys.size())));
        List<RexNode> columns = algebra.columns(grouped);
        List<RexNode> counted = columns.subList(keys.size(), columns.size());
        DependentRows one =
                new DependentRows(grouped, keyed.keys().conditions(algebra, columns), false, List.of(), counted, true);
        DependentRows both = attachment.left(outer, one, variables, scope);
        RexNode count = both.outputs().get(both.outputs().size() - 2);
        return Attachment.last(both, value -> checked(count, value), outputs);
    }

    private static boolean isSingle(DependentRows rows) {
        return rows.single()
                || Keys.of(rows.on())
                        .filter(keys -> UniqueKeys.cover(rows.rel(), keys.inner()))
                        .isPresent();
    }

    private RexNode checked(RexNode count, RexNode value) {
        RexNode one = algebra.rex().makeBigintLiteral(BigDecimal.ONE);
        RexNode failure =
                algebra.rex().makeCall(algebra.nullable(value.getType()), MoreThanOneRow.OPERATOR, List.of(count));
        return algebra.choice(algebra.rex().makeCall(SqlStdOperatorTable.GREATER_THAN, count, one), failure, value);
    }
}
