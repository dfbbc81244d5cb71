package io.millrace.planner;

import io.millrace.catalog.Catalog;
import io.millrace.catalog.Relation;
import io.millrace.catalog.RelationName;
import io.millrace.planner.validation.ValidationFailure;
import io.millrace.spi.error.ErrorCode;
import org.apache.calcite.sql.SqlIdentifier;

/** Finds the relation that an identifier names. */
final class RelationLookup {

    private RelationLookup() {}

    static RelationName name(SqlIdentifier identifier) {
        return identifier.names.size() == 1
                ? RelationName.of(identifier.names.get(0))
                : new RelationName(
                        identifier.names.get(identifier.names.size() - 2),
                        identifier.names.get(identifier.names.size() - 1));
    }

    static Relation get(Catalog catalog, SqlIdentifier identifier) {
        RelationName name = name(identifier);
        if (identifier.names.size() > 3
                || identifier.names.size() == 3 && !identifier.names.get(0).equalsIgnoreCase(RelationName.CATALOG)) {
            throw ValidationFailure.at(
                    ErrorCode.RELATION_NOT_FOUND, identifier, catalog.notFound(String.join(".", identifier.names)));
        }
        return catalog.find(name)
                .orElseThrow(() -> ValidationFailure.at(
                        ErrorCode.RELATION_NOT_FOUND, identifier, catalog.notFound(name.toString())));
    }
}
