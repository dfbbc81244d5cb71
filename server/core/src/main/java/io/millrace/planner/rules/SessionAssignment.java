package io.millrace.planner.rules;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.util.ImmutableBitSet;

/** The relational form of {@link io.millrace.dstream.SessionWindow}: the input's columns, then start, end and time of the session. */
public final class SessionAssignment extends SingleRel {

    private final int time;
    private final ImmutableBitSet keys;
    private final long gap;

    public SessionAssignment(
            RelOptCluster cluster, RelNode input, int time, ImmutableBitSet keys, long gap, RelDataType rowType) {
        super(cluster, cluster.traitSet(), input);
        this.time = time;
        this.keys = keys;
        this.gap = gap;
        this.rowType = rowType;
    }

    /** Index of the time column. */
    public int time() {
        return time;
    }

    /** Columns whose values tell whose sessions they are. */
    public ImmutableBitSet keys() {
        return keys;
    }

    /** Milliseconds. */
    public long gap() {
        return gap;
    }

    /** Number of columns that come from the input. */
    public int inputColumns() {
        return getInput().getRowType().getFieldCount();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new SessionAssignment(getCluster(), inputs.get(0), time, keys, gap, rowType);
    }

    /** The same sessions over an input with fewer or more columns. */
    public SessionAssignment over(RelNode input, int newTime, ImmutableBitSet newKeys, RelDataType newRowType) {
        return new SessionAssignment(getCluster(), input, newTime, newKeys, gap, newRowType);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("time", time).item("keys", keys).item("gap", gap);
    }
}
