package io.millrace.planner.rules;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.SqlKind;

/** Puts an outer column in the place of {@code (SELECT outer.column)}, unless it is one of the very rows that ask. */
public final class LiftedOuterColumns extends RelHomogeneousShuttle {

    private final RexBuilder rex;

    public LiftedOuterColumns(RexBuilder rex) {
        this.rex = rex;
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        return visited.accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                if (subQuery.getKind() == SqlKind.SCALAR_QUERY
                        && subQuery.rel instanceof Project project
                        && project.getInput() instanceof Values row
                        && row.getTuples().size() == 1
                        && project.getProjects().get(0) instanceof RexFieldAccess column
                        && column.getReferenceExpr() instanceof RexCorrelVariable around
                        && !visited.getVariablesSet().contains(around.id)) {
                    return rex.ensureType(subQuery.getType(), column, true);
                }
                RexSubQuery inner = (RexSubQuery) super.visitSubQuery(subQuery);
                return inner.clone(inner.rel.accept(LiftedOuterColumns.this));
            }
        });
    }
}
