package io.millrace.planner.validation;

import io.millrace.catalog.TableRelation;
import java.util.List;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/** The current row of each key of a table that keeps versions: the latest in event time. Its input has all versions. */
public final class CurrentVersions extends SingleRel {

    private final TableRelation table;

    /** @param versions scan of the table */
    public CurrentVersions(RelNode versions, TableRelation table) {
        super(versions.getCluster(), versions.getCluster().traitSet(), versions);
        this.table = table;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new CurrentVersions(inputs.get(0), table);
    }

    /** The same rows by standard algebra: the first row of each key in descending order of time. */
    public RelNode expanded() {
        RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(getCluster(), null);
        builder.push(getInput());
        int time = table.watermark().orElseThrow().column();
        RexNode number = builder.aggregateCall(SqlStdOperatorTable.ROW_NUMBER)
                .over()
                .partitionBy(builder.fields(table.primaryKey()))
                .orderBy(builder.desc(builder.field(time)))
                .rowsTo(RexWindowBounds.CURRENT_ROW)
                .toRex();
        int columns = getRowType().getFieldCount();
        List<String> names = getRowType().getFieldNames();
        return builder.projectPlus(number)
                .filter(builder.equals(builder.field(columns), builder.literal(1)))
                .project(builder.fields().subList(0, columns), names, true)
                .build();
    }
}
