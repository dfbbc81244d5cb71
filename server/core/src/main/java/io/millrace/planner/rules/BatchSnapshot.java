package io.millrace.planner.rules;

import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;

/** The rows of its input as of the batch in which the left side of a join has a row; stands on the right side of joins only. */
public final class BatchSnapshot extends SingleRel {

    public BatchSnapshot(RelNode input) {
        super(input.getCluster(), input.getCluster().traitSet(), input);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchSnapshot(inputs.get(0));
    }

    /** The algebra of a join's side without the snapshot in it; empty when there is none. */
    public static Optional<RelNode> removedFrom(RelNode side) {
        if (side instanceof BatchSnapshot snapshot) {
            return Optional.of(snapshot.getInput());
        }
        return side instanceof Filter || side instanceof Project
                ? removedFrom(side.getInput(0)).map(input -> side.copy(side.getTraitSet(), List.of(input)))
                : Optional.empty();
    }
}
