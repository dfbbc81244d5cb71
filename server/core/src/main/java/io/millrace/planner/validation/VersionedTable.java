package io.millrace.planner.validation;

import io.millrace.catalog.TableRelation;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.schema.TranslatableTable;

/** A table that keeps the versions of its rows, as Calcite sees it: a query reads the current ones. */
final class VersionedTable extends RelationTable implements TranslatableTable {

    VersionedTable(TableRelation table, CatalogSchemas.Use use) {
        super(table, use);
    }

    @Override
    public RelNode toRel(RelOptTable.ToRelContext context, RelOptTable table) {
        RelNode versions = LogicalTableScan.create(context.getCluster(), table, context.getTableHints());
        return new CurrentVersions(versions, (TableRelation) relation());
    }
}
