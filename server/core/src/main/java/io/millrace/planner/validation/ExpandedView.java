package io.millrace.planner.validation;

import io.millrace.catalog.ViewRelation;
import java.util.function.BiFunction;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.schema.TranslatableTable;

/** A plain view as Calcite sees it: its query stands in its place. */
final class ExpandedView extends RelationTable implements TranslatableTable {

    private final BiFunction<ViewRelation, RelOptTable.ToRelContext, RelNode> expansion;

    ExpandedView(ViewRelation view, BiFunction<ViewRelation, RelOptTable.ToRelContext, RelNode> expansion) {
        super(view, false);
        this.expansion = expansion;
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
        return expansion.apply((ViewRelation) relation(), context);
    }
}
