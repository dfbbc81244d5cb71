package io.millrace.planner.rules.normalization;

import io.millrace.catalog.Relation;
import io.millrace.catalog.StreamRelation;
import io.millrace.catalog.TableRelation;
import io.millrace.planner.rules.BatchSnapshot;
import io.millrace.planner.rules.Construct;
import io.millrace.planner.rules.UnplannableException;
import io.millrace.planner.validation.CurrentVersions;
import io.millrace.planner.validation.RelationTable;
import io.millrace.spi.error.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Snapshot;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Gives {@code FOR SYSTEM_TIME AS OF} its meaning: of a relation with event time, the version that was valid at the time of the
 * left row ({@link VersionJoin}); of any other, and as of the current time, the rows of the batch ({@link BatchSnapshot}).
 */
final class LowerSnapshots extends Lowering {

    private static final Set<String> CURRENT = Set.of("CURRENT_TIMESTAMP", "LOCALTIMESTAMP", "NOW", "PROCTIME");

    @Override
    protected RelNode lower(RelNode node) {
        if (node instanceof Correlate correlate) {
            RelNode right = correlate.getRight();
            RelNode below = right instanceof Filter filter ? filter.getInput() : right;
            return below instanceof Snapshot snapshot ? lowered(correlate, right, snapshot) : node;
        }
        return node instanceof Join join ? asOfBatch(join).orElse(node) : node;
    }

    private static RelNode lowered(Correlate correlate, RelNode right, Snapshot snapshot) {
        List<RexNode> conditions =
                right instanceof Filter filter ? RelOptUtil.conjunctions(filter.getCondition()) : List.of();
        if (!conditions.stream().allMatch(part -> OuterColumns.readsAtMost(part, correlate.getCorrelationId()))) {
            throw refused("the condition of a join with FOR SYSTEM_TIME AS OF cannot have sub-queries");
        }
        OuterColumns columns = new OuterColumns(correlate.getLeft());
        List<RexNode> condition =
                conditions.stream().map(part -> part.accept(columns)).toList();
        Optional<Versions> versions = versions(snapshot.getInput());
        if (versions.isPresent()) {
            OptionalInt time = outerColumn(snapshot.getPeriod());
            if (time.isEmpty()) {
                throw refused("FOR SYSTEM_TIME AS OF takes a column of the left side, or CURRENT_TIMESTAMP");
            }
            return new VersionJoin(correlate.getLeft(), versions.get(), condition)
                    .at(time.getAsInt(), correlate.getJoinType() == JoinRelType.LEFT);
        }
        refuseTimeOfLookup(snapshot.getInput());
        RexBuilder rex = correlate.getCluster().getRexBuilder();
        return join(
                correlate.getLeft(),
                snapshot.getInput(),
                RexUtil.composeConjunction(rex, condition),
                correlate.getJoinType());
    }

    private static void refuseTimeOfLookup(RelNode rows) {
        RelNode below = rows;
        while (!(below instanceof TableScan) && below.getInputs().size() == 1) {
            below = below.getInput(0);
        }
        if (below instanceof TableScan scan
                && scan.getTable().unwrap(RelationTable.class).relation() instanceof TableRelation table
                && table.isLookedUp()) {
            throw refused("\"" + table.name() + "\" is looked up as it is now; write FOR SYSTEM_TIME AS OF"
                    + " CURRENT_TIMESTAMP");
        }
    }

    /** A key that is cast is computed above the snapshot. */
    private static Optional<RelNode> asOfBatch(Join join) {
        RelNode below = join.getRight();
        while (below instanceof Project) {
            below = below.getInput(0);
        }
        if (!(below instanceof Snapshot snapshot)) {
            return Optional.empty();
        }
        if (!isCurrent(snapshot.getPeriod())) {
            throw refused("FOR SYSTEM_TIME AS OF takes a column of the left side, or CURRENT_TIMESTAMP");
        }
        return Optional.of(
                join(join.getLeft(), removedFrom(join.getRight(), snapshot), join.getCondition(), join.getJoinType()));
    }

    private static RelNode removedFrom(RelNode side, Snapshot snapshot) {
        return side == snapshot
                ? snapshot.getInput()
                : side.copy(side.getTraitSet(), List.of(removedFrom(side.getInput(0), snapshot)));
    }

    private static RelNode join(RelNode left, RelNode right, RexNode condition, JoinRelType type) {
        if (type != JoinRelType.INNER && type != JoinRelType.LEFT) {
            throw refused("FOR SYSTEM_TIME AS OF works in inner and left joins only");
        }
        return LogicalJoin.create(left, new BatchSnapshot(right), List.of(), condition, Set.of(), type);
    }

    private static boolean isCurrent(RexNode period) {
        return period instanceof RexCall call
                && CURRENT.contains(call.getOperator().getName());
    }

    private static OptionalInt outerColumn(RexNode period) {
        return period instanceof RexFieldAccess access && access.getReferenceExpr() instanceof RexCorrelVariable
                ? OptionalInt.of(access.getField().getIndex())
                : OptionalInt.empty();
    }

    /**
     * Rows that are versions.
     *
     * @param time from when a version is valid
     * @param key columns that must be equal besides those of the condition; empty for streams, whose condition says the key
     */
    record Versions(RelNode rows, String name, int time, List<Integer> key) {}

    private static Optional<Versions> versions(RelNode rows) {
        RelNode scan = rows instanceof CurrentVersions current ? current.getInput() : rows;
        if (!(scan instanceof TableScan table)) {
            return Optional.empty();
        }
        Relation relation = table.getTable().unwrap(RelationTable.class).relation();
        String name = relation.name().name();
        if (relation instanceof TableRelation versioned && versioned.watermark().isPresent()) {
            int time = versioned.watermark().get().column();
            return Optional.of(new Versions(scan, name, time, versioned.primaryKey()));
        }
        Set<Integer> times = relation.eventTimeColumns();
        if (relation instanceof StreamRelation stream && stream.watermark().isPresent()) {
            times = Set.of(stream.watermark().get().column());
        }
        if (times.size() > 1) {
            throw refused("\"" + name + "\" has several columns of time, so FOR SYSTEM_TIME AS OF cannot choose its"
                    + " versions; write ASOF JOIN … MATCH_CONDITION");
        }
        return times.stream().findFirst().map(time -> new Versions(scan, name, time, List.of()));
    }

    static UnplannableException refused(String text) {
        return new UnplannableException(ErrorCode.NOT_SUPPORTED, Construct.of(Construct.Kind.JOIN), text);
    }
}
