package io.millrace.planner.rules;

import io.millrace.dstream.window.WindowSpec;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;

/** The relational form of {@link io.millrace.dstream.WindowAssign}: the input's columns, then start, end and time of the window. */
public final class WindowAssignment extends SingleRel {

    private final int time;
    private final WindowSpec window;

    public WindowAssignment(RelOptCluster cluster, RelNode input, int time, WindowSpec window, RelDataType rowType) {
        super(cluster, cluster.traitSet(), input);
        this.time = time;
        this.window = window;
        this.rowType = rowType;
    }

    /** Index of the time column. */
    public int time() {
        return time;
    }

    public WindowSpec window() {
        return window;
    }

    /** Number of columns that come from the input. */
    public int inputColumns() {
        return getInput().getRowType().getFieldCount();
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new WindowAssignment(getCluster(), inputs.get(0), time, window, rowType);
    }

    /** The same windows over an input with fewer or more columns. */
    public WindowAssignment over(RelNode input, int newTime, RelDataType newRowType) {
        return new WindowAssignment(getCluster(), input, newTime, window, newRowType);
    }

    /** The same windows over rows that have further columns behind those of the input. */
    public WindowAssignment over(RelNode wider) {
        List<RelDataTypeField> fields = rowType.getFieldList();
        RelDataType row = getCluster()
                .getTypeFactory()
                .builder()
                .addAll(wider.getRowType().getFieldList())
                .addAll(fields.subList(inputColumns(), fields.size()))
                .uniquify()
                .build();
        return over(wider, time, row);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        return super.explainTerms(writer).item("time", time).item("window", window);
    }
}
