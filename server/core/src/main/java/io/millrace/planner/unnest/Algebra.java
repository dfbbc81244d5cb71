package io.millrace.planner.unnest;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/** Makes nodes and expressions of relational algebra. */
final class Algebra {

    private final RexBuilder rex;

    Algebra(RelOptCluster cluster) {
        this.rex = cluster.getRexBuilder();
    }

    RexBuilder rex() {
        return rex;
    }

    static int width(RelNode node) {
        return node.getRowType().getFieldCount();
    }

    RexNode column(RelNode node, int index) {
        return rex.makeInputRef(node, index);
    }

    /** All columns of a node. */
    List<RexNode> columns(RelNode node) {
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < width(node); i++) {
            columns.add(column(node, i));
        }
        return columns;
    }

    /** The expressions, named after the columns that they are. */
    RelNode project(RelNode input, List<? extends RexNode> expressions) {
        List<String> names = new ArrayList<>();
        List<RelDataTypeField> fields = input.getRowType().getFieldList();
        for (RexNode expression : expressions) {
            names.add(
                    expression instanceof RexInputRef reference
                            ? fields.get(reference.getIndex()).getName()
                            : null);
        }
        return LogicalProject.create(input, List.of(), expressions, names, Set.of());
    }

    RelNode filter(RelNode input, List<RexNode> conditions) {
        return conditions.isEmpty() ? input : LogicalFilter.create(input, and(conditions));
    }

    RelNode join(RelNode left, RelNode right, JoinRelType type, List<RexNode> conditions) {
        return LogicalJoin.create(left, right, List.of(), and(conditions), Set.of(), type);
    }

    /** The distinct rows of the first columns of a node. */
    RelNode distinct(RelNode input, int columns) {
        return aggregate(input, columns, List.of());
    }

    /** Groups by the first columns. */
    RelNode aggregate(RelNode input, int columns, List<AggregateCall> calls) {
        return LogicalAggregate.create(input, List.of(), ImmutableBitSet.range(columns), null, calls);
    }

    /** A call for {@link #aggregate}. */
    AggregateCall call(SqlAggFunction function, RelNode input, int groups, Integer... arguments) {
        return AggregateCall.create(
                function,
                false,
                false,
                false,
                ImmutableList.of(),
                List.of(arguments),
                -1,
                null,
                RelCollations.EMPTY,
                groups,
                input,
                null,
                null);
    }

    /** A call over all rows, which sees them in an order. */
    AggregateCall ordered(SqlAggFunction function, RelNode input, int argument, RelCollation order) {
        return AggregateCall.create(
                function,
                false,
                false,
                false,
                ImmutableList.of(),
                List.of(argument),
                -1,
                null,
                order,
                0,
                input,
                null,
                null);
    }

    RexNode and(List<RexNode> conditions) {
        return RexUtil.composeConjunction(rex, conditions);
    }

    RexNode isNull(RexNode value) {
        return rex.makeCall(SqlStdOperatorTable.IS_NULL, value);
    }

    RexNode isNotNull(RexNode value) {
        return rex.makeCall(SqlStdOperatorTable.IS_NOT_NULL, value);
    }

    RexNode isTrue(RexNode condition) {
        return condition.getType().isNullable() ? rex.makeCall(SqlStdOperatorTable.IS_TRUE, condition) : condition;
    }

    /** {@code CASE WHEN condition THEN value ELSE otherwise END}. */
    RexNode choice(RexNode condition, RexNode value, RexNode otherwise) {
        return rex.makeCall(SqlStdOperatorTable.CASE, condition, value, otherwise);
    }

    RexNode valueOrNull(RexNode condition, RexNode value) {
        return choice(condition, value, rex.makeNullLiteral(nullable(value.getType())));
    }

    RelDataType nullable(RelDataType type) {
        return rex.getTypeFactory().createTypeWithNullability(type, true);
    }

    /** Whether two values are the same, nulls too. */
    RexNode same(RexNode one, RexNode other) {
        boolean bothNullable = one.getType().isNullable() && other.getType().isNullable();
        return rex.makeCall(
                bothNullable ? SqlStdOperatorTable.IS_NOT_DISTINCT_FROM : SqlStdOperatorTable.EQUALS, one, other);
    }

    /** An expression whose columns are moved to the right, with other expressions for outer columns. */
    RexNode placed(int offset, RexNode expression, Map<OuterColumn, RexNode> outer) {
        return expression.accept(new Substitution(rex, outer) {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return offset == 0 ? reference : new RexInputRef(reference.getIndex() + offset, reference.getType());
            }
        });
    }

    List<RexNode> placed(int offset, List<RexNode> expressions, Map<OuterColumn, RexNode> outer) {
        return expressions.stream()
                .map(expression -> placed(offset, expression, outer))
                .toList();
    }

    /** An expression with others for its columns. */
    RexNode over(List<RexNode> columns, RexNode expression) {
        return expression.accept(new Substitution(rex, Map.of()) {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return columns.get(reference.getIndex());
            }
        });
    }

    List<RexNode> over(List<RexNode> columns, List<RexNode> expressions) {
        return expressions.stream().map(expression -> over(columns, expression)).toList();
    }

    /** Whether a node is one row of constants. */
    static boolean isUnit(RelNode node) {
        return node instanceof Values values && values.getTuples().size() == 1;
    }

    /** Whether a node has exactly one row, whatever its sources have. */
    static boolean isOneRow(RelNode node) {
        return isUnit(node)
                || node instanceof Project project && isOneRow(project.getInput())
                || node instanceof Aggregate aggregate
                        && aggregate.getGroupSet().isEmpty()
                        && aggregate.getGroupSets().size() == 1;
    }
}
