package io.millrace.planner.unnest;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.util.ImmutableBitSet;

/** Tells where no two rows can have the same values in some columns. */
final class UniqueKeys {

    private UniqueKeys() {}

    /** Whether rows that are equal in the values of the expressions are the same row. */
    static boolean cover(RelNode node, List<RexNode> expressions) {
        List<Integer> columns = new ArrayList<>();
        for (RexNode expression : expressions) {
            if (expression instanceof RexInputRef reference) {
                columns.add(reference.getIndex());
            }
        }
        return covers(node, ImmutableBitSet.of(columns));
    }

    private static boolean covers(RelNode node, ImmutableBitSet columns) {
        if (node instanceof TableScan scan) {
            return scan.getTable().isKey(columns);
        }
        if (node instanceof Filter filter) {
            return covers(filter.getInput(), columns);
        }
        if (node instanceof Project project) {
            return cover(
                    project.getInput(),
                    columns.asList().stream().map(project.getProjects()::get).toList());
        }
        if (node instanceof Aggregate aggregate) {
            return aggregate.getGroupSets().size() == 1
                    && columns.contains(
                            ImmutableBitSet.range(aggregate.getGroupSet().cardinality()));
        }
        boolean reduces = node instanceof Join join
                && (join.getJoinType() == JoinRelType.SEMI || join.getJoinType() == JoinRelType.ANTI);
        return reduces && covers(node.getInput(0), columns);
    }
}
