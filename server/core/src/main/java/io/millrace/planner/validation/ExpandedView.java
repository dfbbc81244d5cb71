package io.millrace.planner.validation;

import io.millrace.catalog.ViewRelation;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.schema.TranslatableTable;

/** A plain view as Calcite sees it: its query stands in its place. */
final class ExpandedView extends RelationTable implements TranslatableTable {

    private final CatalogSchemas.Use use;

    ExpandedView(ViewRelation view, CatalogSchemas.Use use) {
        super(view, new CatalogSchemas.Use(use.expansion(), use.named(), false));
        this.use = use;
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
        return use.expansion().apply((ViewRelation) relation(), context);
    }
}
