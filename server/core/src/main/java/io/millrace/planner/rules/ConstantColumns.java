package io.millrace.planner.rules;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * Knows of the rows of a node which columns have the same known value in all of them, and concludes nothing else. Calcite would put
 * equal columns for each other in all ways, of which there can be more than anybody can wait for, and replace equal constant
 * expressions by each other for ever.
 */
public final class ConstantColumns extends RelMetadataQuery {

    @Override
    public RelOptPredicateList getPulledUpPredicates(RelNode node) {
        RexBuilder rex = node.getCluster().getRexBuilder();
        List<RexNode> predicates = new ArrayList<>();
        new Constants()
                .of(node)
                .forEach((column, value) -> predicates.add(
                        rex.makeCall(SqlStdOperatorTable.EQUALS, rex.makeInputRef(node, column), value)));
        return predicates.isEmpty() ? RelOptPredicateList.EMPTY : RelOptPredicateList.of(rex, predicates);
    }

    /** The constant columns of nodes, each of which is looked at once, whoever reads it. */
    private static final class Constants {

        private final Map<RelNode, Map<Integer, RexLiteral>> known = new IdentityHashMap<>();

        Map<Integer, RexLiteral> of(RelNode given) {
            RelNode node = given.stripped();
            Map<Integer, RexLiteral> constants = known.get(node);
            if (constants == null) {
                constants = found(node);
                known.put(node, constants);
            }
            return constants;
        }

        private Map<Integer, RexLiteral> found(RelNode node) {
            Map<Integer, RexLiteral> constants = new TreeMap<>();
            if (node instanceof Filter filter) {
                constants.putAll(of(filter.getInput()));
                addEqualities(filter.getCondition(), constants);
            } else if (node instanceof Project project) {
                Map<Integer, RexLiteral> below = of(project.getInput());
                for (int i = 0; i < project.getProjects().size(); i++) {
                    if (project.getProjects().get(i) instanceof RexInputRef reference
                            && below.containsKey(reference.getIndex())) {
                        constants.put(i, below.get(reference.getIndex()));
                    }
                }
            } else if (node instanceof Join join) {
                addSides(join, constants);
            }
            return constants;
        }

        /** What is constant of the sides whose rows are all there as they are. */
        private void addSides(Join join, Map<Integer, RexLiteral> constants) {
            boolean left = !join.getJoinType().generatesNullsOnLeft();
            boolean right = !join.getJoinType().generatesNullsOnRight()
                    && join.getJoinType().projectsRight();
            int leftColumns = join.getLeft().getRowType().getFieldCount();
            if (left) {
                constants.putAll(of(join.getLeft()));
            }
            if (right) {
                of(join.getRight()).forEach((column, value) -> constants.put(leftColumns + column, value));
            }
        }
    }

    private static void addEqualities(RexNode condition, Map<Integer, RexLiteral> constants) {
        for (RexNode part : RelOptUtil.conjunctions(condition)) {
            if (part.getKind() == SqlKind.EQUALS
                    && ((RexCall) part).getOperands().get(0) instanceof RexInputRef column
                    && ((RexCall) part).getOperands().get(1) instanceof RexLiteral value
                    && isTheValue(column, value)) {
                constants.put(column.getIndex(), value);
            }
        }
    }

    /** Whether a column that equals a constant has no other form: not another sign, nor blanks behind it. */
    private static boolean isTheValue(RexInputRef column, RexLiteral value) {
        SqlTypeName type = column.getType().getSqlTypeName();
        boolean exact = SqlTypeName.INT_TYPES.contains(type) || type == SqlTypeName.BOOLEAN;
        return exact
                && !value.isNull()
                && value.getType().getSqlTypeName() == type
                && SqlTypeUtil.equalSansNullability(column.getType(), value.getType());
    }
}
