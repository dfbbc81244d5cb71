package io.millrace.planner.validation;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.catalog.TableRelation;
import io.millrace.catalog.ViewRelation;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.calcite.config.CalciteConnectionConfigImpl;
import org.apache.calcite.config.CalciteConnectionProperty;
import org.apache.calcite.jdbc.CalciteSchema;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.CalciteCatalogReader;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.sql.type.SqlTypeName;

/** Shows one version of the catalog to Calcite. */
public final class CatalogSchemas {

    private static final Map<String, SqlTypeName> TYPE_ALIASES = Map.of(
            "STRING", SqlTypeName.VARCHAR,
            "TEXT", SqlTypeName.VARCHAR,
            "FLOAT8", SqlTypeName.DOUBLE,
            "INT8", SqlTypeName.BIGINT);

    private CatalogSchemas() {}

    /**
     * What one statement makes of relations.
     *
     * @param expansion the algebra of a plain view, which stands in its place
     * @param named told each relation that a name was resolved to
     * @param anyNull whether all columns are shown as nullable
     */
    public record Use(
            BiFunction<ViewRelation, RelOptTable.ToRelContext, RelNode> expansion,
            Consumer<Relation> named,
            boolean anyNull) {}

    /** A reader of the catalog for one statement. */
    public static CalciteCatalogReader reader(Catalog catalog, RelDataTypeFactory types, Use use) {
        CalciteSchema root = CalciteSchema.createRootSchema(false, false);
        TYPE_ALIASES.forEach((alias, type) -> root.add(alias, factory -> factory.createSqlType(type)));
        for (String name : catalog.schemas()) {
            CalciteSchema schema = root.add(name, new AbstractSchema());
            for (Relation relation : catalog.relations(name)) {
                schema.add(relation.name().name(), table(relation, use));
            }
        }
        root.add(RelationName.CATALOG, new AbstractSchema() {
            @Override
            protected Map<String, Schema> getSubSchemaMap() {
                Map<String, Schema> schemas = new HashMap<>();
                catalog.schemas()
                        .forEach(name ->
                                schemas.put(name, root.plus().subSchemas().get(name)));
                return schemas;
            }
        });
        Properties properties = new Properties();
        properties.setProperty(CalciteConnectionProperty.CASE_SENSITIVE.camelName(), "false");
        return new CalciteCatalogReader(
                root, List.of(RelationName.PUBLIC), types, new CalciteConnectionConfigImpl(properties));
    }

    private static RelationTable table(Relation relation, Use use) {
        if (relation instanceof TableRelation table && table.watermark().isPresent()) {
            return new VersionedTable(table, use);
        }
        return relation instanceof ViewRelation view && !view.materialized()
                ? new ExpandedView(view, use)
                : new RelationTable(relation, use);
    }
}
