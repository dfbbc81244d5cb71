package io.millrace.planner.syntax;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.RelationName;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.util.SqlShuttle;

/** Names that begin with that of the catalog, {@code millrace.s.t} and {@code millrace.s.t.c}: the same without it. */
public final class CatalogNames extends SqlShuttle {

    private final Catalog catalog;

    private CatalogNames(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The same query with names that begin with a schema at most. */
    public static SqlNode leftOut(SqlNode query, Catalog catalog) {
        return query.accept(new CatalogNames(catalog));
    }

    @Override
    public SqlNode visit(SqlIdentifier name) {
        boolean whole = name.names.size() > 2
                && name.names.get(0).equalsIgnoreCase(RelationName.CATALOG)
                && catalog.find(new RelationName(name.names.get(1), name.names.get(2)))
                        .isPresent();
        return whole ? name.getComponent(1, name.names.size()).clone(name.getParserPosition()) : name;
    }
}
