package io.millrace.planner.rules.normalization;

import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * Simplifies the expressions of nodes where that is quick and works; the others stay as they are, since nothing depends on it.
 *
 * <p>Calcite compares each term of an expression with all others. What it makes of CASE over values that it knows may have operands
 * that cannot be null under operators that can, at which its own assertions, if they are enabled, take offence; it orders dates
 * and timestamps among the constants of a column as if they were of one class; and of a CASE that depends on another one it makes a
 * negation that is unknown where it was true. It takes 0 + x for x, which is not so of -0.0.
 */
final class Simplification extends RelOptRule {

    /** Operators, columns and constants of the longest expression that is simplified. */
    private static final int LONGEST = 400;

    private final RelOptRule rule;

    private Simplification(RelOptRule rule, RelBuilderFactory builder) {
        super(rule.getOperand(), builder, "Simplification:" + rule);
        this.rule = rule;
    }

    static <N extends RelNode> RelOptRule of(
            RelOptRule rule, RelBuilderFactory builder, Class<N> node, Function<N, List<RexNode>> expressions) {
        RelOptRule quick = ((RelRule<?>) rule)
                .config
                .withRelBuilderFactory(builder)
                .withOperandSupplier(operand -> operand.operand(node)
                        .predicate(found -> expressions.apply(found).stream()
                                .allMatch(expression -> expression.nodeCount() <= LONGEST
                                        && !choosesTwice(expression)
                                        && !addsZero(expression)))
                        .anyInputs())
                .toRule();
        return new Simplification(quick, builder);
    }

    /** Whether a CASE depends on another one. */
    private static boolean choosesTwice(RexNode expression) {
        boolean[] found = {false};
        expression.accept(new RexVisitorImpl<Void>(true) {
            private int conditions;

            @Override
            public Void visitCall(RexCall call) {
                boolean choice = call.getKind() == SqlKind.CASE || call.getKind() == SqlKind.COALESCE;
                found[0] |= choice && conditions > 0;
                for (int i = 0; i < call.getOperands().size(); i++) {
                    boolean condition = call.getKind() == SqlKind.CASE && RexUtil.isCasePredicate(call, i);
                    conditions += condition ? 1 : 0;
                    call.getOperands().get(i).accept(this);
                    conditions -= condition ? 1 : 0;
                }
                return null;
            }
        });
        return found[0];
    }

    /** Whether zero is added to a floating point number, which is no more than the number itself, but for -0.0. */
    private static boolean addsZero(RexNode expression) {
        boolean[] found = {false};
        expression.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitCall(RexCall call) {
                found[0] |= call.getKind() == SqlKind.PLUS
                        && SqlTypeUtil.isApproximateNumeric(call.getType())
                        && call.getOperands().stream().anyMatch(Simplification::isZero);
                return super.visitCall(call);
            }
        });
        return found[0];
    }

    private static boolean isZero(RexNode operand) {
        RexNode value =
                operand.isA(SqlKind.CAST) ? ((RexCall) operand).getOperands().get(0) : operand;
        return value instanceof RexLiteral literal
                && literal.getValue() instanceof BigDecimal number
                && number.signum() == 0;
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        try {
            rule.onMatch(call);
        } catch (AssertionError | ClassCastException offended) {
            // the node stays as it is
        }
    }
}
