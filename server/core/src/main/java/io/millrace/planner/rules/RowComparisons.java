package io.millrace.planner.rules;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/**
 * Comparisons of rows as comparisons of what they consist of, so that a null in them makes the result unknown where the standard says
 * so. Calcite does so for the outermost rows of an equality, and takes those inside for values that are not null.
 */
public final class RowComparisons extends RelHomogeneousShuttle {

    private final RexBuilder rex;
    private final RexShuttle expressions;

    public RowComparisons(RexBuilder rex) {
        this.rex = rex;
        this.expressions = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                RexNode visited = super.visitCall(call);
                if (call.getKind() == SqlKind.AND || call.getKind() == SqlKind.OR) {
                    return RexUtil.flatten(rex, visited);
                }
                return SqlKind.COMPARISON.contains(call.getKind()) && visited instanceof RexCall comparison
                        ? compared(comparison)
                        : visited;
            }

            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
                return visited.clone(visited.rel.accept(RowComparisons.this));
            }
        };
    }

    @Override
    public RelNode visit(RelNode node) {
        return super.visit(node).accept(expressions);
    }

    private RexNode compared(RexCall comparison) {
        if (comparison.getOperands().size() != 2) {
            return comparison;
        }
        List<RexNode> left = fields(comparison.getOperands().get(0));
        List<RexNode> right = fields(comparison.getOperands().get(1));
        return left.isEmpty() || left.size() != right.size()
                ? comparison
                : compared(comparison.getOperator(), left, right);
    }

    private RexNode compared(SqlOperator operator, List<RexNode> left, List<RexNode> right) {
        return switch (operator.getKind()) {
            case EQUALS -> RexUtil.composeConjunction(rex, pairs(operator, left, right));
            case NOT_EQUALS -> RexUtil.composeDisjunction(rex, pairs(operator, left, right));
            default -> ordered(operator, left, right);
        };
    }

    private List<RexNode> pairs(SqlOperator operator, List<RexNode> left, List<RexNode> right) {
        List<RexNode> pairs = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            pairs.add(pair(operator, left.get(i), right.get(i)));
        }
        return pairs;
    }

    private RexNode pair(SqlOperator operator, RexNode left, RexNode right) {
        return compared((RexCall) rex.makeCall(operator, left, right));
    }

    /** The first pair decides, unless it is equal. */
    private RexNode ordered(SqlOperator operator, List<RexNode> left, List<RexNode> right) {
        if (left.size() == 1) {
            return pair(operator, left.get(0), right.get(0));
        }
        SqlOperator strict = switch (operator.getKind()) {
            case LESS_THAN, LESS_THAN_OR_EQUAL -> SqlStdOperatorTable.LESS_THAN;
            default -> SqlStdOperatorTable.GREATER_THAN;
        };
        RexNode equal = pair(SqlStdOperatorTable.EQUALS, left.get(0), right.get(0));
        RexNode rest = ordered(operator, left.subList(1, left.size()), right.subList(1, right.size()));
        return rex.makeCall(
                SqlStdOperatorTable.OR,
                pair(strict, left.get(0), right.get(0)),
                rex.makeCall(SqlStdOperatorTable.AND, equal, rest));
    }

    /** What a row that is written as one consists of; empty for other values. */
    private List<RexNode> fields(RexNode value) {
        if (value.getKind() == SqlKind.ROW) {
            return ((RexCall) value).getOperands();
        }
        if (value.getKind() != SqlKind.CAST || !value.getType().isStruct()) {
            return List.of();
        }
        List<RexNode> fields = fields(((RexCall) value).getOperands().get(0));
        List<RexNode> cast = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            cast.add(rex.ensureType(value.getType().getFieldList().get(i).getType(), fields.get(i), false));
        }
        return cast;
    }
}
