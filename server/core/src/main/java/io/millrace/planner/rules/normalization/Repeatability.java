package io.millrace.planner.rules.normalization;

import io.millrace.planner.rules.BatchSnapshot;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.PresentTime;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.rules.WindowAssignment;
import io.millrace.planner.validation.RelationTable;
import io.millrace.spi.error.ErrorCode;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.core.Uncollect;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;

/**
 * Refuses random numbers in continuous queries, and the present time wherever the result would have to change without any input: in
 * the conditions of joins, in what can be taken back, and in views. Rows that are only ever added can carry the time of their batch;
 * conditions of WHERE and HAVING let rows appear and leave. {@code PROCTIME()} is the time at which a query meets a row that is only
 * ever added.
 */
public final class Repeatability {

    private static final String PROCESSING_TIME = "PROCTIME";
    private static final Set<String> RANDOM = Set.of("RAND", "RAND_INTEGER", "RANDOM", "UUID");

    private final boolean appendOnly;

    private Repeatability(boolean appendOnly) {
        this.appendOnly = appendOnly;
    }

    /** @param appendOnly whether rows, once given out, must stay */
    public static void check(RelNode algebra, boolean appendOnly) {
        new Repeatability(appendOnly).visit(algebra);
    }

    /** Refuses random numbers in what is computed of a row whenever it is read, also after a restart. */
    public static void checkComputed(RexNode expression) {
        expression.accept(new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                refuseRandom(
                        call,
                        ", and this is computed again whenever rows are read again; give it as a value in the INSERT, or"
                                + " SELECT it from the stream");
                return super.visitCall(call);
            }
        });
    }

    private void visit(RelNode node) {
        node.getInputs().forEach(this::visit);
        boolean adds = node instanceof Project && onlyAdds(node);
        if (!(adds && appendOnly)) {
            node.accept(new RexShuttle() {
                @Override
                public RexNode visitCall(RexCall call) {
                    if (!(adds && call.getOperator().getName().equalsIgnoreCase(PROCESSING_TIME))) {
                        refuse(call, node);
                    }
                    return super.visitCall(call);
                }
            });
        }
    }

    /** Whether rows that have come out of a node are certain to stay. */
    private static boolean onlyAdds(RelNode node) {
        if (node instanceof TableScan scan) {
            return scan.getTable().unwrap(RelationTable.class).relation().appendOnly();
        }
        if (node instanceof Join join
                && BatchSnapshot.removedFrom(join.getRight()).isPresent()) {
            return onlyAdds(join.getLeft());
        }
        boolean adds = node instanceof Project
                || node instanceof Filter
                || node instanceof WindowAssignment
                || node instanceof Correlate
                || node instanceof Uncollect
                || node instanceof Values
                || node instanceof Union union && union.all
                || node instanceof Join join && join.getJoinType() == JoinRelType.INNER;
        return adds && node.getInputs().stream().allMatch(Repeatability::onlyAdds);
    }

    private void refuse(RexCall call, RelNode node) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        if (PresentTime.isClock(call) && !(node instanceof Filter)) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED, Construct.call(call), clock(name, node instanceof Join));
        }
        refuseRandom(call, ", so the result could not be kept up to date; SELECT it from the view instead");
    }

    private static void refuseRandom(RexCall call, String consequence) {
        String name = call.getOperator().getName().toUpperCase(Locale.ROOT);
        if (RANDOM.contains(name)) {
            throw new UnplannableException(
                    ErrorCode.NOT_SUPPORTED,
                    Construct.call(call),
                    name + " gives another value each time" + consequence);
        }
    }

    private String clock(String name, boolean join) {
        if (join) {
            return name
                    + " in the condition of a join is only supported where it concerns one input alone: filter that input in a"
                    + " sub-query, as in FROM (SELECT … WHERE ts > CURRENT_TIMESTAMP - INTERVAL '1' HOUR) JOIN …";
        }
        return appendOnly
                ? name + " is not supported over rows that can change; derive a stream from this one to add it"
                : name
                        + " in a query that is kept up to date is not supported: its rows do not change by themselves as time"
                        + " passes; use it in a plain SELECT over the result, or add it in a derived stream:"
                        + " CREATE STREAM … AS SELECT STREAM …, " + name;
    }
}
