package io.millrace.planner.validation;

import io.millrace.catalog.Relation;
import io.millrace.planner.types.TypeConversion;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.TemporalTable;
import org.apache.calcite.schema.impl.AbstractTable;
import org.apache.calcite.util.ImmutableBitSet;

/** A relation of the catalog as Calcite sees it. All can be asked for the rows of a moment: the translation says which cannot. */
public class RelationTable extends AbstractTable implements TemporalTable {

    private final Relation relation;
    private final CatalogSchemas.Use use;

    RelationTable(Relation relation, CatalogSchemas.Use use) {
        this.relation = relation;
        this.use = use;
    }

    public Relation relation() {
        return relation;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory types) {
        use.named().accept(relation);
        RelDataType rowType = TypeConversion.toCalcite(types, relation.rowType());
        return use.anyNull()
                ? types.builder()
                        .addAll(rowType.getFieldList().stream()
                                .map(field -> Map.entry(
                                        field.getName(), types.createTypeWithNullability(field.getType(), true)))
                                .toList())
                        .build()
                : rowType;
    }

    @Override
    public Statistic getStatistic() {
        return relation.key()
                .map(key -> Statistics.of(100d, List.of(ImmutableBitSet.of(key))))
                .orElse(Statistics.UNKNOWN);
    }

    @Override
    public String getSysStartFieldName() {
        return "valid_from";
    }

    @Override
    public String getSysEndFieldName() {
        return "valid_to";
    }
}
