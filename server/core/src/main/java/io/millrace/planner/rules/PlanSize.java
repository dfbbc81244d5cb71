package io.millrace.planner.rules;

import io.millrace.spi.error.ErrorCode;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.calcite.rel.RelNode;

/**
 * How many operators a plan has when it runs: a node counts as often as it is read. Each level of sub-queries can read the rows of all
 * those around it, so that there can be more than any server has room for.
 */
public final class PlanSize {

    private static final long MOST = 10_000;

    private final Map<RelNode, Long> sizes = new IdentityHashMap<>();

    private PlanSize() {}

    public static void check(RelNode plan) {
        if (new PlanSize().of(plan) > MOST) {
            throw new UnplannableException(
                    ErrorCode.LIMIT_EXCEEDED,
                    Construct.of(Construct.Kind.QUERY),
                    "the plan of the query has more than " + MOST
                            + " operators, because its sub-queries read rows around them on many levels; split it into views");
        }
    }

    private long of(RelNode node) {
        Long known = sizes.get(node);
        if (known == null) {
            long size = 1;
            for (RelNode input : node.getInputs()) {
                size = Math.min(MOST + 1, size + of(input));
            }
            known = size;
            sizes.put(node, known);
        }
        return known;
    }
}
