package io.millrace.planner.unnest;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * A column of a row around a sub-query. Equal when the column is.
 *
 * @param access the expression by which the sub-query reads it
 */
record OuterColumn(CorrelationId row, int index, RexNode access) {

    /** The outer column that an expression is; empty when it is something else. */
    static Optional<OuterColumn> of(RexNode expression) {
        return expression instanceof RexFieldAccess access
                        && access.getReferenceExpr() instanceof RexCorrelVariable variable
                ? Optional.of(new OuterColumn(variable.id, access.getField().getIndex(), access))
                : Optional.empty();
    }

    /** All outer columns that expressions read. */
    static Set<OuterColumn> in(Iterable<? extends RexNode> expressions) {
        Set<OuterColumn> found = new LinkedHashSet<>();
        expressions.forEach(expression -> expression.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitFieldAccess(RexFieldAccess access) {
                Optional<OuterColumn> column = of(access);
                column.ifPresent(found::add);
                return column.isPresent() ? null : super.visitFieldAccess(access);
            }
        }));
        return found;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof OuterColumn column && row.equals(column.row) && index == column.index;
    }

    @Override
    public int hashCode() {
        return 31 * row.hashCode() + index;
    }

    static boolean isIn(RexNode expression) {
        return !in(Set.of(expression)).isEmpty();
    }
}
