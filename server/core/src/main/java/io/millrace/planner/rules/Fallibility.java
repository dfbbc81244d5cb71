package io.millrace.planner.rules;

import java.util.List;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Knows which expressions can fail. What a projection computes fails for the same rows whoever reads it: a column that can fail is
 * not dropped because nobody reads it, or reads it for some rows only.
 */
@FunctionalInterface
public interface Fallibility {

    /**
     * The columns of a projection that would be missed if only some expressions were computed.
     *
     * @param users over the columns of the projection
     */
    ImmutableBitSet missed(Project project, List<RexNode> users);
}
