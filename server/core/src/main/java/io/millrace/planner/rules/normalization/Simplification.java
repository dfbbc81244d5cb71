package io.millrace.planner.rules.normalization;

import java.util.List;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilderFactory;

/**
 * Simplifies the expressions of nodes where that is quick and works; the others stay as they are, since nothing depends on it.
 *
 * <p>Calcite compares each term of an expression with all others. What it makes of CASE over values that it knows may have operands
 * that cannot be null under operators that can, at which its own assertions, if they are enabled, take offence; and it orders dates
 * and timestamps among the constants of a column as if they were of one class.
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
                                .allMatch(expression -> expression.nodeCount() <= LONGEST))
                        .anyInputs())
                .toRule();
        return new Simplification(quick, builder);
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
