package io.millrace.planner.rules.normalization;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Rewrites algebra from the leaves up, sub-queries included. */
abstract class Lowering extends RelHomogeneousShuttle {

    private final RexShuttle subQueries = new RexShuttle() {
        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery lowered = subQuery.clone(subQuery.rel.accept(Lowering.this));
            return super.visitSubQuery(lowered);
        }
    };

    @Override
    public final RelNode visit(RelNode node) {
        return lower(super.visit(node).accept(subQueries));
    }

    /** What stands for a node whose inputs have been rewritten; often the node itself. */
    protected abstract RelNode lower(RelNode node);
}
